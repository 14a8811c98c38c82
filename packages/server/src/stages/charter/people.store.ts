import type { AssessorFunction, Role } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, WorkspaceTables } from '../../platform/database/index.ts';
import { holding } from './pattern.ts';

export type PersonRow = Selectable<DB['charter.people']>;

/** A person with what the rules ask of them. */
export type PersonStanding = {
  readonly id: string;
  readonly name: string;
  readonly service: boolean;
  readonly roles: readonly Role[];
  readonly functions: readonly AssessorFunction[];
  readonly teamIds: readonly string[];
  readonly componentIds: readonly string[];
  readonly audienceIds: readonly string[];
};

/** Undefined for nobody, for somebody who left, and for somebody an import named who never claimed it. */
export async function findStanding(tables: WorkspaceTables, personId: string): Promise<PersonStanding | undefined> {
  const row = await tables
    .selectFrom('charter.people as p')
    .select((eb) => [
      'p.id',
      'p.name',
      'p.service',
      'p.roles',
      'p.assessor_functions',
      eb
        .selectFrom('charter.team_members as m')
        .select(sql<string[]>`coalesce(array_agg(m.team_id::text), '{}')`.as('ids'))
        .whereRef('m.person_id', '=', 'p.id')
        .as('team_ids'),
      eb
        .selectFrom('charter.component_maintainers as c')
        .select(sql<string[]>`coalesce(array_agg(c.component_id::text), '{}')`.as('ids'))
        .whereRef('c.person_id', '=', 'p.id')
        .as('component_ids'),
      eb
        .selectFrom('charter.audiences as a')
        .select(sql<string[]>`coalesce(array_agg(a.id::text), '{}')`.as('ids'))
        .where(sql<boolean>`(p.id = ANY (a.person_ids) OR a.roles && p.roles)`)
        .as('audience_ids'),
    ])
    .where('p.id', '=', personId)
    .where('p.left_at', 'is', null)
    .where('p.claimed', '=', true)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    name: row.name,
    service: row.service,
    roles: row.roles as Role[],
    functions: row.assessor_functions as AssessorFunction[],
    teamIds: row.team_ids ?? [],
    componentIds: row.component_ids ?? [],
    audienceIds: row.audience_ids ?? [],
  };
}

/** Names by person id, of people who left too. */
export async function personNames(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tables
    .selectFrom('charter.people')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Ids of the people who hold the role now: not those who left, nor those an import named who never came. */
export async function peopleWithRole(tables: WorkspaceTables, role: Role): Promise<string[]> {
  const rows = await tables
    .selectFrom('charter.people')
    .select('id')
    .where(sql<boolean>`${role} = ANY (roles)`)
    .where('left_at', 'is', null)
    .where('claimed', '=', true)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * @throws Refusal `unknown_reference` unless all of them are here and have not left; `field` is the JSON pointer of the
 *   list that named them
 */
export async function requirePeople(tables: WorkspaceTables, ids: readonly string[], field: string): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tables
    .selectFrom('charter.people')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .where('left_at', 'is', null)
    .execute();
  const here = new Set(rows.map((row) => row.id));
  const missing = ids.filter((id) => !here.has(id));
  if (missing.length === 0) return;
  throw new Refusal('unknown_reference', 'It names somebody who is not here, or has left.', {
    field,
    remedy: 'Name people of this workspace (GET /people).',
    facts: { missing },
  });
}

export function findPersonRow(tables: WorkspaceTables, id: string, use?: 'to change'): Promise<PersonRow | undefined> {
  return tables
    .selectFrom('charter.people')
    .selectAll()
    .where('id', '=', id)
    .$if(use !== undefined, (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Somebody an import named and who has not come yet. */
export function findUnclaimed(tables: WorkspaceTables, handle: string): Promise<PersonRow | undefined> {
  return tables
    .selectFrom('charter.people')
    .selectAll()
    .where(sql<string>`lower(handle)`, '=', handle.toLowerCase())
    .where('claimed', '=', false)
    .where('left_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export type PersonRowFilter = {
  readonly text?: string | undefined;
  readonly role?: Role | undefined;
  readonly team_id?: string | undefined;
  readonly left: boolean;
  readonly claimed?: boolean | undefined;
  readonly limit: number;
};

/** One row more than the page, by name and id, after that place. */
export function listPersonRows(
  tables: WorkspaceTables,
  filter: PersonRowFilter,
  after: { name: string; id: string } | undefined,
): Promise<PersonRow[]> {
  const { text, role, team_id, claimed } = filter;
  let query = tables
    .selectFrom('charter.people as p')
    .selectAll('p')
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(filter.limit + 1);
  if (!filter.left) query = query.where('p.left_at', 'is', null);
  if (claimed !== undefined) query = query.where('p.claimed', '=', claimed);
  if (role) query = query.where(sql<boolean>`${role} = ANY (p.roles)`);
  if (text)
    query = query.where((eb) => eb.or([eb('p.name', 'ilike', holding(text)), eb('p.handle', 'ilike', holding(text))]));
  if (team_id)
    query = query.where('p.id', 'in', (eb) =>
      eb.selectFrom('charter.team_members as m').select('m.person_id').where('m.team_id', '=', team_id),
    );
  if (after) query = query.where(sql<boolean>`(p.name, p.id) > (${after.name}, ${after.id}::uuid)`);
  return query.execute();
}

/** The teams and components of these people. */
export async function listPlaces(tables: WorkspaceTables, personIds: readonly string[]) {
  if (personIds.length === 0) return { teams: [], components: [] };
  const ids = [...personIds];
  return {
    teams: await tables
      .selectFrom('charter.team_members')
      .select(['person_id', 'team_id'])
      .where('person_id', 'in', ids)
      .orderBy('team_id')
      .execute(),
    components: await tables
      .selectFrom('charter.component_maintainers')
      .select(['person_id', 'component_id'])
      .where('person_id', 'in', ids)
      .orderBy('component_id')
      .execute(),
  };
}

/** How many people other than `personId` hold the role and can sign in: not service accounts, nobody unclaimed or gone. */
export async function othersWithRole(tables: WorkspaceTables, role: Role, personId: string): Promise<number> {
  const row = await tables
    .selectFrom('charter.people')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(sql<boolean>`${role} = ANY (roles)`)
    .where('id', '<>', personId)
    .where('left_at', 'is', null)
    .where('claimed', '=', true)
    .where('service', '=', false)
    .executeTakeFirstOrThrow();
  return row.count;
}

export function insertPerson(tables: WorkspaceTables, row: Insertable<DB['charter.people']>): Promise<PersonRow> {
  return tables.insertInto('charter.people').values(row).returningAll().executeTakeFirstOrThrow();
}

export function updatePerson(
  tables: WorkspaceTables,
  id: string,
  change: Updateable<DB['charter.people']>,
): Promise<PersonRow> {
  return tables
    .updateTable('charter.people')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
