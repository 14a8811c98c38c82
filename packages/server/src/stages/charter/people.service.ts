import type { AddPerson, ChangeMe, ChangePerson, Me, Person, PersonFilter } from '@hearback/contract/charter';
import { type AssessorFunction, mightGrant, permissions, type Role, roles as allRoles } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { present } from './change.ts';
import { decisionRights } from './decision-rights.store.ts';
import { oneAtATime } from './locks.ts';
import {
  findPersonRow,
  findUnclaimed,
  insertPerson,
  listPersonRows,
  listPlaces,
  othersWithRole,
  type PersonRow,
  updatePerson,
} from './people.store.ts';
import { listWorkspaces } from './workspace.service.ts';

export type PersonOut = z.input<typeof Person>;

/** Rows as the API shows them: addresses are for admins and for the person. */
async function peopleOf(tables: WorkspaceTables, caller: Caller, rows: readonly PersonRow[]): Promise<PersonOut[]> {
  const places = await listPlaces(
    tables,
    rows.map((row) => row.id),
  );
  const seesAddresses = caller.may('charter.people');
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    handle: row.handle,
    email: seesAddresses || row.id === caller.personId ? row.email : null,
    roles: row.roles as Role[],
    functions: row.assessor_functions as AssessorFunction[],
    service: row.service,
    claimed: row.claimed,
    team_ids: places.teams.filter((place) => place.person_id === row.id).map((place) => place.team_id),
    component_ids: places.components.filter((place) => place.person_id === row.id).map((place) => place.component_id),
    left_at: row.left_at?.toISOString() ?? null,
    left_why: seesAddresses ? row.left_why : null,
    version: row.version,
  }));
}

export async function personOf(tables: WorkspaceTables, caller: Caller, row: PersonRow): Promise<PersonOut> {
  const [person] = await peopleOf(tables, caller, [row]);
  if (!person) throw notFound('person');
  return person;
}

/** Each role once, in the order of the "may" table; everybody is a reporter. */
function normalized(roles: readonly Role[]): Role[] {
  return allRoles.filter((role) => role === 'reporter' || roles.includes(role));
}

function assertFunctions(roles: readonly Role[], functions: readonly AssessorFunction[]): void {
  const assesses = roles.includes('assessor');
  if (assesses === functions.length > 0) return;
  throw new Refusal(
    'functions_without_role',
    assesses ? 'An assessor assesses for at least one function.' : 'Only an assessor has functions.',
    {
      field: '/functions',
      remedy: assesses ? 'Name the functions.' : 'Add the role assessor, or leave the functions out.',
    },
  );
}

/** @throws Refusal `last_of_role` when nobody else who can sign in would be admin, or steward. */
export async function assertNotLast(
  { tables }: Pick<Writing, 'tables'>,
  person: PersonRow,
  keeps: readonly Role[],
): Promise<void> {
  for (const role of ['admin', 'steward'] as const) {
    if (!person.roles.includes(role) || keeps.includes(role)) continue;
    await oneAtATime(tables, 'last of a role');
    if (person.service || !person.claimed || (await othersWithRole(tables, role, person.id)) > 0) continue;
    throw new Refusal('last_of_role', `Nobody else is ${role}.`, {
      remedy: `Make somebody else ${role} first.`,
      facts: { role },
    });
  }
}

async function assertDecidesNothing(tables: WorkspaceTables, person: PersonRow): Promise<void> {
  const held = (await decisionRights(tables)).filter(
    (right) => right.approverId === person.id || right.deputyIds.includes(person.id),
  );
  if (held.length === 0) return;
  throw new Refusal('holds_decision_rights', 'Decision rights name this person as approver or deputy.', {
    field: '/roles',
    remedy: 'Name somebody else in these decision rights first.',
    facts: { decision_right_ids: held.map((right) => right.id) },
  });
}

export function createPeople(pool: Pool, journal: Journal, onStandingChanged: () => void) {
  const list = (caller: Caller, filter: z.infer<typeof PersonFilter>) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const place = decodeCursor(filter.cursor, ['text', 'id']);
      const after = place && { name: place[0], id: place[1] };
      const rows = await listPersonRows(tables, filter, after);
      const page = pageFrom(
        rows,
        filter.limit,
        (row) => [row.name, row.id],
        (row) => row,
      );
      return { items: await peopleOf(tables, caller, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<PersonOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findPersonRow(tables, id);
      if (!row) throw notFound('person');
      return personOf(tables, caller, row);
    });

  /** Adds a person; whom an import named by this handle is who has come now, and keeps their places. */
  const add = (caller: Caller, input: z.infer<typeof AddPerson>): Promise<PersonOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.people');
      const { functions, ...fields } = input;
      const roles = normalized(input.roles);
      assertFunctions(roles, functions);
      const values = { ...fields, roles, assessor_functions: functions };
      const named = input.handle ? await findUnclaimed(tables, input.handle) : undefined;
      const row = named
        ? await updatePerson(tables, named.id, { ...values, claimed: true })
        : await insertPerson(tables, { ...values, id: newId() });
      record({
        type: named ? 'charter.person_changed' : 'charter.person_added',
        subject: { kind: 'person', id: row.id },
        data: { roles, functions, service: row.service, ...(named ? { claimed: true } : {}) },
      });
      return personOf(tables, caller, row);
    });

  const change = async (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangePerson>,
  ): Promise<PersonOut> => {
    const changed = await journal.write(caller, async (writing) => {
      const { tables, record } = writing;
      caller.require('charter.people');
      const before = await findPersonRow(tables, id, 'to change');
      if (!before) throw notFound('person');
      assertVersion(before.version, version);
      assertHere(before);
      const { roles: asked, functions: askedFunctions, ...fields } = input;
      const roles = asked ? normalized(asked) : (before.roles as Role[]);
      const kept = roles.includes('assessor') ? (before.assessor_functions as AssessorFunction[]) : [];
      const functions = askedFunctions ?? kept;
      if (asked || askedFunctions) assertFunctions(roles, functions);
      await assertNotLast(writing, before, roles);
      if (before.roles.includes('approver') && !roles.includes('approver')) {
        await oneAtATime(tables, 'decision rights');
        await assertDecidesNothing(tables, before);
      }
      const row = await updatePerson(tables, id, { ...present(fields), roles, assessor_functions: [...functions] });
      record({
        type: 'charter.person_changed',
        subject: { kind: 'person', id },
        data: {
          fields: Object.keys(input),
          before: { roles: before.roles, functions: before.assessor_functions },
          after: { roles, functions },
        },
      });
      return personOf(tables, caller, row);
    });
    onStandingChanged();
    return changed;
  };

  const me = async (caller: Caller): Promise<z.input<typeof Me>> => {
    const workspace = (await listWorkspaces(pool)).find((one) => one.id === caller.workspaceId);
    const { scopes } = caller.identified;
    return journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findPersonRow(tables, caller.personId);
      if (!row) throw notFound('person');
      return {
        person_id: caller.personId,
        name: row.name,
        service: row.service,
        roles: [...caller.standing.roles],
        functions: [...caller.standing.assessorFunctions],
        team_ids: [...caller.standing.teamIds],
        component_ids: [...caller.standing.componentIds],
        workspace: { id: caller.workspaceId, slug: workspace?.slug ?? '', name: workspace?.name ?? '' },
        permissions: permissions.filter(
          (permission) => mightGrant(caller.standing, permission) && (!scopes || scopes.includes(permission)),
        ),
        email: row.email,
        handle: row.handle,
        region: row.region,
        experience: row.experience,
        domain: row.domain,
        version: row.version,
      };
    });
  };

  /** What only oneself may say of oneself. The journal learns that it changed, not what to. */
  const changeMe = async (caller: Caller, version: number, input: z.infer<typeof ChangeMe>) => {
    await journal.write(caller, async ({ tables, record }) => {
      const before = await findPersonRow(tables, caller.personId, 'to change');
      if (!before) throw notFound('person');
      assertVersion(before.version, version);
      await updatePerson(tables, caller.personId, present(input));
      record({
        type: 'charter.person_changed',
        subject: { kind: 'person', id: caller.personId },
        data: { fields: Object.keys(input) },
      });
    });
    onStandingChanged();
    return me(caller);
  };

  return { list, get, add, change, me, changeMe };
}

/** @throws Refusal `person_left` for somebody who is not here any more. */
export function assertHere(person: PersonRow): void {
  if (person.left_at === null) return;
  throw new Refusal('person_left', 'This person has left.', { remedy: 'Add them again if they came back.' });
}
