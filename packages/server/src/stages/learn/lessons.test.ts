// Lessons over HTTP: what is refused first, then how one is written, kept current, found again and retired.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';

type Lesson = {
  id: string;
  version: number;
  reference: string;
  state: string;
  title: string;
  text: string;
  edition: number;
  problem_ids: string[];
  components: { id: string }[];
  last_confirmed_at: string | null;
  superseded_by_id: string | null;
  ended_why: string | null;
  editions: { edition: number; text: string; why: string | null; by_id: string | null }[];
};

const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const words = {
  title: 'Warm caches need a disk budget',
  text: 'A cache without a limit evicts jobs when a node fills.',
};

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const read = async (id: string, client: Client = platform.reporter): Promise<Lesson> =>
  (await client.get<Lesson>(`/lessons/${id}`)).body;

async function written(more: object = {}): Promise<Lesson> {
  const answer = await platform.maintainer.send<Lesson>('POST', '/lessons', { ...words, ...more });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body;
}

const act = (lesson: Pick<Lesson, 'id' | 'version'>, name: string, body?: unknown) =>
  platform.maintainer.send<Lesson>('POST', `/lessons/${lesson.id}/${name}`, body, { version: lesson.version });

async function published(more: object = {}): Promise<Lesson> {
  const reviewed = await act(await written(more), 'review');
  const answer = await act(reviewed.body, 'publish');
  expect(answer).toMatchObject({ status: 200, body: { state: 'published' } });
  return answer.body;
}

async function similarTo(text: string, client: Client = platform.reporter): Promise<string[]> {
  await platform.house.hearback.settle();
  const found = await client.get<{ items: { id: string }[] }>(`/similar?q=${encodeURIComponent(text)}&kind=lesson`);
  return found.body.items.map((item) => item.id);
}

describe('a lesson is refused', () => {
  test('from whoever neither maintains nor stewards anything', async () => {
    const answer = await platform.reporter.send('POST', '/lessons', words);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('when it names a component, a problem or a retrospective that is not here, with the field', async () => {
    const send = (more: object) => platform.maintainer.send('POST', '/lessons', { ...words, ...more });
    for (const [more, field] of [
      [{ component_ids: [platform.cacheId, nobody] }, '/component_ids/1'],
      [{ problem_ids: [nobody] }, '/problem_ids/0'],
      [{ retrospective_id: nobody }, '/retrospective_id'],
    ] as const)
      expect(await send(more)).toMatchObject({
        status: 422,
        body: { code: 'unknown_reference', errors: [{ field }] },
      });
  });

  test('when somebody changed it in the meantime', async () => {
    const lesson = await written();
    await act(lesson, 'review');
    expect(await act(lesson, 'publish')).toMatchObject({ status: 412, body: { code: 'stale_version' } });
  });

  test('to be published before it was reviewed, or confirmed before it was published', async () => {
    const lesson = await written();
    expect(await act(lesson, 'publish')).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect(await act(lesson, 'confirm')).toMatchObject({ status: 409, body: { code: 'not_editable' } });
    expect(await act(lesson, 'retire', { reason: 'No node has a disk.' })).toMatchObject({ status: 409 });
  });

  test('to be superseded by itself, by nothing, and by what nobody would find in its place', async () => {
    const lesson = await published();
    const draft = await written({ title: 'A tenth of the disk' });
    const by = (by_id: string) => act(lesson, 'supersede', { by_id, reason: 'It says how much.' });
    expect(await by(lesson.id)).toMatchObject({ status: 409, body: { code: 'own_successor' } });
    expect(await by(nobody)).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
    expect(await by(draft.id)).toMatchObject({ status: 422, body: { facts: { state: 'draft' } } });
  });

  test('to be changed once it has ended', async () => {
    const lesson = await published();
    const { body: retired } = await act(lesson, 'retire', { reason: 'No node has a disk.' });
    const send = { text: 'Something else.' };
    const answer = await platform.maintainer.send('PATCH', `/lessons/${lesson.id}`, send, { version: retired.version });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not_editable' } });
  });
});

describe('a lesson', () => {
  test('is written once, however often the same request is sent', async () => {
    const send = () => platform.maintainer.send<Lesson>('POST', '/lessons', words, { key: 'lesson-once' });
    const first = await send();
    const again = await send();
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('is stored without the secrets that its words hold', async () => {
    const lesson = await written({ text: 'The cache login was password=hunter2-hunter2 for years.' });
    expect(JSON.stringify(await read(lesson.id))).not.toContain('hunter2');
    const change = { text: lesson.text, why: 'password=hunter3-hunter3' };
    await platform.maintainer.send('PATCH', `/lessons/${lesson.id}`, { ...change, title: 'Logins' }, { version: 1 });
    expect(JSON.stringify(await read(lesson.id))).not.toContain('hunter3');
  });

  test('keeps every wording it had, and its edition rises with its words alone', async () => {
    const lesson = await published({ component_ids: [platform.cacheId] });
    const change = (body: object, version: number) =>
      platform.maintainer.send<Lesson>('PATCH', `/lessons/${lesson.id}`, body, { version });
    const sharper = { text: 'Limit an image cache to a tenth of the disk.', why: 'A number was asked for.' };
    const reworded = await change(sharper, lesson.version);
    const moved = await change({ component_ids: [platform.gatewayId] }, reworded.body.version);
    expect(moved.body).toMatchObject({ edition: 2, state: 'published', components: [{ id: platform.gatewayId }] });
    expect(moved.body.editions).toMatchObject([
      { edition: 2, ...sharper, by_id: platform.maintainer.personId },
      { edition: 1, text: words.text, why: null },
    ]);
  });

  test('says when somebody last confirmed that it holds', async () => {
    const lesson = await published();
    platform.house.clock.advanceMs(86_400_000);
    const { body } = await act(lesson, 'confirm');
    expect(body.last_confirmed_at).toBe(platform.house.clock.now().toISOString());
  });

  test('is listed by state, component and problem, page by page', async () => {
    const { id: problemId } = await platform.problem('The cache fills the node');
    const first = await published({ component_ids: [platform.gatewayId], problem_ids: [problemId] });
    const second = await published({ component_ids: [platform.gatewayId], problem_ids: [problemId] });
    await written({ problem_ids: [problemId] });
    const path = `/lessons?state=published&component=${platform.gatewayId}&problem_id=${problemId}&limit=1`;
    const page = await platform.reporter.get<{ items: Lesson[]; next_cursor: string }>(path);
    expect(page.body.items.map((item) => item.id)).toEqual([second.id]);
    const next = await platform.reporter.get<{ items: Lesson[]; next_cursor: null }>(
      `${path}&cursor=${page.body.next_cursor}`,
    );
    expect(next.body).toMatchObject({ items: [{ id: first.id, problem_ids: [problemId] }], next_cursor: null });
  });
});

describe('what was learned comes back', () => {
  const text = 'The image cache of this node evicts my jobs because its disk is full';

  test('where something like it returns, from when it is published, as it is worded now', async () => {
    const lesson = await written({ title: 'Image caches evict jobs', text: 'A full disk evicts jobs of the node.' });
    expect(await similarTo(text)).not.toContain(lesson.id);
    const { body: reviewed } = await act(lesson, 'review');
    const { body: open } = await act(reviewed, 'publish');
    expect(await similarTo(text)).toContain(lesson.id);
    const other = { title: 'Zeppelins need helium', text: 'Hydrogen burns.' };
    await platform.maintainer.send('PATCH', `/lessons/${lesson.id}`, other, { version: open.version });
    expect(await similarTo(text)).not.toContain(lesson.id);
    expect(await similarTo('zeppelins with hydrogen')).toContain(lesson.id);
  });

  test('no longer once it is superseded or retired, while its problem’s thread keeps it', async () => {
    const { id: problemId } = await platform.problem('Image caches evict jobs of full nodes');
    const evicts = { title: 'Image cache evicts jobs on a full disk', problem_ids: [problemId] };
    const old = await published(evicts);
    const better = await published({ ...evicts, title: 'Image cache evicts jobs: limit it to a tenth of the disk' });
    const reason = 'The new one says how much.';
    const { body: superseded } = await act(old, 'supersede', { by_id: better.id, reason });
    expect(superseded).toMatchObject({ state: 'superseded', superseded_by_id: better.id, ended_why: reason });
    const found = await similarTo(text);
    expect(found).toContain(better.id);
    expect(found).not.toContain(old.id);
    await act(better, 'retire', { reason: 'Nodes have no disk any more.' });
    expect(await similarTo(text)).not.toContain(better.id);
    const thread = await platform.reporter.get<{ steps: { reference: string }[] }>(`/threads/problem/${problemId}`);
    const references = thread.body.steps.map((step) => step.reference);
    expect(references).toEqual(expect.arrayContaining([old.reference, better.reference]));
  });
});

test('whoever spoke of its problem hears of a lesson by name', async () => {
  const { id: problemId } = await platform.problem('Nodes lose their clock');
  const lesson = await published({ title: 'Clocks drift on warm nodes', problem_ids: [problemId] });
  await platform.house.hearback.settle();
  const told = await platform.reporter.get('/notifications?limit=100');
  expect(JSON.stringify(told.body)).toContain(
    `Lesson moved (published): ${lesson.reference} Clocks drift on warm nodes`,
  );
});

describe('a handbook', () => {
  test('of a component that is not here is refused', async () => {
    expect(await platform.reporter.get(`/components/${nobody}/handbook`)).toMatchObject({ status: 404 });
  });

  test('holds the published lessons of the component and of what it is part of, each once', async () => {
    const { admin } = platform.house;
    const component = (key: string, more: object) =>
      platform.made(admin, '/components', {
        key,
        name: key,
        layer: 'storage',
        owner_team_id: platform.teamId,
        ...more,
      });
    const whole = await component('store', {});
    const part = await component('store/blobs', { parent_id: whole.id });
    const own = await published({ title: 'Blobs are copied twice', component_ids: [part.id, whole.id] });
    const above = await published({ title: 'Stores fill on Mondays', component_ids: [whole.id] });
    await written({ title: 'Nobody reviewed this', component_ids: [part.id] });
    const handbook = await platform.reporter.get<{ lessons: Lesson[]; markdown: string }>(
      `/components/${part.id}/handbook`,
    );
    expect(handbook.body.lessons.map((lesson) => lesson.id)).toEqual([own.id, above.id]);
    expect(handbook.body.markdown).toContain('# Handbook: store/blobs');
    expect(handbook.body.markdown).toContain('From store, which it is part of');
    expect(handbook.body.markdown).not.toContain('Nobody reviewed this');
  });
});

describe('a lesson from something restricted', () => {
  let insider: Client;
  let problemId: string;
  beforeAll(async () => {
    const audienceId = await platform.house.audience('Security', { roles: ['steward'] });
    insider = await platform.house.person('Insider', ['steward', 'maintainer', 'triager']);
    const said = { title: 'Tokens leak in the log', description: 'I saw mine.', audience_id: audienceId };
    const told = await insider.send<{ signal: { id: string } }>('POST', '/signals', said);
    const body = { title: 'Tokens leak', signal_ids: [told.body.signal.id], component_ids: [platform.cacheId] };
    problemId = (await platform.made(insider, '/problems', { ...body, severity: 'major' })).id;
  });

  test('is read, listed and found by its audience alone', async () => {
    const body = {
      title: 'Mask zircon tokens',
      text: 'Masking zircon belongs into the logger.',
      problem_ids: [problemId],
    };
    let lesson = (await insider.send<Lesson>('POST', '/lessons', body)).body;
    for (const name of ['review', 'publish'])
      lesson = (
        await insider.send<Lesson>('POST', `/lessons/${lesson.id}/${name}`, undefined, { version: lesson.version })
      ).body;
    expect(lesson.state).toBe('published');
    expect(await platform.maintainer.get(`/lessons/${lesson.id}`)).toMatchObject({ status: 404 });
    const listed = await platform.maintainer.get<{ items: Lesson[] }>('/lessons?limit=100');
    expect(listed.body.items.map((item) => item.id)).not.toContain(lesson.id);
    expect(await similarTo('zircon masking')).toEqual([]);
    expect(await similarTo('zircon masking', insider)).toEqual([lesson.id]);
  });

  test('does not come to be named by an open one', async () => {
    const { body: lesson } = await insider.send<Lesson>('POST', '/lessons', words);
    const change = { problem_ids: [problemId] };
    const answer = await insider.send('PATCH', `/lessons/${lesson.id}`, change, { version: lesson.version });
    expect(answer).toMatchObject({ status: 409, body: { code: 'audiences_differ' } });
  });
});
