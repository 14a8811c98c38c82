import { Refusal } from '../record/index.ts';
import type { AssessorFunction } from './roles.ts';

/** What can be decided. */
export type DecisionKind = 'answer' | 'fix' | 'accept' | 'defer' | 'decline';

/** Every kind of decision. */
export const decisionKinds: readonly DecisionKind[] = ['answer', 'fix', 'accept', 'defer', 'decline'];

/** Where a decision right holds: these components, these layers, or the whole workspace. */
export type DecisionRightScope =
  | { readonly kind: 'components'; readonly componentIds: readonly string[] }
  | { readonly kind: 'layers'; readonly layers: readonly string[] }
  | { readonly kind: 'workspace' };

/** Who decides what, where, and how: one row of the charter. */
export type DecisionRight = {
  readonly id: string;
  readonly kinds: readonly DecisionKind[];
  readonly scope: DecisionRightScope;
  /** What the approver is called here, for example "head of platform". */
  readonly approverRole: string;
  readonly approverId: string;
  /** People who may decide in the approver's place. */
  readonly deputyIds: readonly string[];
  readonly functions: readonly AssessorFunction[];
  /** People or teams who are asked, without a veto. */
  readonly consultedIds: readonly string[];
  /** How long the approver has, in business days. */
  readonly decideWithinDays: number;
  /** The person whom it goes to after that. */
  readonly escalatesToId: string;
};

/** What a decision is about. */
export type DecisionScope = { readonly componentIds: readonly string[]; readonly layers: readonly string[] };

const specificity = { components: 2, layers: 1, workspace: 0 } as const;

/**
 * The one decision right that applies. The narrowest scope that covers *everything* the decision touches wins: components
 * before layers before the workspace, so a decision over two teams' components climbs to whoever decides for both.
 * @throws Refusal `approver_missing` when nothing covers it, `approver_ambiguous` when two do at the same width
 */
export function approverFor(kind: DecisionKind, scope: DecisionScope, rights: readonly DecisionRight[]): DecisionRight {
  const covering = rights.filter((right) => right.kinds.includes(kind) && covers(right.scope, scope));
  const narrowest = Math.max(...covering.map((right) => specificity[right.scope.kind]));
  const [right, ...others] = covering.filter((candidate) => specificity[candidate.scope.kind] === narrowest);
  if (!right) {
    throw new Refusal('approver_missing', `Nobody has the right to decide this (${kind}).`, {
      remedy: 'Ask a steward to add a decision right for it, at least one for the whole workspace.',
      facts: { kind, ...scope },
    });
  }
  if (others.length > 0) {
    throw new Refusal(
      'approver_ambiguous',
      `${others.length + 1} decision rights name an approver for this (${kind}).`,
      {
        remedy: 'Ask a steward to leave exactly one of them.',
        facts: { kind, rightIds: [right, ...others].map(({ id }) => id) },
      },
    );
  }
  return right;
}

/** Whether the person decides under this right, as approver or deputy. */
export function mayDecide(right: DecisionRight, personId: string): boolean {
  return right.approverId === personId || right.deputyIds.includes(personId);
}

/**
 * The rights that would name a second approver beside `right` for some decision: they share a kind and, at the same width,
 * at least one component or layer. A steward may not add `right` while there is one. `right` itself, by id, is left out.
 */
export function conflictingRights(right: DecisionRight, rights: readonly DecisionRight[]): readonly DecisionRight[] {
  return rights.filter(
    (other) =>
      other.id !== right.id &&
      other.kinds.some((kind) => right.kinds.includes(kind)) &&
      meets(other.scope, right.scope),
  );
}

function meets(a: DecisionRightScope, b: DecisionRightScope): boolean {
  if (a.kind === 'components' && b.kind === 'components')
    return a.componentIds.some((id) => b.componentIds.includes(id));
  if (a.kind === 'layers' && b.kind === 'layers') return a.layers.some((layer) => b.layers.includes(layer));
  return a.kind === 'workspace' && b.kind === 'workspace';
}

function covers(right: DecisionRightScope, scope: DecisionScope): boolean {
  switch (right.kind) {
    case 'components':
      return scope.componentIds.length > 0 && scope.componentIds.every((id) => right.componentIds.includes(id));
    case 'layers':
      return scope.layers.length > 0 && scope.layers.every((layer) => right.layers.includes(layer));
    case 'workspace':
      return true;
  }
}
