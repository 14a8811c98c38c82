import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFeedbackRow, saidOn, takeToken, titleLength, titleOf } from './index.ts';

test('a row of a survey is read with its respondent, its day and what stood around it', () => {
  const row = {
    id: 'otel:1',
    source: 'otel',
    survey: 'docs.csv',
    row: 2,
    column: 0,
    question: 'What is missing?',
    text: ' More examples. ',
    submitted: '2024/05/02 7:25:09 AM AST',
  };
  expect(readFeedbackRow(row)).toEqual({
    kind: 'row',
    row: {
      sourceId: 'otel:1',
      text: 'More examples.',
      respondentKey: 'survey docs.csv row 2',
      saidOn: '2024-05-02',
      context: {
        source: 'otel',
        survey: 'docs.csv',
        question: 'What is missing?',
        row: 2,
        column: 0,
        submitted: '2024/05/02 7:25:09 AM AST',
      },
    },
  });
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'The row is not a JSON object.'],
  ['a list', [1], 'The row is not a JSON object.'],
  ['a text', 'words', 'The row is not a JSON object.'],
  ['no id', { text: 'words' }, 'The row has no id that is a text of 1 to 300 characters.'],
  ['a number as id', { id: 7, text: 'words' }, 'The row has no id that is a text of 1 to 300 characters.'],
  [
    'an id that is inherited',
    Object.create({ id: 'a', text: 'b' }),
    'The row has no id that is a text of 1 to 300 characters.',
  ],
  ['no text', { id: 'a' }, 'The row has no text.'],
  ['a list as text', { id: 'a', text: ['words'] }, 'The row has no text.'],
  ['blank text', { id: 'a', text: ' \n\t ' }, 'The text is empty.'],
  ['a NUL', { id: 'a', text: 'a\0b' }, 'The text holds a NUL character, which cannot be stored.'],
  ['too much', { id: 'a', text: 'x'.repeat(20_001) }, 'The text is longer than 20000 characters.'],
])('a row that is %s is rejected with its reason', (_what, row, reason) => {
  expect(readFeedbackRow(row)).toMatchObject({ kind: 'broken', reason });
});

test('whatever JSON a row is, reading it never throws and what it lets through can be stored', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({ id: fc.jsonValue(), text: fc.jsonValue(), survey: fc.jsonValue(), submitted: fc.jsonValue() }),
    fc.record({ id: fc.string({ minLength: 1, unit: 'binary' }), text: fc.string({ unit: 'binary' }) }),
  );
  fc.assert(
    fc.property(anything, (value) => {
      const reading = readFeedbackRow(value);
      if (reading.kind === 'broken') return;
      expect(JSON.stringify(reading.row)).not.toContain('\\u0000');
      expect(reading.row.text.isWellFormed()).toBe(true);
      expect(titleOf(reading.row.text)).not.toBe('');
    }),
  );
});

test('the day somebody answered is kept where the stamp can be read one way only', () => {
  expect(saidOn('2024/05/02 7:25:09 AM AST')).toBe('2024-05-02');
  expect(saidOn('12/13/2024 9:12:35')).toBe('2024-12-13');
  expect(saidOn('13/12/2024 9:12:35')).toBe('2024-12-13');
  expect(saidOn('4/4/2024')).toBe('2024-04-04');
  expect(saidOn('2024-05-02T07:25:09Z')).toBe('2024-05-02');
  for (const unknown of ['3/4/2024 8:00:00', '2024/02/30 1:00:00 AM', '13/13/2024', 'yesterday', '', '1715000000'])
    expect(saidOn(unknown)).toBeUndefined();
});

test('a title is the first sentence, whole words, and never empty or too long', () => {
  expect(titleOf('Builds wait for a runner. It happens daily.')).toBe('Builds wait for a runner.');
  expect(titleOf('Hi! Builds wait for a runner every day.')).toBe('Hi! Builds wait for a runner every day.');
  expect(titleOf('No.')).toBe('No.');
  expect(titleOf('  spread\n over\tlines  ')).toBe('spread over lines');
  expect(titleOf(`${'word '.repeat(40)}end`)).toBe(`${'word '.repeat(23).trim()}…`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), (text) => {
      const title = titleOf(text.toWellFormed());
      expect(title.length).toBeLessThanOrEqual(titleLength);
      expect(title === '').toBe(text.trim() === '');
      expect(title.isWellFormed()).toBe(true);
    }),
  );
});

test('a credential may submit a burst at once and then its pace, and nobody gains by a clock that goes backwards', () => {
  const limit = { burst: 3, perMinute: 60 };
  const start = new Date('2026-11-16T09:00:00Z');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 60 }), (steps) => {
      let bucket: Parameters<typeof takeToken>[0];
      let at = start.getTime();
      let forwardMs = 0;
      let allowed = 0;
      for (const step of steps) {
        at += step;
        forwardMs += Math.max(0, step);
        const reading = takeToken(bucket, limit, new Date(at));
        bucket = reading.bucket;
        if (reading.isAllowed) allowed += 1;
        else expect(reading.waitSeconds).toBeGreaterThanOrEqual(1);
      }
      expect(allowed).toBeLessThanOrEqual(limit.burst + forwardMs / 1_000 + 1e-9);
    }),
  );
  const dry = takeToken({ tokens: 0, at: start }, limit, start);
  expect(dry).toMatchObject({ isAllowed: false, remaining: 0, waitSeconds: 1 });
  expect(takeToken(dry.bucket, limit, new Date(start.getTime() + 1_000)).isAllowed).toBe(true);
});
