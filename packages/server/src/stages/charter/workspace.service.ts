import {
  decisionKinds,
  defaultCalendar,
  defaultClocks,
  roles as allRoles,
  type Role,
  shadowDays,
  tokenScopes,
} from '@hearback/domain/charter';
import type { Pool } from 'pg';
import type { MadeToken, Tokens } from '../../platform/auth/index.ts';
import { newId } from '../../platform/identifiers/index.ts';
import { type Journal, systemActor, type Writing } from '../../platform/journal/index.ts';
import { stewardsKey } from './teams.store.ts';
import { seedVocabulary } from './terms.service.ts';

const dayMs = 86_400_000;

export type NewWorkspace = {
  readonly slug: string;
  readonly name: string;
  readonly adminName: string;
  /** The stewards' time zone, an IANA name; UTC when left out. */
  readonly zone?: string;
};
export type MadeWorkspace = { readonly id: string; readonly adminId: string };

/** Every workspace, before one is chosen: for sign-in, commands and jobs. */
export async function listWorkspaces(pool: Pool): Promise<{ id: string; slug: string; name: string }[]> {
  const { rows } = await pool.query<{ id: string; slug: string; name: string }>(
    'SELECT id, slug, name FROM platform.workspaces ORDER BY created_at',
  );
  return rows;
}

/** All audiences of a workspace: what Hearback itself looks through when it works for everybody. */
export async function allAudienceIds(journal: Journal, workspaceId: string): Promise<string[]> {
  return journal.read({ workspaceId, audienceIds: [] }, async ({ tables }) =>
    (await tables.selectFrom('charter.audiences').select('id').execute()).map((row) => row.id),
  );
}

export function createWorkspaces(options: {
  pool: Pool;
  journal: Journal;
  tokens: Tokens;
  /** What later stages put into a new workspace, in its own transaction: channels, for example. */
  seeds: readonly ((writing: Writing) => Promise<void>)[];
}) {
  const { pool, journal, tokens, seeds } = options;

  /**
   * A workspace with its vocabulary, its clocks (shown, not enforced, for 30 days), its first admin, and what keeps
   * anything from being nobody's: the stewards' team and one decision right for everything.
   */
  const make = async (input: NewWorkspace): Promise<MadeWorkspace> => {
    const now = journal.clock.now();
    const id = newId(now);
    const adminId = newId(now);
    await journal.write({ viewpoint: { workspaceId: id, audienceIds: [] }, actor: systemActor }, async (writing) => {
      const { tables, record } = writing;
      await tables
        .insertInto('platform.workspaces')
        .values({ id, slug: input.slug, name: input.name, created_at: now })
        .execute();
      // The first person does everything until there are others to share it with.
      const roles: Role[] = allRoles.filter((role) => role !== 'assessor');
      await tables.insertInto('charter.people').values({ id: adminId, name: input.adminName, roles }).execute();
      await seedVocabulary(writing);
      await seedStewards(writing, adminId, input.zone ?? 'UTC');
      await seedDecisionRight(writing, adminId);
      await seedCoreQuestions(writing);
      await tables
        .insertInto('charter.clocks_policies')
        .values({
          id: writing.newId(),
          clocks: JSON.stringify(defaultClocks),
          enforced_from: new Date(now.getTime() + shadowDays * dayMs),
        })
        .execute();
      for (const seed of seeds) await seed(writing);
      record({ type: 'charter.workspace_made', subject: { kind: 'workspace', id }, data: { slug: input.slug } });
      record({ type: 'charter.person_added', subject: { kind: 'person', id: adminId }, data: { roles } });
    });
    return { id, adminId };
  };

  /**
   * Its first admin, while nobody was ever given a way in: a command may have made the workspace, or a crash have come
   * between making it and saying so.
   */
  const unopened = async (workspaceId: string): Promise<MadeWorkspace | undefined> => {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM auth.tokens WHERE workspace_id = $1 AND kind = 'setup'`,
      [workspaceId],
    );
    if (rows[0]?.count !== 0) return undefined;
    const admin = await journal.read({ workspaceId, audienceIds: [] }, ({ tables }) =>
      tables.selectFrom('charter.people').select('id').where('service', '=', false).orderBy('id').executeTakeFirst(),
    );
    return admin && { id: workspaceId, adminId: admin.id };
  };

  /** A token with all of a person's permissions, for the first admin of a fresh installation. */
  const adminToken = (workspace: MadeWorkspace, days: number): Promise<MadeToken> =>
    tokens.make({
      workspaceId: workspace.id,
      personId: workspace.adminId,
      name: 'first admin',
      kind: 'api',
      scopes: tokenScopes,
      lifetimeMs: days * dayMs,
    });

  /** The service account that local commands act as; made when it is first needed. */
  const operator = async (workspaceId: string): Promise<string> => {
    const viewpoint = { workspaceId, audienceIds: [] };
    const find = () =>
      journal.read(viewpoint, ({ tables }) =>
        tables.selectFrom('charter.people').select('id').where('handle', '=', 'local-operator').executeTakeFirst(),
      );
    const known = await find();
    if (known) return known.id;
    return journal.write({ viewpoint, actor: systemActor }, async ({ tables, newId: idOf, record }) => {
      const id = idOf();
      const roles: Role[] = ['steward', 'admin'];
      await tables
        .insertInto('charter.people')
        .values({ id, name: 'Local operator', handle: 'local-operator', roles, service: true })
        .execute();
      record({ type: 'charter.person_added', subject: { kind: 'person', id }, data: { roles, service: true } });
      return id;
    });
  };

  return { make, unopened, adminToken, operator, list: () => listWorkspaces(pool) };
}

async function seedStewards({ tables, newId, record }: Writing, adminId: string, zone: string): Promise<void> {
  const id = newId();
  const calendar = defaultCalendar(zone);
  await tables
    .insertInto('charter.teams')
    .values({
      id,
      key: stewardsKey,
      name: 'Stewards',
      mission: 'Keeps the loop itself going, and owns what nobody else does.',
      zone: calendar.zone,
      working_days: [...calendar.workingDays],
      opens_at: calendar.opensAt,
      closes_at: calendar.closesAt,
    })
    .execute();
  await tables.insertInto('charter.team_members').values({ team_id: id, person_id: adminId, part: 'lead' }).execute();
  record({ type: 'charter.team_added', subject: { kind: 'team', id }, data: { key: stewardsKey } });
}

/** The first admin decides everything, and it escalates to them too, until a steward changes it. */
async function seedDecisionRight({ tables, newId, record }: Writing, adminId: string): Promise<void> {
  const id = newId();
  await tables
    .insertInto('charter.decision_rights')
    .values({
      id,
      kinds: [...decisionKinds],
      scope: JSON.stringify({ kind: 'workspace' }),
      approver_role: 'Platform lead',
      approver_id: adminId,
      decide_within_days: 10,
      escalates_to_id: adminId,
    })
    .execute();
  record({
    type: 'charter.decision_right_added',
    subject: { kind: 'decision_right', id },
    refs: [{ kind: 'person', id: adminId, tie: 'approver' }],
    data: { kinds: decisionKinds, scope: 'workspace' },
  });
}

/** What the loop is there to answer, each with the page that answers it; stewards reword them. */
const firstQuestions = [
  { question: 'What hinders velocity?', view: '/triage' },
  { question: 'Where are people most frustrated?', view: '/listen' },
  { question: 'What gives most value for its risk?', view: '/prioritize' },
] as const;

async function seedCoreQuestions({ tables, newId, record }: Writing): Promise<void> {
  for (const { question, view } of firstQuestions) {
    const id = newId();
    await tables.insertInto('charter.questions').values({ id, question, view }).execute();
    record({ type: 'charter.question_added', subject: { kind: 'core_question', id }, data: { question, view } });
  }
}
