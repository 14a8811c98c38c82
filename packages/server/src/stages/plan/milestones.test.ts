import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { entriesAbout } from '../../platform/journal/index.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const dayMs = 86_400_000;
type Milestone = {
  id: string;
  name: string;
  train_id: string | null;
  starts_at: string;
  ends_at: string;
  closed_at: string | null;
  promised: number;
  completed: number;
  version: number;
};
type Item = {
  id: string;
  state: string;
  group: string;
  version: number;
  milestone_id: string | null;
  first_milestone_id: string | null;
  carried_over: number;
};

/** Midnight, some days from the test's today. */
const midnight = (days: number) =>
  new Date(Math.floor(platform.house.clock.now().getTime() / dayMs) * dayMs + days * dayMs).toISOString();
const train = (name: string, more: object = {}) => ({
  name,
  cadence_days: 14,
  cut_off_days: 2,
  first_start: midnight(0),
  milestones: 2,
  ...more,
});
const milestones = async (query: string) =>
  (await platform.reporter.get<{ items: Milestone[] }>(`/milestones?${query}`)).body.items;
async function promised(title: string, milestoneId: string): Promise<Item> {
  const problem = await platform.problem(title);
  const fixed = await platform.maintainer.send<{ work_item: Item }>('POST', `/problems/${problem.id}/fix`, {
    what: title,
    why: 'It is small.',
    when: { milestone_id: milestoneId },
    questions: {},
    likely_person_days: 1,
  });
  expect(fixed.body).toMatchObject({ work_item: { milestone_id: milestoneId, first_milestone_id: milestoneId } });
  return fixed.body.work_item;
}
const read = async (id: string) => (await platform.reporter.get<Item>(`/work-items/${id}`)).body;
const move = (item: { id: string; version: number }, to: string) =>
  platform.act(platform.maintainer, `/work-items/${item.id}/move`, item.version, { to });

describe('a train or a milestone is refused', () => {
  test('to a reporter, twice by one name, and where its days make no sense', async () => {
    expect((await platform.reporter.send('POST', '/trains', train('Fortnight'))).status).toBe(403);
    const first = await platform.made(platform.maintainer, '/trains', train('Fortnight'));
    expect((await platform.maintainer.send('POST', '/trains', train('Fortnight'))).body).toMatchObject({
      code: 'already_exists',
    });
    const inside = train('Inside out', { cut_off_days: 14 });
    expect((await platform.maintainer.send('POST', '/trains', inside)).body).toMatchObject({
      code: 'milestone_invalid',
      errors: [{ field: '/cut_off_days' }],
    });
    const span = { name: 'Backwards', starts_at: midnight(3), cut_off_at: midnight(2), ends_at: midnight(4) };
    const backwards = await platform.maintainer.send('POST', '/milestones', span);
    expect(backwards.body).toMatchObject({ code: 'milestone_invalid', errors: [{ field: '/cut_off_at' }] });
    const right = { ...span, cut_off_at: midnight(4), train_id: platform.teamId };
    expect((await platform.maintainer.send('POST', '/milestones', right)).body).toMatchObject({
      code: 'unknown_reference',
    });
    expect((await platform.maintainer.send('PATCH', `/trains/${first.id}`, { name: 'x' }, { version: 9 })).status).toBe(
      412,
    );
  });

  test('when it is sent again with the same key it is the same train', async () => {
    const body = train('Weekly', { cadence_days: 7 });
    const once = await platform.maintainer.send('POST', '/trains', body, { key: 'train-weekly-1' });
    const again = await platform.maintainer.send('POST', '/trains', body, { key: 'train-weekly-1' });
    expect(again.body).toEqual(once.body);
    expect(await milestones(`train_id=${String(once.body['id'])}`)).toHaveLength(2);
  });
});

test('after its cut-off a milestone takes no more work, and what was promised before stays promised', async () => {
  const span = { name: 'Before the freeze', starts_at: midnight(0), cut_off_at: midnight(2), ends_at: midnight(5) };
  const milestone = await platform.made(platform.maintainer, '/milestones', span);
  const item = await promised('A typo in the banner', milestone.id);
  platform.house.clock.advanceMs(2 * dayMs);
  const problem = await platform.problem('Another typo');
  const late = await platform.maintainer.send('POST', `/problems/${problem.id}/fix`, {
    what: 'Now',
    why: 'Small.',
    when: { milestone_id: milestone.id },
    questions: {},
    likely_person_days: 1,
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'milestone_cut_off' } });
  expect(await platform.problemState(problem.id)).toBe('open');
  const body = { title: 'The same promise', milestone_id: milestone.id };
  const changed = await platform.maintainer.send('PATCH', `/work-items/${item.id}`, body, { version: item.version });
  expect(changed).toMatchObject({ status: 200, body: { milestone_id: milestone.id } });
});

test('what is unfinished when a milestone ends is carried over to the next, and keeps its first promise', async () => {
  const made = await platform.made(platform.maintainer, '/trains', train('Release train'));
  const [first, second] = await milestones(`train_id=${made.id}`);
  if (!first || !second) throw new Error('The train has two milestones.');
  expect(first.ends_at).toBe(second.starts_at);
  const item = await promised('A cold cache', first.id);
  const finished = await promised('A warm cache', first.id);
  const dropped = await promised('A lukewarm cache', first.id);
  await move(await move(finished, 'in_progress'), 'completed');
  await platform.act(platform.maintainer, `/work-items/${dropped.id}/move`, dropped.version, {
    to: 'cancelled',
    note: 'No.',
  });
  await move(item, 'in_progress');
  expect((await milestones(`train_id=${made.id}`))[0]).toMatchObject({ promised: 2, completed: 1 });
  expect(item).toMatchObject({ group: 'now' });

  platform.house.clock.advanceMs(14 * dayMs);
  await platform.runJob('plan.due');
  await platform.runJob('plan.due');
  expect(await read(item.id)).toMatchObject({
    milestone_id: second.id,
    first_milestone_id: first.id,
    carried_over: 1,
    state: 'in_progress',
  });
  expect(await read(finished.id)).toMatchObject({ milestone_id: first.id, carried_over: 0 });
  expect(await read(dropped.id)).toMatchObject({ milestone_id: first.id, carried_over: 0 });
  const [closed] = await milestones(`train_id=${made.id}&closed=true`);
  expect(closed).toMatchObject({ id: first.id, closed_at: platform.house.clock.now().toISOString() });
  expect((await milestones(`train_id=${made.id}`)).map(({ id }) => id)).toEqual([second.id]);
  const shifted = await platform.maintainer.send(
    'PATCH',
    `/milestones/${first.id}`,
    { ends_at: midnight(90) },
    { version: closed?.version ?? 0 },
  );
  expect(shifted.body).toMatchObject({ code: 'milestone_invalid' });
  const entries = await platform.house.hearback.journal.read(
    { workspaceId: platform.house.workspaceId, audienceIds: [] },
    ({ tables }) => entriesAbout(tables, [item.id]),
  );
  expect(entries.find((entry) => entry.type === 'plan.work_item_carried_over')).toMatchObject({
    refs: [
      { kind: 'milestone', id: first.id, tie: 'from' },
      { kind: 'milestone', id: second.id, tie: 'to' },
    ],
    data: { times: 1 },
  });

  // The train has no third milestone yet: it is made when somebody has to ride it.
  platform.house.clock.advanceMs(14 * dayMs);
  await platform.runJob('plan.due');
  const [third] = await milestones(`train_id=${made.id}`);
  expect(third?.starts_at).toBe(second.ends_at);
  expect(await read(item.id)).toMatchObject({ milestone_id: third?.id, first_milestone_id: first.id, carried_over: 2 });
});

test('without a train, or on one that is retired, unfinished work goes back to later', async () => {
  const span = { name: 'Alone', starts_at: midnight(0), cut_off_at: midnight(2), ends_at: midnight(3) };
  const alone = await platform.made(platform.maintainer, '/milestones', span);
  const item = await promised('A slow link', alone.id);
  const retiring = await platform.made(
    platform.maintainer,
    '/trains',
    train('Last train', { cadence_days: 3, cut_off_days: 1, milestones: 1 }),
  );
  const [last] = await milestones(`train_id=${retiring.id}`);
  const rider = await promised('A slower link', last?.id ?? '');
  const retired = await platform.maintainer.send(
    'PATCH',
    `/trains/${retiring.id}`,
    { retired: true },
    { version: retiring.version },
  );
  expect(retired.status).toBe(200);
  platform.house.clock.advanceMs(3 * dayMs);
  await platform.runJob('plan.due');
  for (const { id } of [item, rider])
    expect(await read(id)).toMatchObject({ milestone_id: null, group: 'later', carried_over: 1 });
  expect((await read(item.id)).first_milestone_id).toBe(alone.id);
});
