import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../test/decided-platform.ts';
import type { Client } from '../../test/harness.ts';

type Named = { id: string; version: number };
type Home = {
  in_loop: number;
  late: number;
  stages: { stage: string; waiting: number; oldest_at: string | null; late: number; mine: number }[];
  mine: { id: string; reference: string; move: string; late: boolean; used_share: number | null; people: number }[];
};
type Thread = {
  record: { state: string };
  next: { what: string; who: string | null; by: string | null } | null;
  evidence: { people: number; respondents: number } | null;
  steps: { kind: string; id: string; lines: string[]; quotes: { text: string; who: string }[]; current: boolean }[];
  entries: { type: string; words: string; actor: string | null }[];
};

const hourMs = 3_600_000;

let platform: DecidedPlatform;
let other: Client;
beforeAll(async () => {
  platform = await openDecidedPlatform();
  other = await platform.house.person('Ane Solberg', ['reporter']);
});
afterAll(() => platform.house.stop());

async function home(client: Client): Promise<Home> {
  await platform.house.hearback.settle();
  const answer = await client.get<Home>('/home');
  expect(answer.status).toBe(200);
  return answer.body;
}

async function threadOf(client: Client, kind: string, id: string): Promise<Thread> {
  const answer = await client.get<Thread>(`/threads/${kind}/${id}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function tell(client: Client, title: string): Promise<Named> {
  const answer = await client.send<{ signal: Named }>('POST', '/signals', { title, description: `${title}, badly.` });
  expect(answer.status).toBe(201);
  return answer.body.signal;
}

async function problemOf(title: string, signalIds: readonly string[], more: object = {}): Promise<Named> {
  const body = { title, signal_ids: signalIds, component_ids: [platform.cacheId], severity: 'minor', ...more };
  return platform.made(platform.triager, '/problems', body);
}

async function act(client: Client, path: string, body: unknown): Promise<void> {
  const record = path.split('/').slice(0, 3).join('/');
  const { version } = (await client.get<Named>(record)).body;
  expect(await client.send('POST', path, body, { version }), path).toMatchObject({ status: 200 });
}

const waitingIn = (all: Home, stage: string) => all.stages.find((one) => one.stage === stage);

describe('home', () => {
  test('of a new workspace names all ten stages and invents nothing', async () => {
    const fresh = await home(await platform.house.otherWorkspace());
    expect(fresh.stages.map((stage) => stage.stage)).toEqual([
      'charter',
      'listen',
      'triage',
      'prioritize',
      'plan',
      'deliver',
      'verify',
      'learn',
      'engage',
      'govern',
    ]);
    expect(fresh.in_loop).toBe(0);
    expect(fresh.mine).toEqual([]);
  });

  test('counts what waits, says how late it is, and puts the team’s own moves first by their clocks', async () => {
    const before = await home(platform.maintainer);
    const signal = await tell(other, 'The cache forgets its keys');
    await problemOf('The cache forgets its keys', [signal.id]);
    const after = await home(platform.maintainer);
    expect(waitingIn(after, 'triage')?.waiting).toBe((waitingIn(before, 'triage')?.waiting ?? 0) + 1);
    expect(waitingIn(after, 'triage')?.mine).toBe(1);
    expect(after.mine).toMatchObject([{ move: 'decide what to do', people: 1, late: false }]);
    const unconcerned = await home(platform.assessors.security);
    expect(unconcerned.mine).toEqual([]);
    expect(waitingIn(unconcerned, 'triage')?.mine).toBe(0);
    platform.house.clock.advanceMs(60 * 24 * hourMs);
    const late = await home(platform.maintainer);
    expect(late.mine[0]).toMatchObject({ late: true });
    expect(late.late).toBeGreaterThan(0);
    platform.house.clock.advanceMs(-60 * 24 * hourMs);
  });

  test('shows whoever was asked that it is their move, until they answer', async () => {
    const asked = await platform.house.person('Mei-Ling Zhao', ['reporter']);
    const signal = await tell(asked, 'It is slow again');
    await act(platform.triager, `/signals/${signal.id}/ask`, { question: 'Which job?' });
    expect((await home(asked)).mine).toMatchObject([{ id: signal.id, move: 'answer what was asked', late: false }]);
    expect((await home(other)).mine.map((move) => move.move)).not.toContain('answer what was asked');
    const reply = { record_kind: 'signal', record_id: signal.id, body: 'The nightly one.' };
    await platform.made(asked, '/comments', reply);
    expect((await home(asked)).mine).toEqual([]);
  });

  test('knows nothing of what is restricted, for those who may not see it', async () => {
    const insider = await platform.house.person('Ylva Strand', ['triager']);
    const audience = await platform.house.audience('Security', { personIds: [insider.personId] });
    const seeing = await platform.house.person('Odd Nes', ['triager']);
    const before = await home(seeing);
    const signal = await tell(other, 'A key lies in the open');
    await act(insider, `/signals/${signal.id}/restrict`, { audience_id: audience, reason: 'It is a live key.' });
    const after = await home(seeing);
    expect(waitingIn(after, 'listen')).toEqual(waitingIn(before, 'listen'));
    expect((await seeing.get(`/threads/signal/${signal.id}`)).status).toBe(404);
    expect((await insider.get(`/threads/signal/${signal.id}`)).status).toBe(200);
  });
});

describe('a thread', () => {
  test('of nothing is a 404, and of an unknown kind a clear refusal', async () => {
    const nothing = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
    expect(await other.get(`/threads/problem/${nothing}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await other.get(`/threads/ticket/${nothing}`)).status).toBe(400);
    const foreign = await platform.house.otherWorkspace();
    const signal = await tell(other, 'Only for us');
    expect((await foreign.get(`/threads/signal/${signal.id}`)).status).toBe(404);
  });

  test('shows the words of those who spoke, who and how many they are, and what comes next', async () => {
    const first = await tell(platform.reporter, 'Uploads break at two gigabytes');
    const second = await tell(other, 'Large uploads break');
    const problem = await problemOf('Large uploads break', [first.id, second.id]);
    const thread = await threadOf(other, 'problem', problem.id);
    expect(thread.steps.map((step) => step.kind)).toEqual(['signal', 'problem']);
    expect(thread.steps[0]?.quotes.map((quote) => quote.who)).toEqual(['Tomás Ferreira', 'Ane Solberg']);
    expect(thread.evidence).toMatchObject({ people: 2, respondents: 0 });
    expect(thread.next?.what).not.toBe('');
    expect(thread.next?.by).not.toBeNull();
    expect(thread.steps.find((step) => step.current)?.kind).toBe('problem');
  });

  test('lets go of a signal that was detached, and of a problem that was unmerged', async () => {
    const stays = await tell(platform.reporter, 'Deploys hang on the last node');
    const leaves = await tell(other, 'My deploy hangs, too');
    const problem = await problemOf('Deploys hang', [stays.id, leaves.id]);
    await act(platform.triager, `/problems/${problem.id}/detach`, {
      signal_ids: [leaves.id],
      reason: 'Another cause.',
    });
    const quotes = (await threadOf(other, 'problem', problem.id)).steps[0]?.quotes ?? [];
    expect(quotes.map((quote) => quote.who)).toEqual(['Tomás Ferreira']);
    const third = await tell(other, 'Deploys stop at the end');
    const twin = await problemOf('Deploys stop at the end', [third.id]);
    await act(platform.triager, `/problems/${twin.id}/merge`, { into_id: problem.id, reason: 'The same.' });
    const merged = await threadOf(other, 'problem', problem.id);
    expect(merged.steps.filter((step) => step.kind === 'problem')).toHaveLength(2);
    await act(platform.triager, `/problems/${twin.id}/unmerge`, { reason: 'Not the same after all.' });
    const parted = await threadOf(other, 'problem', problem.id);
    expect(parted.steps.filter((step) => step.kind === 'problem')).toHaveLength(1);
  });

  test('names who acted, in words, oldest first', async () => {
    const signal = await tell(other, 'Say who did what');
    const problem = await problemOf('Say who did what', [signal.id]);
    const { entries } = await threadOf(other, 'problem', problem.id);
    expect(entries[0]).toMatchObject({ type: 'listen.signal_received', actor: 'Ane Solberg' });
    expect(entries.some((entry) => entry.type === 'triage.problem_opened' && entry.actor === 'Yuki Tanaka')).toBe(true);
  });
});
