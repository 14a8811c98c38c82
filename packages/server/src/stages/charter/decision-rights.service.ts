import type { AddDecisionRight, ChangeDecisionRight, DecisionRight as Shape } from '@hearback/contract/charter';
import { conflictingRights, type DecisionKind, decisionKinds, type DecisionRight } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { retirement } from './change.ts';
import { findComponents } from './components.store.ts';
import {
  decisionRightColumns,
  decisionRightOf,
  type DecisionRightRow,
  decisionRights,
  findDecisionRightRow,
  insertDecisionRight,
  listDecisionRightRows,
  updateDecisionRight,
} from './decision-rights.store.ts';
import { oneAtATime } from './locks.ts';
import { peopleWithRole, requirePeople } from './people.store.ts';
import { findTeamRow } from './teams.store.ts';
import { requireTerm } from './terms.store.ts';

type RightOut = z.input<typeof Shape>;
type ScopeIn = z.infer<typeof Shape>['scope'];

function scopeOf(scope: ScopeIn): DecisionRight['scope'] {
  return scope.kind === 'components' ? { kind: 'components', componentIds: scope.component_ids } : scope;
}

function outOf(row: DecisionRightRow): RightOut {
  const right = decisionRightOf(row);
  return {
    id: right.id,
    kinds: [...right.kinds],
    scope:
      right.scope.kind === 'components'
        ? { kind: 'components', component_ids: [...right.scope.componentIds] }
        : right.scope.kind === 'layers'
          ? { kind: 'layers', layers: [...right.scope.layers] }
          : right.scope,
    approver_role: right.approverRole,
    approver_id: right.approverId,
    deputy_ids: [...right.deputyIds],
    functions: [...right.functions],
    consulted_ids: [...right.consultedIds],
    decide_within_days: right.decideWithinDays,
    escalates_to_id: right.escalatesToId,
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

async function assertDeciders(tables: WorkspaceTables, right: DecisionRight): Promise<void> {
  await requirePeople(tables, [right.approverId], '/approver_id');
  await requirePeople(tables, right.deputyIds, '/deputy_ids');
  await requirePeople(tables, [right.escalatesToId], '/escalates_to_id');
  const approvers = new Set(await peopleWithRole(tables, 'approver'));
  const [field, missing] = approvers.has(right.approverId)
    ? (['/deputy_ids', right.deputyIds.filter((id) => !approvers.has(id))] as const)
    : (['/approver_id', [right.approverId]] as const);
  if (missing.length > 0)
    throw new Refusal('not_an_approver', 'Whoever decides needs the role approver.', {
      field,
      remedy: 'Ask an admin for the role, or name somebody who has it.',
      facts: { person_ids: missing },
    });
}

/** Consulted are people or teams; the scope names components or layers that are in use. */
async function assertNamed(tables: WorkspaceTables, right: DecisionRight): Promise<void> {
  const { scope, consultedIds } = right;
  const people: string[] = [];
  for (const id of consultedIds) if (!(await findTeamRow(tables, id))) people.push(id);
  await requirePeople(tables, people, '/consulted_ids');
  if (scope.kind === 'layers')
    for (const layer of scope.layers) await requireTerm(tables, 'layer', layer, '/scope/layers');
  if (scope.kind === 'components') {
    const known = new Set((await findComponents(tables, scope.componentIds)).map((component) => component.id));
    const missing = scope.componentIds.filter((id) => !known.has(id));
    if (missing.length > 0)
      throw new Refusal('unknown_reference', 'The scope names a component that is not here.', {
        field: '/scope/component_ids',
        remedy: 'Name components of this workspace (GET /components).',
        facts: { missing },
      });
  }
}

/** @throws Refusal `approver_ambiguous` naming the rights that would stand beside this one. */
async function assertOneApprover(tables: WorkspaceTables, right: DecisionRight): Promise<void> {
  const conflicts = conflictingRights(right, await decisionRights(tables));
  if (conflicts.length === 0) return;
  throw new Refusal('approver_ambiguous', 'For some decision this would name a second approver at the same width.', {
    field: '/scope',
    remedy: 'Take the kinds or the scope out of the other right first, or narrow this one.',
    facts: { decision_right_ids: conflicts.map((other) => other.id) },
  });
}

function kindsWithoutFallback(rights: readonly DecisionRight[]): DecisionKind[] {
  return decisionKinds.filter(
    (kind) => !rights.some((right) => right.scope.kind === 'workspace' && right.kinds.includes(kind)),
  );
}

export function createDecisionRights(journal: Journal) {
  const list = (caller: Caller, filter: { retired: boolean }) =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: (await listDecisionRightRows(tables, filter.retired)).map(outOf),
      kinds_without_fallback: kindsWithoutFallback(await decisionRights(tables)),
    }));

  const get = (caller: Caller, id: string): Promise<RightOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findDecisionRightRow(tables, id);
      if (!row) throw notFound('decision right');
      return outOf(row);
    });

  const check = async (tables: WorkspaceTables, right: DecisionRight): Promise<void> => {
    await oneAtATime(tables, 'decision rights');
    await assertDeciders(tables, right);
    await assertNamed(tables, right);
    await assertOneApprover(tables, right);
  };

  const add = (caller: Caller, input: z.infer<typeof AddDecisionRight>): Promise<RightOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      const right: DecisionRight = {
        id: newId(),
        kinds: [...new Set(input.kinds)],
        scope: scopeOf(input.scope),
        approverRole: input.approver_role,
        approverId: input.approver_id,
        deputyIds: [...new Set(input.deputy_ids)],
        functions: [...new Set(input.functions)],
        consultedIds: [...new Set(input.consulted_ids)],
        decideWithinDays: input.decide_within_days,
        escalatesToId: input.escalates_to_id,
      };
      await check(tables, right);
      const row = await insertDecisionRight(tables, { id: right.id, ...decisionRightColumns(right) });
      record({
        type: 'charter.decision_right_added',
        subject: { kind: 'decision_right', id: right.id },
        data: { kinds: right.kinds, scope: right.scope, approver_id: right.approverId },
      });
      return outOf(row);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeDecisionRight>,
  ): Promise<RightOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const before = await findDecisionRightRow(tables, id, 'to change');
      if (!before) throw notFound('decision right');
      assertVersion(before.version, version);
      const old = decisionRightOf(before);
      const right: DecisionRight = {
        id,
        kinds: [...new Set(input.kinds ?? old.kinds)],
        scope: input.scope ? scopeOf(input.scope) : old.scope,
        approverRole: input.approver_role ?? old.approverRole,
        approverId: input.approver_id ?? old.approverId,
        deputyIds: [...new Set(input.deputy_ids ?? old.deputyIds)],
        functions: [...new Set(input.functions ?? old.functions)],
        consultedIds: [...new Set(input.consulted_ids ?? old.consultedIds)],
        decideWithinDays: input.decide_within_days ?? old.decideWithinDays,
        escalatesToId: input.escalates_to_id ?? old.escalatesToId,
      };
      const isRetired = input.retired ?? before.retired_at !== null;
      if (!isRetired) await check(tables, right);
      const row = await updateDecisionRight(tables, id, {
        ...decisionRightColumns(right),
        ...retirement(input.retired, now),
      });
      record({
        type: 'charter.decision_right_changed',
        subject: { kind: 'decision_right', id },
        data: {
          before: { kinds: old.kinds, scope: old.scope, approver_id: old.approverId },
          after: { kinds: right.kinds, scope: right.scope, approver_id: right.approverId, retired: isRetired },
        },
      });
      return outOf(row);
    });

  return { list, get, add, change };
}
