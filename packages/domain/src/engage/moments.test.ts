import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, type Listener, momentOf, momentTriggers, whoHears } from './moments.ts';

const listener = (personId: string, change: Partial<Listener> = {}): Listener => ({
  personId,
  tie: 'reporter',
  isMuted: false,
  maySee: true,
  toldThisWeek: 0,
  ...change,
});
const decided = { type: 'prioritize.decision_moved', to: 'made', actorId: 'boss' };
const received = { type: 'listen.signal_received', actorId: 'ada' };

test('the four moments come from these entries and from no other turn', () => {
  expect(momentOf(received)).toBe('received');
  expect(momentOf(decided)).toBe('decided');
  expect(momentOf({ type: 'prioritize.decision_moved', to: 'commenting' })).toBeUndefined();
  expect(momentOf({ type: 'listen.signal_moved', to: 'answered' })).toBe('decided');
  expect(momentOf({ type: 'listen.signal_moved', to: 'attached' })).toBeUndefined();
  expect(momentOf({ type: 'deliver.change_moved', to: 'released' })).toBe('shipped');
  expect(momentOf({ type: 'deliver.change_moved', to: 'rolled_back' })).toBeUndefined();
  expect(momentOf({ type: 'verify.help_asked' })).toBe('did_it_help');
});

describe('who hears', () => {
  test('everyone on the thread, each once, but not the one who did it', () => {
    const thread = [
      listener('eve', { tie: 'follower' }),
      listener('ada'),
      listener('ada', { tie: 'follower' }),
      listener('boss'),
    ];
    expect(whoHears(decided, thread)).toEqual([
      { personId: 'ada', how: 'at_once' },
      { personId: 'eve', how: 'at_once' },
    ]);
  });

  test('the receipt goes to the one who spoke, although it was their own act, and to no follower', () => {
    const thread = [listener('ada'), listener('bob'), listener('eve', { tie: 'follower' })];
    expect(whoHears(received, thread, 0)).toEqual([{ personId: 'ada', how: 'at_once' }]);
    expect(whoHears({ ...received, actorId: 'detector' }, [listener('bob')])).toEqual([
      { personId: 'bob', how: 'at_once' },
    ]);
  });

  test('above the weekly cap, and for every turn that is no moment, it waits for the digest', () => {
    expect(whoHears(decided, [listener('ada', { toldThisWeek: 2 })], 2)).toEqual([{ personId: 'ada', how: 'digest' }]);
    expect(whoHears({ ...decided, to: 'commenting' }, [listener('ada')])).toEqual([{ personId: 'ada', how: 'digest' }]);
  });

  test('nobody who muted it by any tie, and nobody who may not see it, whatever happens', () => {
    const anyone = fc.record({
      personId: fc.constantFrom('ada', 'bob', 'eve'),
      tie: fc.constantFrom('reporter' as const, 'follower' as const),
      isMuted: fc.boolean(),
      maySee: fc.boolean(),
      toldThisWeek: fc.nat(20),
    });
    const entry = fc.constantFrom(...momentTriggers, { type: 'triage.problem_moved', to: 'open' });
    fc.assert(
      fc.property(fc.array(anyone), entry, fc.constantFrom('ada', 'zoe'), fc.nat(5), (thread, event, actorId, cap) => {
        const told = whoHears({ ...event, actorId }, thread, cap);
        const ids = told.map(({ personId }) => personId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) {
          const ties = thread.filter(({ personId }) => personId === id);
          expect(ties.some(({ isMuted }) => isMuted)).toBe(false);
          expect(ties.some(({ maySee }) => maySee)).toBe(true);
          expect(momentOf(event) === 'received' || id !== actorId).toBe(true);
        }
      }),
    );
  });
});

test('ten turns of one thread are one item of the digest, the latest record first', () => {
  const turn = (entryId: string, subjectId: string, day: number) => ({
    entryId,
    subjectId,
    at: new Date(2025, 5, day),
  });
  const digest = digestOf([turn('3', 'P-1', 3), turn('1', 'P-1', 1), turn('2', 'P-2', 2)]);
  expect(digest.map(({ subjectId, turns }) => [subjectId, turns.map(({ entryId }) => entryId)])).toEqual([
    ['P-1', ['1', '3']],
    ['P-2', ['2']],
  ]);
});
