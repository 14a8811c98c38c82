// Retrospectives over HTTP: what is refused first, then what a draft says, how it is published, and its actions.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';

type Action = { id: string; version: number; overdue: boolean; linked: { reference: string; state: string } | null };
type Retrospective = {
  id: string;
  version: number;
  reference: string;
  state: string;
  title: string;
  body: string;
  drafted_by: string | null;
  subject: { reference: string };
  blaming: { start: number; end: number; words: string; hint: string }[];
  drafted_from: {
    summary: string;
    timeline: { reference: string; words: string }[];
    decisions: { title: string; because: string }[];
    quotes: { reference: string; text: string }[];
  };
  actions: Action[];
  superseded_by_id: string | null;
  ended_why: string | null;
};

const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const dayMs = 86_400_000;

let platform: DecidedPlatform;
let problemId: string;
beforeAll(async () => {
  platform = await openDecidedPlatform();
  problemId = (await platform.problem('Nodes evict jobs when their disk fills')).id;
  await platform.made(platform.maintainer, `/problems/${problemId}/fix`, {
    what: 'Limit the image cache',
    why: 'A full disk evicts jobs.',
    when: { due_on: '2026-12-24' },
    questions: {},
    likely_person_days: 1,
  });
});
afterAll(() => platform.house.stop());

const ofProblem = () => ({ subject: { kind: 'problem', id: problemId } });

async function drafted(body: object = ofProblem(), client: Client = platform.maintainer): Promise<Retrospective> {
  const answer = await client.send<Retrospective>('POST', '/retrospectives', body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body;
}

const act = (retrospective: Pick<Retrospective, 'id' | 'version'>, name: string, body?: unknown) =>
  platform.maintainer.send<Retrospective>('POST', `/retrospectives/${retrospective.id}/${name}`, body, {
    version: retrospective.version,
  });

const edit = ({ id, version }: Pick<Retrospective, 'id' | 'version'>, body: object, client = platform.maintainer) =>
  client.send<Retrospective>('PATCH', `/retrospectives/${id}`, body, { version });

async function published(): Promise<Retrospective> {
  const { body } = await act(await drafted(), 'review');
  return (await act(body, 'publish')).body;
}

describe('a retrospective is refused', () => {
  test('from whoever neither maintains nor stewards anything', async () => {
    const answer = await platform.reporter.send('POST', '/retrospectives', ofProblem());
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('about what is not here, and about what has no thread to look back at', async () => {
    const about = (kind: string) =>
      platform.maintainer.send('POST', '/retrospectives', { subject: { kind, id: nobody } });
    for (const kind of ['signal', 'problem', 'decision', 'change'])
      expect(await about(kind)).toMatchObject({
        status: 422,
        body: { code: 'unknown_reference', errors: [{ field: '/subject/id' }] },
      });
    expect(await about('lesson')).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  test('to be published unread, or changed by whoever saw an older one', async () => {
    const draft = await drafted();
    expect(await act(draft, 'publish')).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    await edit(draft, { title: 'Why disks fill' });
    expect(await edit(draft, { title: 'Who filled the disk' })).toMatchObject({ status: 412 });
  });

  test('to be edited once it is published', async () => {
    const answer = await edit(await published(), { body: 'It was all fine.' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not_editable', facts: { state: 'published' } } });
  });

  test('to be superseded by itself or by a draft', async () => {
    const first = await published();
    const draft = await drafted();
    const by = (by_id: string) => act(first, 'supersede', { by_id, reason: 'It was the registry.' });
    expect(await by(first.id)).toMatchObject({ status: 409, body: { code: 'own_successor' } });
    expect(await by(draft.id)).toMatchObject({ status: 422, body: { facts: { state: 'draft' } } });
  });
});

describe('a draft', () => {
  test('is made once, however often the same request is sent', async () => {
    const send = () =>
      platform.maintainer.send<Retrospective>('POST', '/retrospectives', ofProblem(), { key: 'draft-once' });
    const first = await send();
    const again = await send();
    expect(again.body.id).toBe(first.body.id);
  });

  test('tells what happened, what was decided and what was said, asks for causes, and names nobody', async () => {
    const draft = await drafted();
    expect(draft).toMatchObject({ state: 'draft', drafted_by: platform.maintainer.personId });
    expect(draft.title).toContain('Nodes evict jobs when their disk fills');
    expect(draft.drafted_from.summary).toContain('It touched 1 person');
    expect(draft.drafted_from.timeline.map((turn) => turn.words)).toContain(
      'Nodes evict jobs when their disk fills: problem moved: open → fixing',
    );
    expect(draft.drafted_from.decisions).toMatchObject([{ because: 'A full disk evicts jobs.' }]);
    expect(draft.drafted_from.quotes[0]?.text).toContain('it costs us an hour a day');
    expect(draft.body).toContain('## Contributing causes');
    for (const name of ['Maren', 'Tomás', 'Yuki']) expect(JSON.stringify(draft)).not.toContain(name);
  });

  test('points at wording that blames, and takes it all the same', async () => {
    const draft = await drafted();
    const body = 'It was human error.\n\nThe disk was full.';
    const edited = await edit(draft, { body });
    expect(edited).toMatchObject({ status: 200, body: { body } });
    const [hint] = edited.body.blaming;
    expect(body.slice(hint?.start, hint?.end)).toBe('human error');
    expect(hint?.hint).toContain('?');
    const { body: reviewed } = await act(edited.body, 'review');
    expect(await act(reviewed, 'publish')).toMatchObject({ status: 200, body: { state: 'published' } });
  });

  test('is stored without the secrets that its words hold', async () => {
    const draft = await drafted({ ...ofProblem(), title: 'password=hunter2-hunter2' });
    await edit(draft, { body: 'We logged in with password=hunter3-hunter3.' });
    const { body } = await platform.maintainer.get(`/retrospectives/${draft.id}`);
    expect(JSON.stringify(body)).not.toMatch(/hunter[23]-/);
  });

  test('stands on the thread of what it looks back at, and in the list of it', async () => {
    const draft = await drafted();
    const thread = await platform.reporter.get<{ steps: { reference: string }[] }>(`/threads/problem/${problemId}`);
    expect(thread.body.steps.map((step) => step.reference)).toContain(draft.reference);
    const path = `/retrospectives?subject_id=${problemId}&state=draft&cause=asked_for&limit=1`;
    const page = await platform.reporter.get<{ items: Retrospective[]; next_cursor: string }>(path);
    expect(page.body.items.map((item) => item.id)).toEqual([draft.id]);
    const next = await platform.reporter.get<{ items: Retrospective[] }>(`${path}&cursor=${page.body.next_cursor}`);
    expect(next.body.items.map((item) => item.id)).not.toContain(draft.id);
  });
});

describe('a published one', () => {
  test('is superseded by a later one, or retired with a reason', async () => {
    const [first, later] = [await published(), await published()];
    const { body } = await act(first, 'supersede', { by_id: later.id, reason: 'It was the registry.' });
    expect(body).toMatchObject({ state: 'superseded', superseded_by_id: later.id, ended_why: 'It was the registry.' });
    const retired = await act(later, 'retire', { reason: 'The component is gone.' });
    expect(retired.body).toMatchObject({ state: 'retired', ended_why: 'The component is gone.' });
  });
});

describe('an action', () => {
  const action = () => ({
    text: 'Alarm on disk use of image caches',
    type: 'detect',
    owner_team_id: platform.teamId,
    due_on: '2026-11-20',
  });

  const add = (retrospectiveId: string, more: object = {}) =>
    platform.maintainer.send<Action>('POST', `/retrospectives/${retrospectiveId}/actions`, { ...action(), ...more });

  test('needs a retrospective, an owner that is a team, a date, a type, and a link that leads somewhere', async () => {
    const { id } = await drafted();
    expect(await add(nobody)).toMatchObject({ status: 404 });
    expect(await add(id, { owner_team_id: nobody })).toMatchObject({ status: 422 });
    expect(await add(id, { due_on: 'soon' })).toMatchObject({ status: 400 });
    expect(await add(id, { type: 'punish' })).toMatchObject({ status: 400 });
    expect(await add(id, { linked: { kind: 'work_item', id: nobody } })).toMatchObject({
      status: 422,
      body: { errors: [{ field: '/linked/id' }] },
    });
  });

  test('is added once, and listed with the earliest due first, page by page', async () => {
    const { id } = await drafted();
    const send = () =>
      platform.maintainer.send<Action>('POST', `/retrospectives/${id}/actions`, action(), { key: 'action-once' });
    const late = await send();
    expect((await send()).body.id).toBe(late.body.id);
    const early = await add(id, { due_on: '2026-11-18' });
    const same = await add(id);
    const path = `/actions?retrospective_id=${id}&owner_team_id=${platform.teamId}&limit=2`;
    type Page = { items: Action[]; next_cursor: string };
    const page = (await platform.reporter.get<Page>(path)).body;
    expect(page.items.map((item) => item.id)).toEqual([early.body.id, late.body.id]);
    const next = (await platform.reporter.get<Page>(`${path}&cursor=${page.next_cursor}`)).body;
    expect(next).toMatchObject({ items: [{ id: same.body.id }], next_cursor: null });
    expect(await platform.reporter.get(`${path}&cursor=nonsense`)).toMatchObject({ status: 400 });
  });

  test('is overdue after its day until the work item that it is done as is completed', async () => {
    const { maintainer, house } = platform;
    const { id } = await drafted();
    const { body: added } = await add(id);
    expect(added).toMatchObject({ overdue: false, linked: null });
    house.clock.advanceMs(5 * dayMs);
    const backlog = await maintainer.get<{ items: { id: string; version: number; reference: string }[] }>('/backlog');
    const [item] = backlog.body.items;
    const linked = { linked: { kind: 'work_item', id: item?.id } };
    const change = await maintainer.send<Action>('PATCH', `/actions/${added.id}`, linked, { version: added.version });
    expect(change.body).toMatchObject({ overdue: true, linked: { reference: item?.reference, state: 'planned' } });
    const stale = await maintainer.send('PATCH', `/actions/${added.id}`, { type: 'prevent' }, { version: 1 });
    expect(stale).toMatchObject({ status: 412 });
    const path = `/work-items/${item?.id}/move`;
    const started = await platform.act(maintainer, path, item?.version ?? 0, { to: 'in_progress' });
    await platform.act(maintainer, path, started.version, { to: 'completed' });
    const { body } = await platform.reporter.get<Retrospective>(`/retrospectives/${id}`);
    expect(body.actions).toMatchObject([{ overdue: false, linked: { state: 'completed' } }]);
    const thread = await platform.reporter.get<{ steps: { kind: string }[] }>(`/threads/work_item/${item?.id}`);
    expect(thread.body.steps.map((step) => step.kind)).toContain('retrospective');
  });
});

describe('a retrospective about something restricted', () => {
  let insider: Client;
  let audienceId: string;
  beforeAll(async () => {
    audienceId = await platform.house.audience('Security', { roles: ['steward'] });
    insider = await platform.house.person('Insider', ['steward', 'maintainer', 'triager']);
  });

  const tell = async (said: object): Promise<{ id: string; version: number }> =>
    (await insider.send<{ signal: { id: string; version: number } }>('POST', '/signals', said)).body.signal;

  test('is read, listed and acted on by its audience alone', async () => {
    const { id } = await tell({ title: 'Tokens leak', description: 'I saw mine.', audience_id: audienceId });
    const secret = await drafted({ subject: { kind: 'signal', id } }, insider);
    const action = { text: 'Mask tokens', type: 'prevent', owner_team_id: platform.teamId, due_on: '2026-12-01' };
    await insider.send('POST', `/retrospectives/${secret.id}/actions`, action);
    expect(await platform.maintainer.get(`/retrospectives/${secret.id}`)).toMatchObject({ status: 404 });
    expect(await edit(secret, { title: 'Mine' })).toMatchObject({ status: 404 });
    for (const path of ['/retrospectives?limit=100', '/actions?limit=100'])
      expect(JSON.stringify(await platform.maintainer.get(path))).not.toContain(secret.id);
    expect(JSON.stringify((await insider.get('/actions?limit=100')).body)).toContain(secret.id);
  });

  test('takes nothing from it into an open one, whoever drafts that', async () => {
    const open = await tell({ title: 'Deploys wait for a lock', description: 'Ten minutes each.' });
    const secret = await tell({ title: 'The lock is a zircon', description: 'Zircon.', audience_id: audienceId });
    const problem = await insider.send<{ id: string; version: number }>('POST', '/problems', {
      title: 'Deploys wait',
      signal_ids: [open.id],
      component_ids: [platform.cacheId],
      severity: 'major',
    });
    const attach = { signal_ids: [secret.id] };
    const path = `/problems/${problem.body.id}/attach`;
    const attached = await insider.send('POST', path, attach, { version: problem.body.version });
    expect(attached, JSON.stringify(attached.body)).toMatchObject({ status: 200 });
    const draft = await drafted({ subject: { kind: 'problem', id: problem.body.id } }, insider);
    expect(draft.drafted_from.quotes.map((quote) => quote.text)).toEqual(['Ten minutes each.']);
    expect(JSON.stringify(draft).toLowerCase()).not.toContain('zircon');
  });

  test('says no more what was restricted after it was drafted, and nothing once its subject is', async () => {
    const told = await tell({ title: 'Logs show a beryl', description: 'Beryl in the log.' });
    const problem = await insider.send<{ id: string }>('POST', '/problems', {
      title: 'Logs show too much',
      signal_ids: [told.id],
      component_ids: [platform.cacheId],
      severity: 'major',
    });
    const of = (kind: string, id: string) => drafted({ subject: { kind, id } });
    const aboutProblem = await of('problem', problem.body.id);
    const aboutSignal = await of('signal', told.id);
    expect(aboutProblem.body).toContain('Beryl');
    const { version } = (await insider.get<{ version: number }>(`/signals/${told.id}`)).body;
    const restricted = await insider.send(
      'POST',
      `/signals/${told.id}/restrict`,
      { audience_id: audienceId, reason: 'It names a secret.' },
      { version },
    );
    expect(restricted, JSON.stringify(restricted.body)).toMatchObject({ status: 200 });
    const shown = await platform.maintainer.get(`/retrospectives/${aboutProblem.id}`);
    expect(shown.status).toBe(200);
    expect(JSON.stringify(shown.body).toLowerCase()).not.toContain('beryl');
    expect(JSON.stringify((await insider.get(`/retrospectives/${aboutProblem.id}`)).body)).toContain('Beryl');
    expect(await platform.maintainer.get(`/retrospectives/${aboutSignal.id}`)).toMatchObject({ status: 404 });
    expect(JSON.stringify(await platform.maintainer.get('/retrospectives?limit=100'))).not.toContain(aboutSignal.id);
  });
});
