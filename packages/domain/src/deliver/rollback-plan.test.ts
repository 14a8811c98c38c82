import { expect, test } from 'vitest';
import { defaultRollbackPlan, requireRollbackPlan, type RollbackPlan } from './rollback-plan.ts';

const plan: RollbackPlan = { how: 'Point the router back.', trigger: 'Errors above 1 %', responsibleId: 'ada' };
const written = new Date('2025-06-01');
const codeOf = (...given: Parameters<typeof requireRollbackPlan>) => {
  try {
    requireRollbackPlan(...given);
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('a fix reverts by default; urgent needs a plan; significant needs one that was rehearsed as it stands', () => {
  expect(codeOf('fix', undefined, undefined)).toBe('ok');
  expect(codeOf('standard', undefined, undefined)).toBe('ok');
  expect(codeOf('urgent', undefined, undefined)).toBe('rollback_plan_missing');
  expect(codeOf('urgent', plan, written)).toBe('ok');
  expect(codeOf('urgent', defaultRollbackPlan('ada'), written)).toBe('ok');
  expect(codeOf('significant', plan, written)).toBe('rollback_not_rehearsed');
  expect(codeOf('significant', { ...plan, lastRehearsedAt: new Date('2025-05-01') }, written)).toBe(
    'rollback_not_rehearsed',
  );
  expect(codeOf('significant', { ...plan, lastRehearsedAt: new Date('2025-06-02') }, written)).toBe('ok');
  expect(codeOf('urgent', { ...plan, trigger: ' ' }, written)).toBe('rollback_plan_incomplete');
});
