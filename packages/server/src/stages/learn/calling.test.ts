// What happened calls for a retrospective by itself, once: what calls for none comes first.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import { entriesAbout } from '../../platform/journal/index.ts';

type Called = { id: string; cause: string; drafted_by: string | null; title: string; version: number };

const dayMs = 86_400_000;

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

async function calledAbout(subjectId: string): Promise<Called[]> {
  await platform.house.hearback.settle();
  return (await platform.reporter.get<{ items: Called[] }>(`/retrospectives?subject_id=${subjectId}`)).body.items;
}

async function missedClocks(problemId: string): Promise<number> {
  const thread = await platform.reporter.get<{ entries: { type: string }[] }>(`/threads/problem/${problemId}`);
  return thread.body.entries.filter((entry) => entry.type === 'triage.clock_breached').length;
}

async function changeOf(title: string): Promise<{ id: string; version: number; decisionId: string }> {
  const { maintainer } = platform;
  const problem = await platform.problem(title);
  const fix = await maintainer.send<{ decision: { id: string }; work_item: { id: string; version: number } }>(
    'POST',
    `/problems/${problem.id}/fix`,
    { what: 'Do it', why: 'It hurts.', when: { due_on: '2027-06-01' }, questions: {}, likely_person_days: 1 },
  );
  const { decision, work_item: item } = fix.body;
  const change = await platform.made(maintainer, '/changes', {
    title: `${title}, done`,
    users_notice: 'Nothing.',
    work_item_ids: [item.id],
  });
  return { ...change, decisionId: decision.id };
}

test('a release that stays calls for none', async () => {
  const change = await changeOf('Caches are cold');
  const path = `/changes/${change.id}/move`;
  const releasing = await platform.act(platform.maintainer, path, change.version, { to: 'releasing' });
  await platform.act(platform.maintainer, path, releasing.version, { to: 'released' });
  expect(await calledAbout(change.id)).toEqual([]);
});

test('clocks that are not enforced yet, and those of what annoys, call for none', async () => {
  const early = await platform.problem('Nobody looked at this yet', { severity: 'critical' });
  platform.house.clock.advanceMs(10 * dayMs);
  await platform.runJob('triage.clock_watch');
  expect(await missedClocks(early.id)).toBeGreaterThan(0);
  expect(await calledAbout(early.id)).toEqual([]);
  platform.house.clock.advanceMs(40 * dayMs);
  const small = await platform.problem('The colour is odd', { severity: 'trivial' });
  platform.house.clock.advanceMs(120 * dayMs);
  await platform.runJob('triage.clock_watch');
  expect(await missedClocks(small.id)).toBeGreaterThan(0);
  expect(await calledAbout(small.id)).toEqual([]);
});

test('a missed clock of what blocks many calls for one, by nobody, however many of its clocks are missed', async () => {
  const problem = await platform.problem('Every build is blocked', { severity: 'critical' });
  platform.house.clock.advanceMs(20 * dayMs);
  await platform.runJob('triage.clock_watch');
  expect(await calledAbout(problem.id)).toMatchObject([{ cause: 'clock_missed', drafted_by: null }]);
});

test('a rollback calls for one, once; one more before it is published belongs to the same, one after does not', async () => {
  const { maintainer, house } = platform;
  const change = await changeOf('Gateways drop calls');
  let version = change.version;
  const rollBack = async () => {
    for (const to of ['releasing', 'rolled_back', 'planned']) {
      const body = { to, reason: 'As planned.' };
      ({ version } = await platform.act(maintainer, `/changes/${change.id}/move`, version, body));
    }
    await house.hearback.settle();
  };
  const hearAgain = async () => {
    const { consumers } = house.hearback.stages.doors.find((door) =>
      door.consumers.some((one) => one.name === 'learn.called_retrospectives'),
    ) ?? { consumers: [] };
    const viewpoint = { workspaceId: house.workspaceId, audienceIds: [] };
    const entries = await house.hearback.journal.read(viewpoint, ({ tables }) => entriesAbout(tables, [change.id]));
    const entryIds = entries.map((entry) => entry.id);
    for (const consumer of consumers) await consumer.handle({ workspaceId: house.workspaceId, entryIds });
  };

  await rollBack();
  const [called] = await calledAbout(change.id);
  expect(called).toMatchObject({ cause: 'rolled_back', drafted_by: null });
  expect(called?.title).toContain('Gateways drop calls, done');
  await rollBack();
  await hearAgain();
  expect(await calledAbout(change.id)).toHaveLength(1);

  const path = `/retrospectives/${called?.id}`;
  const reviewed = await platform.act(maintainer, `${path}/review`, called?.version ?? 0);
  house.clock.advanceMs(dayMs);
  await platform.act(maintainer, `${path}/publish`, reviewed.version);
  await hearAgain();
  expect(await calledAbout(change.id)).toHaveLength(1);
  house.clock.advanceMs(dayMs);
  await rollBack();
  expect(await calledAbout(change.id)).toHaveLength(2);
});

test('an outcome that was not met calls for one about its decision', async () => {
  const { maintainer, house } = platform;
  const { decisionId, ...change } = await changeOf('Queues are long');
  const path = `/changes/${change.id}/move`;
  const releasing = await platform.act(maintainer, path, change.version, { to: 'releasing' });
  await platform.act(maintainer, path, releasing.version, { to: 'released' });
  await house.hearback.settle();
  type Question = { id: string; version: number; decision: { id: string } | null };
  const asked = await platform.reporter.get<{ items: Question[] }>('/help-questions?limit=100');
  const question = asked.body.items.find((one) => one.decision?.id === decisionId);
  await platform.act(platform.reporter, `/help-questions/${question?.id}/answer`, question?.version ?? 0, {
    helped: 'no',
  });
  house.clock.advanceMs(60 * dayMs);
  await platform.runJob('verify.judge_due_outcomes');
  const called = await calledAbout(decisionId);
  expect(called).toMatchObject([{ cause: 'outcome_not_met', drafted_by: null }]);
  const { body } = await maintainer.get<{ body: string }>(`/retrospectives/${called[0]?.id}`);
  expect(body.body).toContain('## Belief');
  expect(body.body).toMatch(/of 1 asked, 0 said yes, 0 partly, 1 no: not met/);
});
