import { expect, test } from 'vitest';
import { concernTransition } from './concern-states.ts';
import { decideTransition } from './decision-states.ts';

const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test.each(['answer', 'fix', 'urgent'] as const)('a decision in the %s lane may be made at once', (lane) => {
  expect(decideTransition('draft', 'made', lane)).toBe('made');
});

test.each(['standard', 'significant'] as const)('a decision in the %s lane is open for comment first', (lane) => {
  expect(codeOf(() => decideTransition('draft', 'made', lane))).toBe('illegal_transition');
  expect(decideTransition('draft', 'commenting', lane)).toBe('commenting');
  expect(decideTransition('commenting', 'made', lane)).toBe('made');
});

test('a made decision is never cancelled, only superseded', () => {
  expect(codeOf(() => decideTransition('made', 'cancelled', 'fix'))).toBe('illegal_transition');
  expect(decideTransition('made', 'superseded', 'fix')).toBe('superseded');
});

test('only the raiser says a concern is settled, and only the approver overrides it, with a reason', () => {
  const other = { isRaiser: false, isApprover: false };
  const raiser = { isRaiser: true, isApprover: false };
  const approver = { isRaiser: false, isApprover: true };
  expect(concernTransition('open', 'answered', other)).toBe('answered');
  expect(codeOf(() => concernTransition('answered', 'resolved', other))).toBe('only_the_raiser');
  expect(codeOf(() => concernTransition('answered', 'resolved', approver))).toBe('only_the_raiser');
  expect(concernTransition('answered', 'resolved', raiser)).toBe('resolved');
  expect(codeOf(() => concernTransition('open', 'overridden', raiser, 'because'))).toBe('only_the_approver');
  expect(codeOf(() => concernTransition('open', 'overridden', approver, '  '))).toBe('reason_missing');
  expect(concernTransition('open', 'overridden', approver, 'the risk is accepted until May')).toBe('overridden');
});
