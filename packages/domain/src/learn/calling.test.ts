import { expect, test } from 'vitest';
import { calledForBy, clockCalls, turnWords } from './index.ts';

test('a rollback, a refuted outcome and a missed clock call for a retrospective; success does not', () => {
  expect(calledForBy('deliver.change_moved', { to: 'rolled_back' })).toBe('rolled_back');
  expect(calledForBy('deliver.rollout_moved', { to: 'rolled_back' })).toBeUndefined();
  expect(calledForBy('deliver.change_moved', { to: 'released' })).toBeUndefined();
  expect(calledForBy('verify.outcome_moved', { to: 'not_met' })).toBe('outcome_not_met');
  expect(calledForBy('verify.outcome_moved', { to: 'cant_tell' })).toBeUndefined();
  expect(calledForBy('triage.clock_breached', { enforced: true })).toBe('clock_missed');
  expect(calledForBy('triage.clock_breached', { enforced: false })).toBeUndefined();
  expect(['critical', 'major', 'minor', 'trivial', null].filter(clockCalls)).toEqual(['critical', 'major']);
});

test('a turn says what moved where, in plain words', () => {
  expect(turnWords('deliver.change_moved', { from: 'releasing', to: 'rolled_back' })).toBe(
    'change moved: releasing → rolled back',
  );
  expect(turnWords('verify.help_asked', {})).toBe('help asked');
});
