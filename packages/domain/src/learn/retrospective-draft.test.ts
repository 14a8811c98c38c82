import { expect, test } from 'vitest';
import {
  blamingWords,
  draftRetrospective,
  numberWords,
  retrospectiveMarkdown,
  type RetrospectiveFacts,
  withoutReferences,
} from './index.ts';

const at = (hour: number): number => Date.UTC(2026, 9, 5, hour);
const facts: RetrospectiveFacts = {
  subject: { reference: 'R-12', title: 'Warm images' },
  cause: 'rolled_back',
  turns: [
    { at: at(11), type: 'deliver.rolled_back', reference: 'R-12', words: 'Rolled back at 25 %' },
    { at: at(9), type: 'deliver.started', reference: 'R-12', words: 'Rollout started' },
  ],
  decisions: [{ reference: 'D-61', title: 'Keep warm images', because: 'it can be undone by one flag', at: at(1) }],
  numbers: [{ reference: 'R-12', words: 'disk evictions 3 → 19 a day (limit 4)' }],
  quotes: [{ reference: 'S-1042', text: 'My job was evicted\ntwice.' }],
  people: 1,
  teams: 1,
};

test('a draft tells what happened in order, and asks for causes instead of naming anybody', () => {
  const draft = draftRetrospective(facts);
  expect(draft.timeline.map((turn) => turn.words)).toEqual(['Rollout started', 'Rolled back at 25 %']);
  expect(draft.durationMs).toBe(2 * 3_600_000);
  expect(draft.summary).toBe('We look back because the rollout was taken back. It touched 1 person in 1 team.');
  expect(draft.prompts.map((prompt) => prompt.name)).toEqual(
    expect.arrayContaining(['rollback', 'contributing_causes', 'detection', 'lucky', 'actions']),
  );
  expect(draft.prompts.flatMap((prompt) => blamingWords(prompt.question))).toEqual([]);
});

test('as Markdown it can be read without the tool, and leaves out what there is nothing to say about', () => {
  const text = retrospectiveMarkdown(draftRetrospective({ ...facts, numbers: [] }));
  expect(text).toContain('- 2026-10-05 09:00 · R-12 · Rollout started\n- 2026-10-05 11:00');
  expect(text).toContain('> My job was evicted\n> twice.\n>\n> S-1042');
  expect(text).toContain('## Contributing causes\n\n*What came together');
  expect(text).not.toContain('## Numbers');
});

test('what it took from a record that was restricted since is left out, and the rest stays', () => {
  const text = `${retrospectiveMarkdown(draftRetrospective(facts))}\n- We saw it late.\n`;
  const shown = withoutReferences(text, new Set(['S-1042', 'D-61', 'R-12']));
  for (const gone of ['evicted', 'it can be undone', 'Rolled back at', 'disk evictions'])
    expect(shown).not.toContain(gone);
  expect(shown).toContain('- We saw it late.');
  expect(withoutReferences(text, new Set(['S-104']))).toBe(text);
});

test('a number says what was measured, and what was never measured', () => {
  const wait = { metric: 'median wait', unit: 'min', target: 6, state: 'not_met' };
  const answered = { asked: 4, yes: 1, partly: 1, no: 0 };
  expect(numberWords({ ...wait, kind: 'metric', before: 11.8333, after: 9.2 })).toBe(
    'median wait 11.83 → 9.2 min (target 6): not met',
  );
  expect(numberWords({ ...wait, kind: 'metric', before: null, after: null, state: 'cant_tell' })).toBe(
    'median wait: no numbers to compare (target 6 min): can’t tell',
  );
  expect(numberWords({ kind: 'reporters', metric: 'it helped', state: 'pending', answered })).toBe(
    'it helped: of 4 asked, 1 said yes, 1 partly, 0 no: pending',
  );
});

test('a thread without turns still gives a draft', () => {
  expect(draftRetrospective({ ...facts, turns: [] }).durationMs).toBeUndefined();
});

test('wording that blames is pointed at, with a better question', () => {
  const text = 'Human error: Kim failed to check, and should have noticed. It was obvious.';
  const found = blamingWords(text);
  expect(found.map((one) => one.words)).toEqual(['Human error', 'failed to check', 'should have noticed', 'obvious']);
  for (const one of found) {
    expect(text.slice(one.start, one.end)).toBe(one.words);
    expect(one.hint.length).toBeGreaterThan(10);
  }
});

test('plain reports of failure are not blame', () => {
  const plain = [
    'The deploy failed at 09:12 and was retried.',
    'The pod failed to start.',
    'The error page has no request id.',
    'Nobody saw the alarm because it went to a closed channel.',
    'The default timeout is 30 s.',
  ];
  expect(plain.flatMap((text) => blamingWords(text))).toEqual([]);
});
