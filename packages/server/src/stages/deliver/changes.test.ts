import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { accepted, type Change, fixWork, openChange } from '../../../test/releasable-work.ts';
import { entriesAbout, type JournalEntry, systemActor } from '../../platform/journal/index.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const dayMs = 86_400_000;
const send = (id: string, act: string, version: number, body: object, client = platform.maintainer) =>
  client.send<Change & { code: string }>('POST', `/changes/${id}/${act}`, body, { version });
const read = async (id: string) => (await platform.reporter.get<Change>(`/changes/${id}`)).body;
const act = async (id: string, name: string, body: object, client = platform.maintainer): Promise<Change> => {
  const answer = await send(id, name, (await read(id)).version, body, client);
  expect(answer.body, `${name} of a change`).toMatchObject({ id });
  return answer.body;
};
const problemState = async (id: string) =>
  (await platform.reporter.get<{ state: string }>(`/problems/${id}`)).body.state;
const entriesOf = (id: string): Promise<JournalEntry[]> =>
  platform.house.hearback.journal.read({ workspaceId: platform.house.workspaceId, audienceIds: [] }, ({ tables }) =>
    entriesAbout(tables, [id]),
  );
const plan = () => ({
  how: 'Point the queue back.',
  trigger: 'The queue’s P90 doubles.',
  responsible_id: platform.maintainer.personId,
});

describe('a change that is not one', () => {
  test('releases nothing, what is not here, what was cancelled, or what nobody decided', async () => {
    const { maintainer } = platform;
    const body = { title: 'Nothing', users_notice: 'Nothing.' };
    const refused = async (more: object) => {
      const answer = await maintainer.send<{ code: string; errors?: { field: string }[] }>('POST', '/changes', {
        ...body,
        ...more,
      });
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
    };
    expect(await refused({})).toEqual([422, 'nothing_to_release', '/work_item_ids']);
    expect(await refused({ work_item_ids: [maintainer.personId] })).toEqual([
      422,
      'unknown_reference',
      '/work_item_ids/0',
    ]);
    const problem = await platform.problem('The queue is long');
    const draft = await platform.made(maintainer, '/decisions', {
      kind: 'fix',
      title: 'Shorten it',
      rationale: 'It is long.',
      problem_ids: [problem.id],
      likely_person_days: 1,
    });
    expect(await refused({ decision_ids: [draft.id] })).toEqual([409, 'decision_not_workable', '/decision_ids/0']);
    const work = await fixWork(platform, 'The queue is too long');
    const item = (await maintainer.get<{ version: number }>(`/work-items/${work.workItemId}`)).body;
    await platform.act(maintainer, `/work-items/${work.workItemId}/move`, item.version, {
      to: 'cancelled',
      note: 'Not worth it.',
    });
    expect(await refused({ work_item_ids: [work.workItemId] })).toEqual([
      422,
      'nothing_to_release',
      '/work_item_ids/0',
    ]);
  });

  test('is opened by those who look after what it changes, even if they name a team of their own', async () => {
    const work = await fixWork(platform, 'The cache forgets');
    const body = { title: 'Remember', users_notice: 'It remembers.', work_item_ids: [work.workItemId] };
    expect((await platform.reporter.send('POST', '/changes', body)).body).toMatchObject({ code: 'forbidden' });
    const own = await platform.made(platform.approver, '/teams', { key: 'portal', name: 'Portal' });
    const outsider = await platform.house.person('Olu Ade', ['maintainer'], { teamIds: [own.id] });
    const named = await outsider.send('POST', '/changes', { ...body, owner_team_id: own.id });
    expect(named).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('is restricted when what it releases is: nobody else sees it, and the open problem ships without naming it', async () => {
    const { house, maintainer } = platform;
    const insider = await house.person('Ines Duarte', ['maintainer'], { componentIds: [platform.cacheId] });
    const audienceId = await house.audience('security', { personIds: [insider.personId] });
    const work = await fixWork(platform, 'The cache leaks names');
    await house.hearback.journal.write(
      { viewpoint: { workspaceId: house.workspaceId, audienceIds: [audienceId] }, actor: systemActor },
      async ({ tables, record }) => {
        const items = tables.updateTable('plan.work_items').where('id', '=', work.workItemId);
        await items.set({ audience_id: audienceId }).execute();
        record({ type: 'plan.work_item_changed', subject: { kind: 'work_item', id: work.workItemId }, audienceId });
      },
    );
    const change = await openChange(platform, work, { title: 'Quietly' }, insider);
    await maintainer.get(`/changes/${change.id}`).then((answer) => expect(answer.status).toBe(404));
    const listed = await maintainer.get<{ items: Change[] }>(`/changes?decision_id=${work.decisionId}`);
    expect(listed.body.items).toEqual([]);
    expect((await send(change.id, 'move', change.version, { to: 'releasing' })).status).toBe(404);
    const releasing = await send(change.id, 'move', change.version, { to: 'releasing' }, insider);
    expect((await send(change.id, 'move', releasing.body.version, { to: 'released' }, insider)).status).toBe(200);
    expect(await problemState(work.problemId)).toBe('shipped');
    const told = await entriesOf(work.problemId);
    expect(told.filter((entry) => entry.subject.id === change.id)).toEqual([]);
    expect(told.findLast((entry) => entry.type === 'triage.problem_moved')).toMatchObject({
      data: { to: 'shipped' },
      refs: [],
    });
  });
});

describe('a significant change', () => {
  let change: Change;
  beforeAll(async () => {
    change = await openChange(platform, await accepted(platform, 'Labels change', 'significant'));
  });
  const missing = async () => (await read(change.id)).missing.map((step) => step.code);

  test('does not start while its lane asks for something, and says what', async () => {
    expect(change).toMatchObject({ lane: 'significant', state: 'planned' });
    const refused = await send(change.id, 'move', change.version, { to: 'releasing' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'lane_steps_missing', facts: { lane: 'significant' } },
    });
    const { missing: named } = (refused.body as unknown as { facts: { missing: { code: string }[] } }).facts;
    expect(named.map((step) => step.code)).toEqual(['rollback_plan', 'rollback_rehearsed', 'notice', 'gated_rollout']);
    const elsewhere = await platform.maintainer.send('POST', `/changes/${change.id}/released-elsewhere`, {
      event: 'started',
      tool: 'Argo Rollouts',
    });
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'lane_steps_missing' } });
    expect((await read(change.id)).state).toBe('planned');
  });

  test('is rehearsed as its rollback plan stands: there is one first, and new words need a new rehearsal', async () => {
    const rehearse = { note: 'On staging, four minutes.' };
    expect((await send(change.id, 'rehearse', change.version, rehearse)).body.code).toBe('rollback_plan_missing');
    const edit = (body: object, version: number) =>
      platform.maintainer.send<Change>('PATCH', `/changes/${change.id}`, body, { version });
    const stranger = { rollback_plan: { ...plan(), responsible_id: platform.teamId } };
    expect((await edit(stranger, change.version)).body).toMatchObject({ code: 'unknown_reference' });
    expect((await edit({ rollback_plan: plan() }, change.version)).status).toBe(200);
    expect((await edit({ rollback_plan: plan() }, change.version)).body).toMatchObject({ code: 'stale_version' });
    platform.house.clock.advanceMs(60_000);
    expect(await act(change.id, 'rehearse', rehearse)).toMatchObject({
      rollback_plan: { written: true, rehearsed_as_it_stands: true, rehearsal_note: rehearse.note },
    });
    expect(await missing()).toEqual(['notice', 'gated_rollout']);
    platform.house.clock.advanceMs(60_000);
    const again = await edit({ rollback_plan: plan(), title: 'Labels' }, (await read(change.id)).version);
    expect(again.body).toMatchObject({ title: 'Labels', rollback_plan: { rehearsed_as_it_stands: true } });
    const reworded = { ...plan(), how: 'Point the queue back and drain it.' };
    await edit({ rollback_plan: reworded }, again.body.version);
    expect(await missing()).toEqual(['rollback_rehearsed', 'notice', 'gated_rollout']);
    await act(change.id, 'rehearse', rehearse);
  });

  test('is announced five business days ahead, and the notice counts when they are over', async () => {
    const notice = { text: 'The old labels stop working.', lead_business_days: 5, team_ids: [platform.teamId] };
    const { version } = await read(change.id);
    const short = await send(change.id, 'notice', version, { ...notice, lead_business_days: 4 });
    expect(short).toMatchObject({ status: 400, body: { code: 'notice_too_short' } });
    const nobody = await send(change.id, 'notice', version, { ...notice, team_ids: [platform.cacheId] });
    expect(nobody.body).toMatchObject({ code: 'unknown_reference', errors: [{ field: '/team_ids/0' }] });
    const given = await act(change.id, 'notice', notice);
    expect(given).toMatchObject({ notice: { lead_business_days: 5, team_ids: [platform.teamId] } });
    expect(await missing()).toEqual(['notice', 'gated_rollout']);
    platform.house.clock.advanceMs(7 * dayMs);
    expect(await missing()).toEqual(['gated_rollout']);
  });

  test('does without the notice when whoever decides says so, and nobody else may', async () => {
    const other = await openChange(platform, await accepted(platform, 'The certificate ends', 'significant'));
    const body = { reason: 'The certificate ends tonight.' };
    expect((await send(other.id, 'waive-notice', other.version, body)).body.code).toBe('forbidden');
    expect(await act(other.id, 'waive-notice', body, platform.approver)).toMatchObject({
      waiver: { by_id: platform.approver.personId, reason: body.reason },
      missing: [{ code: 'rollback_plan' }, { code: 'rollback_rehearsed' }, { code: 'gated_rollout' }],
    });
  });
});

describe('a small change', () => {
  test('goes from planned to released by hand, and its problem has shipped', async () => {
    const work = await fixWork(platform, 'The runner image is old');
    const change = await openChange(platform, work, { title: 'A new runner image' });
    expect(change).toMatchObject({
      lane: 'fix',
      missing: [],
      rollback_plan: { written: false, how: 'Revert the change.' },
    });
    expect((await send(change.id, 'move', change.version, { to: 'released' })).body).toMatchObject({
      code: 'illegal_transition',
      facts: { possible: ['releasing', 'abandoned'] },
    });
    const asReporter = await send(change.id, 'move', change.version, { to: 'releasing' }, platform.reporter);
    expect(asReporter.body.code).toBe('forbidden');
    await act(change.id, 'move', { to: 'releasing' });
    expect(await problemState(work.problemId)).toBe('fixing');
    expect((await send(change.id, 'move', change.version, { to: 'released' })).body.code).toBe('stale_version');
    const edited = await platform.maintainer.send(
      'PATCH',
      `/changes/${change.id}`,
      { title: 'Else' },
      { version: change.version + 1 },
    );
    expect(edited.body).toMatchObject({ code: 'change_underway' });
    const released = await act(change.id, 'move', { to: 'released' });
    expect(released).toMatchObject({
      state: 'released',
      history: [{ to: 'releasing' }, { from: 'releasing', to: 'released' }],
    });
    expect(await problemState(work.problemId)).toBe('shipped');

    const moved = (await entriesOf(change.id)).filter((entry) => entry.type === 'deliver.change_moved');
    expect(moved.at(-1)?.data).toEqual({ from: 'releasing', to: 'released' });
    expect(moved.at(-1)?.refs.map(({ kind, id }) => [kind, id])).toEqual([
      ['decision', work.decisionId],
      ['work_item', work.workItemId],
      ['problem', work.problemId],
    ]);
    await platform.house.hearback.settle();
    const known = await platform.reporter.get<{ items: { id: string }[] }>('/similar?q=new+runner+image&kind=change');
    expect(known.body.items.map((one) => one.id)).toContain(change.id);
    const thread = await platform.reporter.get<{ steps: { kind: string }[] }>(`/threads/change/${change.id}`);
    expect(thread.body.steps.map((step) => step.kind)).toEqual([
      'signal',
      'problem',
      'decision',
      'work_item',
      'change',
      'outcome',
    ]);
  });

  test('is rolled back with a reason, planned again or abandoned, and its problem is still being fixed', async () => {
    const work = await fixWork(platform, 'The index is slow');
    const change = await openChange(platform, work);
    await act(change.id, 'move', { to: 'releasing' });
    const { version } = await read(change.id);
    expect((await send(change.id, 'move', version, { to: 'rolled_back' })).body).toMatchObject({
      code: 'reason_missing',
      errors: [{ field: '/reason' }],
    });
    await act(change.id, 'move', { to: 'rolled_back', reason: 'The P90 doubled.' });
    expect(await problemState(work.problemId)).toBe('fixing');
    expect(await act(change.id, 'move', { to: 'planned' })).toMatchObject({ state: 'planned', started_at: null });
    await act(change.id, 'move', { to: 'abandoned', reason: 'Another way is better.' });
    const end = await read(change.id);
    expect((await send(change.id, 'move', end.version, { to: 'planned' })).body.code).toBe('illegal_transition');
    const listed = await platform.reporter.get<{ items: Change[] }>('/changes?state=abandoned');
    expect(listed.body.items.map((one) => one.id)).toEqual([change.id]);
  });

  test('takes the rollback plan of its urgent decision along, and acts before the decision is made', async () => {
    const problem = await platform.problem('Checksums are wrong', { severity: 'critical' });
    const draft = await platform.made(platform.maintainer, '/decisions', {
      kind: 'fix',
      title: 'Turn the cache off',
      rationale: 'Wrong is worse than slow.',
      problem_ids: [problem.id],
      likely_person_days: 1,
      lane_questions: { is_harm_now: true },
      rollback_plan: plan(),
    });
    const body = { title: 'Cache off', users_notice: 'Slower builds.', decision_ids: [draft.id] };
    const change = await platform.made(platform.maintainer, '/changes', body);
    expect(change).toMatchObject({ lane: 'urgent', missing: [], rollback_plan: { written: true, how: plan().how } });
    await act(change.id, 'move', { to: 'releasing' });
    await act(change.id, 'move', { to: 'released' });
  });
});

test('lists page through changes, the newest first, each once', async () => {
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await platform.reporter.get<{ items: Change[]; next_cursor: string | null }>(
      `/changes?limit=2${cursor}`,
    );
    seen.push(...page.body.items.map((one) => one.id));
    if (page.body.next_cursor === null) break;
    cursor = `&cursor=${page.body.next_cursor}`;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(seen.toSorted().reverse());
  const byComponent = await platform.reporter.get<{ items: Change[] }>(`/changes?component_id=${platform.gatewayId}`);
  expect(byComponent.body.items).toEqual([]);
});
