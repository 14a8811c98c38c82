// The sample workspace as a visitor finds it: the story is told once, then looked at through the eyes of its people.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lanes } from '@hearback/domain/prioritize';
import { stages } from '@hearback/domain/loop';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase } from '../../../test/database.ts';
import { movableClock } from '../../platform/clock/index.ts';
import { readConfig } from '../../platform/config/index.ts';
import { createLog } from '../../platform/log/index.ts';
import { createHearback, type Hearback } from '../hearback.ts';
import { fillWorkspace } from './fill.ts';
import { personas } from './story/cast.ts';

type Item = { id: string; reference: string; title: string; state: string };
type Page<One = Item> = { items: One[] };
type Home = {
  late: number;
  stages: { stage: string; waiting: number }[];
  mine: { reference: string; move: string }[];
  said_did: { outcome: string | null }[];
};
type Thread = { steps: { kind: string; state: string }[]; told: { moment: string; who_count: number }[] };

const here = 'http://127.0.0.1';
const now = new Date('2026-11-19T13:30:00.000Z');
const log = createLog(process.env['HEARBACK_TEST_LOG'] ?? 'silent');

let ground: Awaited<ReturnType<typeof cloneDatabase>>;
let hearback: Hearback;
/** Checkpoints are signed with a key that the folder keeps. */
const home = mkdtempSync(path.join(tmpdir(), 'hearback-demo-'));
const cookies = new Map<string, string>();

function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const from = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
  return Promise.resolve(hearback.app.fetch(new Request(`${here}${address}`, init), from));
}

async function signIn(name: string, personId: string): Promise<void> {
  const answer = await ask('/demo/sign-in', {
    method: 'POST',
    headers: { origin: here, 'content-type': 'application/json' },
    body: JSON.stringify({ person: personId }),
  });
  const set = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  cookies.set(name, set.join('; '));
}

async function get<Body>(name: string, address: string): Promise<Body> {
  const answer = await ask(`/api/v1${address}`, { headers: { cookie: cookies.get(name) ?? '' } });
  expect(answer.status, address).toBe(200);
  return (await answer.json()) as Body;
}

const [daniel = '', ingrid = '', kwame = '', aoife = ''] = personas;

beforeAll(async () => {
  ground = await cloneDatabase();
  await fillWorkspace({ database: ground.address, log, home }, now);
  hearback = await createHearback({
    database: ground.address,
    config: readConfig({}),
    log,
    clock: movableClock(now),
    home,
    samplePeople: personas,
    isOurOrigin: (origin) => origin === here,
  });
  const { items } = (await (await ask('/demo/personas')).json()) as Page<{ person_id: string; name: string }>;
  for (const { name, person_id } of items) await signIn(name, person_id);
}, 600_000);
afterAll(async () => {
  await hearback.stop();
  await ground.drop();
  rmSync(home, { recursive: true });
});

describe('the sample workspace', () => {
  test('offers four people, and each has something to move', async () => {
    expect([...cookies.keys()]).toEqual(personas);
    const moves = new Map<string, string[]>();
    for (const name of personas)
      moves.set(
        name,
        (await get<Home>(name, '/home')).mine.map(({ move }) => move),
      );
    expect(moves.get(daniel)).toEqual(expect.arrayContaining(['answer what was asked', 'say whether it helped']));
    expect(moves.get(ingrid)).toEqual(expect.arrayContaining(['acknowledge it', 'decide what to do', 'start it']));
    expect(moves.get(kwame)).toEqual(expect.arrayContaining(['decide', 'decide after the comments']));
    expect(moves.get(aoife)).toContain('acknowledge it');
  });

  test('has something waiting in every stage, some of it late, and shows what was said and done', async () => {
    const found = await get<Home>(ingrid, '/home');
    expect(found.stages.filter(({ waiting }) => waiting === 0)).toEqual([]);
    expect(found.stages.map(({ stage }) => stage)).toEqual(stages);
    expect(found.late).toBeGreaterThan(0);
    expect(found.said_did.length).toBeGreaterThan(3);
  });

  test('went through every lane, and decided in every way', async () => {
    const { items } = await get<Page<{ lane: string; kind: string }>>(kwame, '/decisions?limit=100');
    expect(new Set(items.map(({ lane }) => lane))).toEqual(new Set(lanes));
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['answer', 'fix', 'accept', 'defer', 'decline']));
  });

  test('measured what it shipped, and says so where it did not help', async () => {
    const { items } = await get<Page>(kwame, '/outcomes?limit=100');
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['pending', 'met', 'not_met', 'cant_tell']));
    const { items: problems } = await get<Page>(kwame, '/problems?limit=100');
    expect(problems.find(({ title }) => title === 'Searching logs is too slow to be used')?.state).toBe('proposed');
  });
});

test('one thread leads from what was said to a lesson, and those who spoke heard at all four moments', async () => {
  const { items } = await get<Page>(daniel, '/problems?limit=100');
  const problem = items.find(({ title }) => title === 'Jobs wait a long time for images to pull');
  const { steps, told } = await get<Thread>(daniel, `/threads/problem/${problem?.id}`);
  expect(steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'signal attached',
    'problem helped',
    'proposal accepted',
    'decision made',
    'work_item completed',
    'change released',
    'rollout finished',
    'outcome met',
    'outcome met',
    'retrospective published',
    'lesson published',
  ]);
  const speakers = 6;
  for (const moment of ['decided', 'shipped', 'did_it_help'])
    expect(
      told.filter((one) => one.moment === moment).some((one) => one.who_count >= speakers),
      moment,
    ).toBe(true);
  expect(told.filter((one) => one.moment === 'received')).toHaveLength(speakers);
});

test('no secret that somebody wrote is there, and what is restricted is there for few', async () => {
  const { items } = await get<Page<Item & { masked: unknown[]; description: string }>>(aoife, '/signals?limit=100');
  expect(items.filter(({ masked }) => masked.length > 0).length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(items)).not.toMatch(/harbor-77|Bearer [A-Za-z0-9]|912 34/);
  const titles = async (name: string) => (await get<Page>(name, '/problems?limit=100')).items.map(({ title }) => title);
  const restricted = 'Jobs on a shared runner can read what the job before left';
  expect(await titles(ingrid)).toContain(restricted);
  expect(await titles(daniel)).not.toContain(restricted);
});

test('the journal is whole, and the tokens that told the story let nobody in', async () => {
  expect(await get(aoife, '/journal/verification')).toMatchObject({ intact: true, unsealed: 0, findings: [] });
  const [workspace] = await hearback.stages.charter.workspaces.list();
  const tokens = await hearback.tokens.list(workspace?.id ?? '', null);
  expect(tokens.length).toBeGreaterThan(10);
  expect(tokens.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
});

test('is not told a second time into the same database', async () => {
  const before = await get<{ entries: number }>(aoife, '/journal/verification');
  let began = false;
  const onBegin = (): void => {
    began = true;
  };
  await expect(fillWorkspace({ database: ground.address, log, onBegin }, now)).rejects.toThrow('another workspace');
  expect(began).toBe(false);
  expect(await get(aoife, '/journal/verification')).toMatchObject({ entries: before.entries });
});
