import type { Handover, Leave, Left } from '@hearback/contract/charter';
import type { z } from 'zod';
import type { Caller, Tokens } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { listMaintainers } from './components.store.ts';
import { decisionRights } from './decision-rights.store.ts';
import { assertHere, assertNotLast, personOf } from './people.service.ts';
import { findPersonRow, updatePerson } from './people.store.ts';
import type { HeldRecords } from './ports.ts';
import { listMemberRows } from './teams.store.ts';

type HandoverOut = z.input<typeof Handover>;

async function teamsHeld(tables: WorkspaceTables, personId: string): Promise<HandoverOut['teams']> {
  const mine = await tables
    .selectFrom('charter.team_members as m')
    .innerJoin('charter.teams as t', 't.id', 'm.team_id')
    .select(['t.id', 't.name', 'm.part'])
    .where('m.person_id', '=', personId)
    .where('t.retired_at', 'is', null)
    .orderBy('t.name')
    .execute();
  const members = await listMemberRows(
    tables,
    mine.map((team) => team.id),
  );
  return mine.map(({ id, name, part }) => ({
    id,
    name,
    part: part as HandoverOut['teams'][number]['part'],
    only_lead:
      part !== 'member' &&
      !members.some(
        (other) => other.team_id === id && other.person_id !== personId && other.part !== 'member' && other.claimed,
      ),
  }));
}

async function componentsHeld(tables: WorkspaceTables, personId: string): Promise<HandoverOut['components']> {
  const mine = await tables
    .selectFrom('charter.component_maintainers as m')
    .innerJoin('charter.components as c', 'c.id', 'm.component_id')
    .select(['c.id', 'c.name'])
    .where('m.person_id', '=', personId)
    .where('c.retired_at', 'is', null)
    .orderBy('c.key')
    .execute();
  const maintainers = await listMaintainers(
    tables,
    mine.map((component) => component.id),
  );
  return mine.map(({ id, name }) => ({
    id,
    name,
    only_maintainer: maintainers.filter((link) => link.component_id === id).length === 1,
  }));
}

async function rightsHeld(tables: WorkspaceTables, personId: string): Promise<HandoverOut['decision_rights']> {
  return (await decisionRights(tables)).flatMap((right) => {
    const parts = [
      right.approverId === personId ? ('approver' as const) : undefined,
      right.deputyIds.includes(personId) ? ('deputy' as const) : undefined,
      right.consultedIds.includes(personId) ? ('consulted' as const) : undefined,
      right.escalatesToId === personId ? ('escalation' as const) : undefined,
    ];
    return parts.flatMap((part) => (part ? [{ id: right.id, approver_role: right.approverRole, part }] : []));
  });
}

export function createLeaving(options: {
  journal: Journal;
  tokens: Tokens;
  heldRecords: HeldRecords;
  onStandingChanged: () => void;
}) {
  const { journal, tokens, heldRecords, onStandingChanged } = options;

  const handoverOf = async (tables: WorkspaceTables, personId: string): Promise<HandoverOut> => {
    return {
      teams: await teamsHeld(tables, personId),
      components: await componentsHeld(tables, personId),
      decision_rights: await rightsHeld(tables, personId),
      records: [...(await heldRecords(tables, personId))],
    };
  };

  const handover = (caller: Caller, id: string): Promise<HandoverOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      caller.require('charter.people');
      if (!(await findPersonRow(tables, id))) throw notFound('person');
      return handoverOf(tables, id);
    });

  /** Their places stay until somebody took them over; whatever they could sign in with ends now. */
  const leave = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof Leave>,
  ): Promise<z.input<typeof Left>> => {
    const left = await journal.write(caller, async (writing) => {
      const { tables, now, record } = writing;
      caller.require('charter.people');
      const person = await findPersonRow(tables, id, 'to change');
      if (!person) throw notFound('person');
      assertVersion(person.version, version);
      assertHere(person);
      await assertNotLast(writing, person, []);
      const toHandOver = await handoverOf(tables, id);
      const row = await updatePerson(tables, id, { left_at: now, left_why: input.reason });
      record({
        type: 'charter.person_left',
        subject: { kind: 'person', id },
        data: {
          teams: toHandOver.teams.length,
          components: toHandOver.components.length,
          decision_rights: toHandOver.decision_rights.length,
          records: toHandOver.records.length,
        },
      });
      return { person: await personOf(tables, caller, row), handover: toHandOver, version: row.version };
    });
    onStandingChanged();
    return { ...left, tokens_ended: await tokens.endAllOf(caller.workspaceId, id) };
  };

  return { handover, leave };
}
