// What the tests of this stage set up again and again, over HTTP where there is an operation for it.
import type { Client, TestHouse } from '../../../test/harness.ts';

export type Clock = {
  kind: string;
  state: string;
  due_at: string | null;
  used_share: number;
  warning: boolean;
  ended_at: string | null;
  enforced: boolean;
};
export type SignalView = {
  id: string;
  state: string;
  live: boolean;
  version: number;
  assignee: { id: string; name: string } | null;
  routed_reason: string;
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
  assignee: { id: string; name: string } | null;
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

type Made = { readonly id: string; readonly version: number };

async function made(house: TestHouse, path: string, body: Record<string, unknown>): Promise<Made> {
  const answer = await house.admin.send<Made>('POST', path, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** A team that works Monday to Friday, nine to five, in its zone. */
export async function addTeam(house: TestHouse, key: string, zone = 'UTC'): Promise<string> {
  const hours = { working_days: [1, 2, 3, 4, 5], opens_at: '09:00', closes_at: '17:00', holidays: [] };
  return (await made(house, '/teams', { key, name: key, calendar: { zone, ...hours } })).id;
}

export async function retireTeam(house: TestHouse, id: string): Promise<void> {
  const { version } = (await house.admin.get<Made>(`/teams/${id}`)).body;
  const { status, body } = await house.admin.send('PATCH', `/teams/${id}`, { retired: true }, { version });
  if (status !== 200) throw new Error(JSON.stringify(body));
  await house.hearback.settle();
}

export async function addComponent(house: TestHouse, key: string, ownerTeamId: string | null): Promise<string> {
  return (await made(house, '/components', { key, name: key, owner_team_id: ownerTeamId })).id;
}

export async function addRule(house: TestHouse, rule: Record<string, unknown>): Promise<string> {
  return (await made(house, '/routing-rules', rule)).id;
}

export type Inbox = {
  items: {
    kind: string;
    id: string;
    reasons: string[];
    due_at: string | null;
    clocks: Clock[];
    owner: { name: string };
  }[];
  next_cursor: string | null;
  counts: { signals: number; problems: number; overdue: number; waiting: number; historical: number };
};

export async function inboxOf(client: Client, query = ''): Promise<Inbox> {
  const { status, body } = await client.get<Inbox>(`/inbox${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

export type Entry = {
  type: string;
  subject_id: string;
  data: Record<string, unknown>;
  refs: { kind: string; id: string; tie: string }[];
};

/** What the journal says about a record, in order, for these eyes. */
export function entriesOf(house: TestHouse, subjectId: string, audienceIds: readonly string[] = []): Promise<Entry[]> {
  return house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds }, async ({ tables }) => {
    const rows = await tables
      .selectFrom('platform.journal')
      .select(['type', 'subject_id', 'data', 'refs'])
      .where('subject_id', '=', subjectId)
      .orderBy('id')
      .execute();
    return rows as unknown as Entry[];
  });
}

/** How many entries the whole journal has: unchanged after whatever was refused. */
export async function journalLength(house: TestHouse): Promise<number> {
  await house.hearback.settle();
  return house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, async ({ tables }) => {
    const rows = await tables.selectFrom('platform.journal').select('id').execute();
    return rows.length;
  });
}

/** Feedback from a file, routed: what is in the historical queue. Returns the ids of the signals, the newest first. */
export async function bringIn(house: TestHouse, texts: readonly string[]): Promise<string[]> {
  const rows = texts.map((text, at) => ({ id: `row-${at}-${text}`, survey: 's', row: at, text }));
  const { status, body } = await house.admin.send('POST', '/imports/feedback', { rows });
  if (status !== 200) throw new Error(JSON.stringify(body));
  await house.hearback.settle();
  const page = await house.admin.get<{ items: Told[] }>('/signals?live=false');
  return page.body.items.map((item) => item.id);
}

/** Runs what the clock would run. */
export async function runClockWatch(house: TestHouse): Promise<void> {
  for (const job of house.hearback.stages.doors.flatMap((door) => door.scheduled))
    if (job.name === 'triage.clock_watch') await job.run();
  await house.hearback.settle();
}
