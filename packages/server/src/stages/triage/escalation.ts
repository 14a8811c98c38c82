import { approverFor, type DecisionRight } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { contactsOf, decisionRights } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import type { ClockRow } from './clocks.ts';
import { findProblems } from './moves.ts';

/**
 * Whom a breached clock goes to: the person whom the decision right for what it is about names. Undefined where no right
 * covers it, and where they could not be told, because it is restricted to others or they have left.
 */
export async function escalatesTo(tables: WorkspaceTables, clock: ClockRow): Promise<string | undefined> {
  const find = clock.subject_kind === 'signal' ? findSignals : findProblems;
  const [subject] = await find(tables, [clock.subject_id]);
  if (!subject) return undefined;
  const { componentIds, layerKey } = subject;
  const right = rightFor({ componentIds, layers: layerKey === null ? [] : [layerKey] }, await decisionRights(tables));
  if (!right) return undefined;
  const [reachable] = await contactsOf(tables, [right.escalatesToId], clock.audience_id);
  return reachable?.id;
}

/** What will be decided is open yet; to accept a proposal is the decision with most at stake. */
function rightFor(
  scope: { componentIds: readonly string[]; layers: readonly string[] },
  rights: readonly DecisionRight[],
): DecisionRight | undefined {
  try {
    return approverFor('accept', scope, rights);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
