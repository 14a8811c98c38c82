// What the tests of this stage set up again and again, over HTTP where there is an operation for it.
import { newId } from '../../platform/identifiers/index.ts';
import { systemActor } from '../../platform/journal/index.ts';
import type { Client, TestHouse } from '../../../test/harness.ts';

export type Clock = { kind: string; state: string; due_at: string | null; used_share: number; enforced: boolean };
export type SignalView = {
  id: string;
  state: string;
  version: number;
  owner: { id: string; name: string };
  routed_by: string;
  problem: { id: string } | null;
  question: { id: string } | null;
  answer: string | null;
  reason: string | null;
  clocks: Clock[];
};
export type Problem = {
  id: string;
  reference: string;
  title: string;
  state: string;
  version: number;
  live: boolean;
  severity: string | null;
  owner: { id: string; name: string };
  audience_id: string | null;
  due_at: string | null;
  merged_into: { id: string } | null;
  evidence: {
    people: number;
    teams: number;
    respondents: number;
    signals: number;
    by_team: { name: string; people: number }[];
  };
  attachments: { signal_id: string; problem_id: string }[];
  merged: { id: string }[];
  question: { id: string } | null;
  clocks: Clock[];
  next: { what: string; who: string | null; by: string | null } | null;
};
export type Told = { id: string; version: number; reference: string };

/** A signal by HTTP, after it was routed. */
export async function tell(house: TestHouse, client: Client, body: Record<string, unknown>): Promise<Told> {
  const answer = await client.send<{ signal: Told }>('POST', '/signals', body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  await house.hearback.settle();
  return answer.body.signal;
}

export async function triageOf(client: Client, id: string): Promise<SignalView> {
  const { status, body } = await client.get<SignalView>(`/signals/${id}/triage`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

export async function problemOf(client: Client, id: string): Promise<Problem> {
  const { status, body } = await client.get<Problem>(`/problems/${id}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

export async function openFrom(client: Client, input: Record<string, unknown>): Promise<Problem> {
  const { status, body } = await client.send<Problem>('POST', '/problems', { title: 'A problem', ...input });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** An action on a record at the version it has now. */
export async function act<Body = Problem>(client: Client, path: string, version: number, body: unknown) {
  return client.send<Body>('POST', path, body, { version });
}

export function addTeam(house: TestHouse, key: string): Promise<string> {
  return house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: systemActor },
    async ({ tables, now, record }) => {
      const id = newId(now);
      await tables
        .insertInto('charter.teams')
        .values({
          id,
          key,
          name: key,
          zone: 'UTC',
          working_days: [1, 2, 3, 4, 5],
          opens_at: '09:00',
          closes_at: '17:00',
        })
        .execute();
      record({ type: 'charter.team_added', subject: { kind: 'team', id } });
      return id;
    },
  );
}

export function addComponent(house: TestHouse, key: string, ownerTeamId: string | null): Promise<string> {
  return house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: systemActor },
    async ({ tables, now, record }) => {
      const id = newId(now);
      await tables
        .insertInto('charter.components')
        .values({ id, key, name: key, owner_team_id: ownerTeamId })
        .execute();
      record({ type: 'charter.component_added', subject: { kind: 'component', id } });
      return id;
    },
  );
}

export function addAudience(house: TestHouse, name: string, personIds: readonly string[]): Promise<string> {
  return house.hearback.journal.write(
    { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: systemActor },
    async ({ tables, now, record }) => {
      const id = newId(now);
      await tables
        .insertInto('charter.audiences')
        .values({ id, name, person_ids: [...personIds], roles: [] })
        .execute();
      record({ type: 'charter.audience_added', subject: { kind: 'audience', id } });
      return id;
    },
  );
}

/** Runs what the clock would run. */
export async function runClockWatch(house: TestHouse): Promise<void> {
  for (const job of house.hearback.stages.doors.flatMap((door) => door.scheduled))
    if (job.name === 'triage.clock_watch') await job.run();
  await house.hearback.settle();
}
