import { expect, test } from 'vitest';
import { defaultVocabulary } from '../charter/index.ts';
import { changeStates, changeTransitions, rolloutStates, rolloutTransitions } from '../deliver/index.ts';
import { lessonStates, lessonTransitions, retrospectiveStates, retrospectiveTransitions } from '../learn/index.ts';
import { signalStates, signalTransitions } from '../listen/index.ts';
import { workItemStates, workItemTransitions } from '../plan/index.ts';
import {
  concernStates,
  concernTransitions,
  decisionStates,
  decisionTransitions,
  proposalStates,
  proposalTransitions,
} from '../prioritize/index.ts';
import { allows } from '../record/index.ts';
import { problemStates, problemTransitions } from '../triage/index.ts';
import { outcomeStates, outcomeTransitions } from '../verify/index.ts';

const published = ['in review → published', 'draft → in review', 'published → superseded, retired'];

/** The product's sentences about states, without their remarks; the tables have to say the same. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  signal: [
    'received → attached, answered, rejected, waiting',
    'waiting → received, closed',
    'attached, answered, rejected, closed → received',
  ],
  problem: [
    'open → waiting, proposed, fixing, answered, deferred, declined',
    'waiting → open, closed',
    'proposed → open, fixing, deferred, declined',
    'fixing → open, shipped',
    'shipped → helped, open',
    'answered, deferred, declined, closed, helped → open',
  ],
  proposal: ['draft → open, withdrawn', 'open → accepted, deferred, declined, withdrawn', 'deferred → open'],
  decision: ['draft → commenting, made, cancelled', 'commenting → made, cancelled', 'made → superseded'],
  concern: ['open → answered, withdrawn, overridden', 'answered → resolved, open, overridden'],
  'work item': [
    'planned → in progress, cancelled',
    'in progress → planned, blocked, completed, cancelled',
    'blocked → in progress, cancelled',
    'completed → in progress',
  ],
  change: ['planned → releasing, abandoned', 'releasing → released, rolled back', 'rolled back → planned, abandoned'],
  rollout: ['waiting → running, cancelled', 'running → held, rolled back, finished', 'held → running, rolled back'],
  outcome: ["pending → met, not met, can't tell", "can't tell → pending"],
  retrospective: published,
  lesson: published,
};

const tables: Readonly<
  Record<string, { states: readonly string[]; table: Readonly<Record<string, readonly string[]>> }>
> = {
  signal: { states: signalStates, table: signalTransitions },
  problem: { states: problemStates, table: problemTransitions },
  proposal: { states: proposalStates, table: proposalTransitions },
  decision: { states: decisionStates, table: decisionTransitions },
  concern: { states: concernStates, table: concernTransitions },
  'work item': { states: workItemStates, table: workItemTransitions },
  change: { states: changeStates, table: changeTransitions },
  rollout: { states: rolloutStates, table: rolloutTransitions },
  outcome: { states: outcomeStates, table: outcomeTransitions },
  retrospective: { states: retrospectiveStates, table: retrospectiveTransitions },
  lesson: { states: lessonStates, table: lessonTransitions },
};

const spelled = (words: string) => words.trim().replace(/'/g, '').replace(/ /g, '_');

/** `a, b → c, d` as the four pairs it means. */
function pairs(lines: readonly string[]): Set<string> {
  return new Set(
    lines.flatMap((line) => {
      const [from = '', to = ''] = line.split('→');
      return from.split(',').flatMap((a) => to.split(',').map((b) => `${spelled(a)} → ${spelled(b)}`));
    }),
  );
}

test.each(Object.keys(sentences))('a %s moves exactly as the product page says, and in no other way', (record) => {
  const { states, table } = tables[record]!;
  const allowed = states.flatMap((from) =>
    states.filter((to) => allows(table, from, to)).map((to) => `${from} → ${to}`),
  );
  expect(new Set(allowed)).toEqual(pairs(sentences[record]!));
  expect(new Set(states)).toEqual(new Set(Object.keys(table)));
});

test('every state is a word of the vocabulary, with what it means, and no status is of nothing', () => {
  const states = new Set(Object.values(tables).flatMap(({ states: all }) => all));
  expect(new Set(defaultVocabulary.status.map(({ key }) => key))).toEqual(states);
});
