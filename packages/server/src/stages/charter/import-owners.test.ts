import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

type Row = { row: number; key: string | null; result: string; reason: string | null };
type Counts = { added: number; changed: number; unchanged: number };
type Report = {
  read: number;
  taken: number;
  already_there: number;
  rejected: number;
  teams: Counts;
  components: Counts;
  people: { added: number; known: number };
  members: Counts;
  missing: { kind: string; team: string; name: string }[];
  rows: Row[];
};

const group = (dir: string, fields: Record<string, unknown> = {}) => ({
  kind: 'sig',
  label: dir.replace('sig-', ''),
  dir,
  name: dir,
  mission: 'Keeps it running.',
  chairs: ['ada'],
  tech_leads: ['ada', 'bob'],
  slack: dir,
  teams: [],
  meetings: [{ description: 'Regular', day: 'Tuesday', time: '9:00', tz: 'PT (Pacific Time)', frequency: 'weekly' }],
  subprojects: [{ name: 'website', owners: ['https://git.example/OWNERS'] }],
  ...fields,
});

let house: TestHouse;
let admin: Client;
beforeAll(async () => {
  house = await openHouse();
  admin = house.admin;
});
afterAll(() => house.stop());

async function importOwners(owners: unknown[], more: Record<string, unknown> = {}, who = admin): Promise<Report> {
  const answer = await who.send<Report>('POST', '/imports/owners', { source: 'test @ 1', owners, ...more });
  expect(answer.status).toBe(200);
  const { read, taken, already_there, rejected } = answer.body;
  expect(taken + already_there + rejected).toBe(read);
  return answer.body;
}

/** Everything that charter and the journal hold, in one number per table. */
function countRows(workspaceId = house.workspaceId): Promise<unknown> {
  return house.hearback.journal.read({ workspaceId, audienceIds: [] }, async ({ tables }) => {
    const { rows } = await sql`SELECT
      (SELECT count(*) FROM charter.teams) AS teams, (SELECT count(*) FROM charter.components) AS components,
      (SELECT count(*) FROM charter.people) AS people, (SELECT count(*) FROM charter.team_members) AS members,
      (SELECT count(*) FROM charter.component_maintainers) AS maintainers,
      (SELECT sum(version) FROM charter.teams) + (SELECT sum(version) FROM charter.components) AS versions,
      (SELECT count(*) FROM platform.journal) AS entries`.execute(tables);
    return rows[0];
  });
}

describe('owners from a file', () => {
  test('a dry run says what would happen and writes nothing', async () => {
    const before = await countRows();
    const report = await importOwners([group('sig-dry'), group('sig-run')], { dry_run: true });
    expect(report).toMatchObject({ taken: 2, teams: { added: 2 }, people: { added: 2, known: 0 } });
    expect(await countRows()).toEqual(before);
  });

  test('become teams, components and people who have not come yet; a name in two groups is two components', async () => {
    const report = await importOwners([group('sig-a'), group('sig-b')]);
    expect(report).toMatchObject({
      read: 2,
      taken: 2,
      teams: { added: 2 },
      components: { added: 2 },
      people: { added: 2, known: 0 },
      members: { added: 4 },
      missing: [],
    });
    const teams = await admin.get<{
      items: { key: string; members: unknown[]; meetings: unknown[]; channels: unknown[] }[];
    }>('/teams');
    expect(teams.body.items.find((team) => team.key === 'sig-a')).toMatchObject({
      members: [
        { name: 'ada', part: 'chair', claimed: false },
        { name: 'bob', part: 'lead', claimed: false },
      ],
      meetings: [{ day: 'Tuesday', time: '9:00', zone: 'PT (Pacific Time)' }],
      channels: [{ kind: 'slack', name: 'sig-a' }],
    });
    const components = await admin.get<{ items: object[] }>('/components?text=website');
    expect(components.body.items).toMatchObject([
      { key: 'sig-a/website', name: 'website', maintainer_ids: [], sources: ['https://git.example/OWNERS'] },
      { key: 'sig-b/website', name: 'website', maintainer_ids: [] },
    ]);
  });

  test('twice change nothing and write nothing', async () => {
    const before = await countRows();
    const report = await importOwners([group('sig-a'), group('sig-b')]);
    expect(report).toMatchObject({ taken: 0, already_there: 2, teams: { added: 0, changed: 0, unchanged: 2 } });
    expect(await countRows()).toEqual(before);
  });

  test('changed in the file change only what changed; what is gone from it is reported and kept', async () => {
    const later = group('sig-a', {
      mission: 'Something else.',
      chairs: [],
      tech_leads: ['bob', 'cy'],
      subprojects: [{ name: 'docs', owners: [] }],
    });
    const report = await importOwners([later], { source: 'test @ 2' });
    expect(report).toMatchObject({
      taken: 1,
      teams: { added: 0, changed: 1 },
      components: { added: 1, changed: 0 },
      people: { added: 1, known: 1 },
      members: { added: 1, changed: 0, unchanged: 1 },
    });
    expect(report.missing).toEqual([
      { kind: 'team', team: 'sig-b', name: 'sig-b' },
      { kind: 'component', team: 'sig-a', name: 'website' },
      { kind: 'component', team: 'sig-b', name: 'website' },
      { kind: 'member', team: 'sig-a', name: 'ada' },
      { kind: 'member', team: 'sig-b', name: 'ada' },
      { kind: 'member', team: 'sig-b', name: 'bob' },
    ]);
    expect((await admin.get<{ items: object[] }>('/components?text=website')).body.items).toHaveLength(2);
  });

  test('that are broken never stop the rest, and each says why', async () => {
    const broken = [
      null,
      'sig-x',
      group('sig-c', { name: '' }),
      group('sig-d', { subprojects: [{ name: 'x', owners: ['javascript:alert(1)'] }] }),
      group('sig-e', { chairs: ['no handle'] }),
      { name: 'No key' },
      group('sig-f', { subprojects: [{ name: 'twice' }, { name: 'twice' }] }),
      group('sig-g', { mission: 'a\u0000b' }),
      JSON.parse('{"dir": "sig-p", "__proto__": {"name": "Smuggled"}}'),
      group('sig-h'),
      group('sig-h'),
    ];
    const report = await importOwners(broken);
    expect(report).toMatchObject({ read: 11, taken: 1, rejected: 10, teams: { added: 1 } });
    expect(report.rows.filter((row) => row.result === 'rejected').every((row) => row.reason)).toBe(true);
    expect(report.rows[9]).toMatchObject({ key: 'sig-h', result: 'taken' });
    expect(report.rows[3]?.reason).toContain('/subprojects/0/owners/0');
    expect(report.rows[10]?.reason).toContain('same key');
    const keys = (await admin.get<{ items: { key: string }[] }>('/teams')).body.items.map((team) => team.key);
    expect(keys).not.toContain('sig-g');
  });

  test('match a person who is here by handle, and whom they named can come later', async () => {
    const person = { name: 'Dee Dahl', handle: 'Dee', roles: ['maintainer'] };
    const dee = await admin.send<{ id: string }>('POST', '/people', person);
    const report = await importOwners([group('sig-i', { chairs: ['dee'], tech_leads: ['eve'] })]);
    expect(report.people).toEqual({ added: 1, known: 1 });
    const after = await admin.get<{ team_ids: string[] }>(`/people/${dee.body.id}`);
    expect(after.body).toMatchObject({ name: 'Dee Dahl', roles: ['reporter', 'maintainer'], claimed: true });
    expect(after.body.team_ids).toHaveLength(1);
    const eve = await admin.send('POST', '/people', { name: 'Eve Engen', handle: 'eve', roles: ['triager'] });
    expect(eve.body).toMatchObject({ name: 'Eve Engen', claimed: true, team_ids: after.body.team_ids });
    expect((await importOwners([group('sig-i', { chairs: ['dee'], tech_leads: ['eve'] })])).taken).toBe(0);
  });

  test('are for stewards and admins', async () => {
    const reporter = await house.person('Nobody', ['reporter', 'maintainer']);
    expect((await reporter.send('POST', '/imports/owners', { owners: [] })).status).toBe(403);
  });
});

const file = new URL('../../../../../../shared/data/owners.json', import.meta.url);

describe.skipIf(!existsSync(file))('the Kubernetes community’s file of owners', () => {
  test('is taken whole, and a second time changes nothing', async () => {
    const other = await house.otherWorkspace();
    const document = JSON.parse(readFileSync(file, 'utf8')) as { owners: { subprojects: unknown[] }[] };
    const started = performance.now();
    const first = await other.send<Report>('POST', '/imports/owners', document);
    const firstMs = performance.now() - started;
    expect(first.body).toMatchObject({
      read: 35,
      taken: 35,
      rejected: 0,
      teams: { added: 35 },
      components: { added: 236 },
      people: { added: 129, known: 0 },
    });
    expect(firstMs).toBeLessThan(20_000);
    const workspace = (await other.get<{ id: string }>('/workspace')).body.id;
    const before = await countRows(workspace);
    const second = await other.send<Report>('POST', '/imports/owners', document);
    expect(second.body).toMatchObject({ read: 35, taken: 0, already_there: 35, missing: [] });
    expect(await countRows(workspace)).toEqual(before);
    const websites = await other.get<{ items: { key: string }[] }>('/components?text=website');
    expect(websites.body.items.filter((item) => item.key.endsWith('/website'))).toHaveLength(2);
  });
});
