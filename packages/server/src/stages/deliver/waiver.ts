import { approverFor, type DecisionKind, type DecisionRight, mayDecide } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { decisionRights, findComponents } from '../charter/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import type { ChangeTies } from './changes.store.ts';

/**
 * Whether decision rights name this person, as approver or deputy, for every decision that the change carries out: whoever
 * decides it may do without the notice. Where nobody is named, nobody may.
 */
export async function decidesOn(tables: WorkspaceTables, ties: ChangeTies, personId: string): Promise<boolean> {
  const components = await findComponents(tables, ties.componentIds);
  const scope = {
    componentIds: ties.componentIds,
    layers: [...new Set(components.flatMap(({ layerKey }) => layerKey ?? []))],
  };
  const rights = await decisionRights(tables);
  const kinds = new Set((await findDecisions(tables, ties.decisionIds)).map((decision) => decision.kind));
  return kinds.size > 0 && [...kinds].every((kind) => isNamed(rightIfAny(kind, scope, rights), personId));
}

function isNamed(right: DecisionRight | undefined, personId: string): boolean {
  return right !== undefined && mayDecide(right, personId);
}

function rightIfAny(
  kind: DecisionKind,
  scope: Parameters<typeof approverFor>[1],
  rights: readonly DecisionRight[],
): DecisionRight | undefined {
  try {
    return approverFor(kind, scope, rights);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
