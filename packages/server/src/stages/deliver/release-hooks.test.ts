import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { accepted, type Change, fixWork, openChange, type Releasable } from '../../../test/releasable-work.ts';
import { entriesAbout } from '../../platform/journal/index.ts';

let platform: DecidedPlatform;
let hook: Hook;
beforeAll(async () => {
  platform = await openDecidedPlatform();
  hook = await makeHook();
});
afterAll(() => platform.house.stop());

type Hook = { id: string; url: string; secret: string; ended_at: string | null };
type Problem = { code: string; errors?: { field: string }[] };

const makeHook = async (client = platform.maintainer): Promise<Hook> => {
  const answer = await client.send<Hook>('POST', '/release-hooks', { name: 'Argo Rollouts' });
  expect(answer.status).toBe(201);
  return answer.body;
};

type Sent = { id?: string; at?: Date; secret?: string; url?: string; signed?: string; drop?: string };
let count = 0;
/** Signed by somebody else's library, never by ours. */
const deliver = async (body: object | string, sent: Sent = {}): Promise<[number, Problem | null]> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { id = `msg_${(count += 1)}`, at = platform.house.clock.now(), secret = hook.secret, url = hook.url } = sent;
  const headers = new Headers({
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, sent.signed ?? text),
  });
  if (sent.drop) headers.delete(sent.drop);
  const answer = await platform.house.raw(url, { method: 'POST', headers, body: text });
  const said = await answer.text();
  return [answer.status, said === '' ? null : (JSON.parse(said) as Problem)];
};
const message = (event: string, change: string, more: object = {}) => ({
  type: `release.${event}`,
  timestamp: platform.house.clock.now().toISOString(),
  data: { change, ...more },
});
const read = async (id: string) => (await platform.reporter.get<Change>(`/changes/${id}`)).body;
const planned = async (title: string): Promise<{ work: Releasable; change: Change }> => {
  const work = await fixWork(platform, title);
  return { work, change: await openChange(platform, work) };
};

describe('what does not come from the hook', () => {
  test('is refused alike, whatever is wrong with it, and nothing happens', async () => {
    const { change } = await planned('Refused');
    const started = message('started', change.reference);
    const other = await makeHook();
    const elsewhere = await platform.house.otherWorkspace();
    const foreign = await makeHook(elsewhere);
    const ago = (seconds: number) => new Date(platform.house.clock.now().getTime() - seconds * 1000);
    const unauthenticated = [401, expect.objectContaining({ code: 'unauthenticated' })];
    const tries: Sent[] = [
      { secret: other.secret },
      { secret: foreign.secret },
      { url: other.url },
      { url: foreign.url },
      { url: hook.url.replace(hook.id, platform.teamId) },
      { url: hook.url.replace(hook.id, 'nothing') },
      { url: foreign.url.replace(foreign.id, hook.id) },
      { at: ago(301) },
      { at: ago(-301) },
      { signed: JSON.stringify(message('finished', change.reference)) },
      { drop: 'webhook-signature' },
      { drop: 'webhook-id' },
      { drop: 'webhook-timestamp' },
    ];
    for (const sent of tries) expect(await deliver(started, sent), JSON.stringify(sent)).toEqual(unauthenticated);
    expect((await read(change.id)).state).toBe('planned');
  });

  test('reaches no change of another workspace', async () => {
    const foreign = await makeHook(await platform.house.otherWorkspace());
    const { change } = await planned('Foreign');
    const [status] = await deliver(message('started', change.id), { url: foreign.url, secret: foreign.secret });
    expect(status).toBe(404);
    expect((await read(change.id)).state).toBe('planned');
  });
});

test('a message that is signed and makes no sense says which field', async () => {
  const { change } = await planned('Senseless');
  const refused = async (body: object | string) => {
    const [status, problem] = await deliver(body);
    return [status, problem?.code, problem?.errors?.[0]?.field];
  };
  expect(await refused('{')).toEqual([400, 'malformed_json', undefined]);
  expect(await refused({ type: 'release.paused', data: { change: change.reference } })).toEqual([
    400,
    'invalid_input',
    '/type',
  ]);
  expect(await refused({ type: 'release.started', data: {} })).toEqual([400, 'invalid_input', '/data/change']);
  expect(await refused(message('share', change.reference))).toEqual([400, 'invalid_input', '/data/share']);
  const script = { url: 'javascript:alert(1)' };
  expect(await refused(message('started', change.reference, script))).toEqual([400, 'invalid_input', '/data/url']);
  expect((await refused(message('started', 'C-999')))[0]).toBe(404);
  expect((await refused(message('started', 'C-9999999999')))[0]).toBe(404);
  expect((await refused(message('started', platform.teamId)))[0]).toBe(404);
  expect((await deliver(JSON.stringify(message('started', 'x'.repeat(70_000)))))[0]).toBe(413);
  expect((await refused(message('finished', change.reference))).slice(0, 2)).toEqual([409, 'illegal_transition']);
  expect((await refused(message('share', change.reference, { share: 10 }))).slice(0, 2)).toEqual([
    409,
    'illegal_transition',
  ]);
});

test('another tool starts, moves and finishes a release, and everything after works as if the rollout were ours', async () => {
  const { change, work } = await planned('Elsewhere');
  expect(await deliver(message('started', change.reference, { url: 'https://argo.example/r/1' }))).toEqual([204, null]);
  expect(await deliver(message('share', change.reference, { share: 30 }))).toEqual([204, null]);
  const elsewhere = { tool: 'Argo Rollouts', url: 'https://argo.example/r/1' };
  expect(await read(change.id)).toMatchObject({ state: 'releasing', elsewhere: { ...elsewhere, share: 30 } });
  const rollout = await platform.maintainer.send('POST', `/changes/${change.id}/rollouts`, { steps: [{ share: 100 }] });
  expect(rollout.body).toMatchObject({ code: 'rollout_elsewhere' });
  expect(await deliver(message('finished', change.reference))).toEqual([204, null]);
  expect(await read(change.id)).toMatchObject({ state: 'released', elsewhere: { ...elsewhere, share: 100 } });
  expect((await platform.reporter.get(`/problems/${work.problemId}`)).body).toMatchObject({ state: 'shipped' });
  const { house } = platform;
  const entries = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    entriesAbout(tables, [change.id]),
  );
  expect(entries.find((entry) => entry.type === 'deliver.change_moved')?.actor).toEqual({
    kind: 'person',
    id: platform.maintainer.personId,
  });
});

test('the same message has one effect, however often and however many at once; what was refused may come again', async () => {
  const { change } = await planned('Replayed');
  const body = message('started', change.reference);
  const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(body, { id: 'once' })));
  expect(answers).toEqual(answers.map(() => [204, null]));
  await deliver(message('rolled_back', change.reference, { note: 'The P90 doubled.' }));
  const { version } = await read(change.id);
  await platform.act(platform.maintainer, `/changes/${change.id}/move`, version, { to: 'planned' });
  // Sent again with a new timestamp: the id is what counts.
  platform.house.clock.advanceMs(60_000);
  expect(await deliver(body, { id: 'once' })).toEqual([204, null]);
  const after = await read(change.id);
  expect(after).toMatchObject({ state: 'planned', elsewhere: null });
  expect((after as unknown as { history: { to: string; reason: string }[] }).history).toMatchObject([
    { to: 'releasing' },
    { to: 'rolled_back', reason: 'The P90 doubled.' },
    { to: 'planned' },
  ]);
  const early = message('finished', change.reference);
  expect((await deliver(early, { id: 'early' }))[0]).toBe(409);
  await deliver(message('started', change.reference));
  expect((await deliver(early, { id: 'early' }))[0]).toBe(204);
});

test('the lane asks the same of what is released elsewhere, and a rollout of ours is not crossed', async () => {
  const significant = await openChange(platform, await accepted(platform, 'Elsewhere, significant', 'significant'));
  const [status, problem] = await deliver(message('started', significant.reference));
  expect([status, problem?.code]).toEqual([409, 'lane_steps_missing']);
  const { change } = await planned('Crossed');
  const rollout = await platform.made(platform.maintainer, `/changes/${change.id}/rollouts`, {
    steps: [{ share: 100 }],
  });
  expect((await deliver(message('started', change.reference)))[1]?.code).toBe('rollout_live');
  expect(rollout).toMatchObject({ state: 'waiting' });
});

test('the API takes the same words, once per Idempotency-Key, from those who may roll out', async () => {
  const { change } = await planned('By API');
  const say = (body: object, key?: string, client = platform.maintainer) =>
    client.send<Change & Problem>('POST', `/changes/${change.id}/released-elsewhere`, body, key ? { key } : {});
  const started = { event: 'started', tool: 'LaunchDarkly' };
  expect((await say(started, undefined, platform.reporter)).body.code).toBe('forbidden');
  expect((await say({ event: 'share', tool: 'LaunchDarkly' })).body.errors?.[0]?.field).toBe('/share');
  const [first, again] = [await say(started, 'start-once'), await say(started, 'start-once')];
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body).toMatchObject({ id: change.id, state: 'releasing' });
  expect((await say(started)).body.code).toBe('illegal_transition');
  const back = await say({ event: 'rolled_back', tool: 'LaunchDarkly' });
  expect(back.body).toMatchObject({ state: 'rolled_back', elsewhere: { share: 0 } });
});

describe('a hook', () => {
  test('shows its secret once, and nothing that is stored or listed holds it', async () => {
    const made = await makeHook();
    expect(made.secret).toMatch(/^whsec_/);
    const list = await platform.maintainer.get('/release-hooks');
    expect(JSON.stringify(list.body)).toContain(made.id);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
    const { house } = platform;
    const rows = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
      tables.selectFrom('deliver.release_hooks').selectAll().execute(),
    );
    expect(JSON.stringify(rows)).not.toContain(made.secret.slice('whsec_'.length));
    expect(made.secret).not.toBe(hook.secret);
  });

  test('is its maker’s: others neither see nor end it, an admin does, and ended it is gone', async () => {
    const made = await makeHook();
    const other = await platform.house.person('Noor Haddad', ['maintainer']);
    expect((await other.get<{ items: Hook[] }>('/release-hooks')).body.items).toEqual([]);
    expect((await other.send('DELETE', `/release-hooks/${made.id}`)).status).toBe(404);
    const ended = await platform.approver.send<Hook>('DELETE', `/release-hooks/${made.id}`);
    expect(ended.body.ended_at).not.toBeNull();
    const { change } = await planned('Ended');
    const [status, problem] = await deliver(message('started', change.reference), {
      url: made.url,
      secret: made.secret,
    });
    expect([status, problem?.code]).toEqual([410, 'hook_ended']);
  });

  test('is made by those who may roll out, for oneself or by an admin for a service account', async () => {
    const { house, approver, reporter, maintainer } = platform;
    const body = { name: 'CI' };
    expect((await reporter.send('POST', '/release-hooks', body)).body).toMatchObject({ code: 'forbidden' });
    const narrow = await house.person('Kofi Mensah', ['maintainer'], { scopes: ['loop.see', 'govern.hold_token'] });
    expect((await narrow.send('POST', '/release-hooks', body)).body).toMatchObject({ code: 'forbidden' });
    const service = await house.person('Argo', ['maintainer'], { service: true, componentIds: [platform.cacheId] });
    const forService = { ...body, person_id: service.personId };
    expect((await maintainer.send('POST', '/release-hooks', forService)).body).toMatchObject({ code: 'forbidden' });
    const forPerson = { ...body, person_id: maintainer.personId };
    expect((await approver.send('POST', '/release-hooks', forPerson)).body).toMatchObject({ code: 'forbidden' });
    expect((await approver.send('POST', '/release-hooks', forService)).status).toBe(201);
  });

  test('may do no more than whom it acts as, and nothing once they have left', async () => {
    const { house } = platform;
    const outsider = await house.person('Lena Brandt', ['maintainer']);
    const theirs = await makeHook(outsider);
    const { change } = await planned('Not theirs');
    const say = () => deliver(message('started', change.reference), { url: theirs.url, secret: theirs.secret });
    expect((await say())[1]?.code).toBe('forbidden');
    await house.hearback.journal.write(
      { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: { kind: 'system', id: null } },
      async ({ tables, now, record }) => {
        await tables.updateTable('charter.people').set({ left_at: now }).where('id', '=', outsider.personId).execute();
        record({ type: 'charter.person_changed', subject: { kind: 'person', id: outsider.personId } });
      },
    );
    expect((await say())[1]?.code).toBe('forbidden');
    expect((await read(change.id)).state).toBe('planned');
  });
});
