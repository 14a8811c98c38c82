// One signal walks through the standard lane over HTTP, from the words that somebody wrote to an outcome and a kept lesson;
// each test is the next stretch of the same walk. The lighter lanes and the refused one walk beside it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, estimates, openDecidedPlatform } from '../../test/decided-platform.ts';
import type { Client } from '../../test/harness.ts';

type Named = { id: string; version: number; reference: string; state: string };
type Step = { kind: string; reference: string; state: string; not_needed: string[]; quotes: { text: string }[] };
type Thread = {
  record: { reference: string; state: string };
  next: { what: string } | null;
  steps: Step[];
  told: { moment: string; who_count: number }[];
  entries: { type: string }[];
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let platform: DecidedPlatform;
let other: Client;
beforeAll(async () => {
  platform = await openDecidedPlatform();
  other = await platform.house.person('Ane Solberg', ['reporter']);
});
afterAll(() => platform.house.stop());

async function post<Body = Named>(client: Client, path: string, body: unknown, version?: number): Promise<Body> {
  const answer = await client.send<Body>('POST', path, body, version === undefined ? {} : { version });
  expect(answer, `POST ${path}: ${JSON.stringify(answer.body)}`).toMatchObject({
    status: version === undefined ? 201 : 200,
  });
  return answer.body;
}

async function get<Body = Named>(client: Client, path: string): Promise<Body> {
  const answer = await client.get<Body>(path);
  expect(answer.status, `GET ${path}`).toBe(200);
  return answer.body;
}

async function tell(client: Client, title: string, description: string): Promise<string> {
  const receipt = await post<{ signal: { id: string } }>(client, '/signals', { title, description });
  return receipt.signal.id;
}

async function move(client: Client, path: string, body: unknown = {}): Promise<Named> {
  const record = path.split('/').slice(0, 3).join('/');
  const { version } = await get(client, record);
  return post(client, path, body, version);
}

async function problemState(id: string): Promise<string> {
  return (await get(platform.reporter, `/problems/${id}`)).state;
}

const thread = (kind: string, id: string): Promise<Thread> => get<Thread>(platform.reporter, `/threads/${kind}/${id}`);

const criterion = {
  metric: 'median wait for a runner',
  unit: 'minutes',
  baseline: 12,
  direction: 'down',
  target: 4,
  smallest_effect: 3,
  window_days: 14,
  source: 'runs of build',
};

describe('the standard lane', () => {
  let signalId: string;
  let problemId: string;
  let proposalId: string;
  let decisionId: string;
  let criterionId: string;
  let workItemId: string;
  let changeId: string;

  test('listen: a signal is taken with its secret masked, and the receipt says what comes next', async () => {
    const words = 'Every morning my build waits twelve minutes for a runner. password=hunter2-hunter2';
    const receipt = await post<{ signal: { id: string; description: string }; masked: unknown[]; next: string }>(
      platform.reporter,
      '/signals',
      { title: 'Builds wait for a runner in the morning', description: words },
    );
    signalId = receipt.signal.id;
    expect(receipt.signal.description).not.toContain('hunter2');
    expect(receipt.masked).toHaveLength(1);
    expect(receipt.next).not.toBe('');
  });

  test('triage: it becomes a problem, and the next one who says it is found to say the same', async () => {
    const { triager, cacheId } = platform;
    const body = { title: 'Builds wait for a runner', component_ids: [cacheId], severity: 'major' };
    problemId = (await post(triager, '/problems', { ...body, signal_ids: [signalId] })).id;
    await platform.house.hearback.settle();
    const again = await tell(
      other,
      'Morning builds wait for runners',
      'I wait ten minutes for a runner every morning.',
    );
    const similar = await get<{ items: { id: string }[] }>(triager, `/signals/${again}/similar`);
    expect(similar.items.map((item) => item.id)).toContain(problemId);
    await move(triager, `/problems/${problemId}/attach`, { signal_ids: [again] });
    expect(await get(platform.reporter, `/signals/${again}`)).toMatchObject({ state: 'attached' });
  });

  test('prioritize: a proposal is assessed, discussed for two business days, and decided by its approver', async () => {
    const { maintainer, approver, assessors, house } = platform;
    const options = [{ title: 'Keep runners warm', good: ['No wait'], bad: ['Idle cost'], preferred: true }];
    const draft = await post(maintainer, '/proposals', {
      title: 'Keep a floor of warm runners',
      summary: 'A floor of four runners, kept warm from seven to nine.',
      problem_ids: [problemId],
      options: [...options, { title: 'Leave it' }],
      estimates,
    });
    proposalId = draft.id;
    await move(maintainer, `/proposals/${proposalId}/open`);
    expect(await problemState(problemId)).toBe('proposed');
    const decision = await post<Named & { lane: string }>(approver, '/decisions', {
      kind: 'accept',
      title: 'Keep a floor of warm runners',
      rationale: 'Twelve minutes a morning is the most named wait.',
      proposal_id: proposalId,
      success_criteria: [
        criterion,
        {
          ...criterion,
          kind: 'reporters',
          metric: 'reporters say it helped',
          unit: 'share',
          baseline: null,
          direction: 'up',
          target: 0.66,
          smallest_effect: 0,
        },
      ],
    });
    decisionId = decision.id;
    expect(decision.lane).toBe('standard');
    const early = await approver.send('POST', `/decisions/${decisionId}/make`, {}, { version: decision.version });
    expect(early).toMatchObject({ status: 409, body: { code: 'lane_steps_missing' } });
    await post(assessors.engineering, `/proposals/${proposalId}/assessments`, {
      function: 'engineering',
      verdict: 'for',
      note: 'Simple, and it can be undone.',
    });
    await move(approver, `/decisions/${decisionId}/comment-period`);
    house.clock.advanceMs(3 * dayMs);
    await move(approver, `/decisions/${decisionId}/make`);
    expect(await problemState(problemId)).toBe('fixing');
    const made = await get<{ success_criteria: { id: string }[] }>(approver, `/decisions/${decisionId}`);
    criterionId = made.success_criteria[0]?.id ?? '';
    expect(await get(platform.reporter, `/decisions/${decisionId}/replay`)).toMatchObject({
      has_ranking: true,
      equals: true,
    });
  });

  test('plan: work quotes the words that it answers, and is checked before it is completed', async () => {
    const { maintainer, cacheId } = platform;
    const item = await post<Named & { criteria: { id: string }[] }>(maintainer, '/work-items', {
      decision_id: decisionId,
      title: 'Set the floor of the runner pool',
      component_ids: [cacheId],
      estimate: { low: 1, likely: 2, high: 4 },
      assignee_id: maintainer.personId,
      criteria: [
        {
          text: 'A build at eight starts within a minute.',
          quote: { signal_id: signalId, words: 'waits twelve minutes for a runner' },
          test: { environment: 'staging', method: 'Start fifty builds at eight.' },
        },
      ],
    });
    workItemId = item.id;
    await move(maintainer, `/work-items/${workItemId}/move`, { to: 'in_progress' });
    await move(maintainer, `/work-items/${workItemId}/check-criterion`, {
      criterion_id: item.criteria[0]?.id,
      result: 'passed',
    });
    await move(maintainer, `/work-items/${workItemId}/move`, { to: 'completed' });
    const backlog = await get<{ items: { id: string }[] }>(platform.reporter, '/backlog?group=done');
    expect(backlog.items.map((one) => one.id)).toContain(workItemId);
  });

  test('deliver: a change is rolled out step by step by hand, and its problem is shipped', async () => {
    const { maintainer, house } = platform;
    const change = await post(maintainer, '/changes', {
      title: 'Warm runners for every team',
      users_notice: 'Builds start within a minute.',
      work_item_ids: [workItemId],
      could_hurt_users: true,
      rollback_plan: {
        how: 'Set the floor back to zero.',
        trigger: 'The bill doubles.',
        responsible_id: maintainer.personId,
      },
    });
    changeId = change.id;
    const steps = [
      { share: 10, least_minutes: 60 },
      { share: 100, least_minutes: 0 },
    ];
    const rollout = await post(maintainer, `/changes/${changeId}/rollouts`, { steps });
    const act = (name: string, reason: string) =>
      move(maintainer, `/rollouts/${rollout.id}/move`, { act: name, reason });
    await act('start', 'Staging is fine.');
    house.clock.advanceMs(2 * hourMs);
    await act('advance', 'Nobody complained and the bill did not move.');
    await act('finish', 'Everybody has it.');
    expect(await get(platform.reporter, `/changes/${changeId}`)).toMatchObject({ state: 'released' });
    expect(await problemState(problemId)).toBe('shipped');
  });

  test('verify: measurements and the answers of those who spoke say that it helped', async () => {
    const { maintainer, reporter, house } = platform;
    await house.hearback.settle();
    const released = house.clock.now().getTime();
    const points = (from: number, days: number, level: number) =>
      Array.from({ length: days }, (_, day) => ({
        criterion_id: criterionId,
        at: new Date(from + day * dayMs).toISOString(),
        value: level + ((day * 7) % 5) * 0.2,
      }));
    house.clock.advanceMs(15 * dayMs);
    const measured = await maintainer.send('POST', '/measurements', {
      measurements: [...points(released - 28 * dayMs, 28, 12), ...points(released + hourMs, 14, 2)],
    });
    expect(measured).toMatchObject({ status: 200, body: { taken: 42, rejected: [] } });
    for (const person of [reporter, other]) {
      const asked = await get<{ items: Named[] }>(person, '/help-questions?mine=true&open=true');
      const [question] = asked.items;
      expect(question).toBeDefined();
      await post(person, `/help-questions/${question?.id}/answer`, { helped: 'yes' }, question?.version);
    }
    await house.hearback.settle();
    const outcomes = await get<{ items: Named[] }>(reporter, `/outcomes?decision_id=${decisionId}`);
    for (const outcome of outcomes.items)
      if (outcome.state === 'pending') await move(maintainer, `/outcomes/${outcome.id}/judge`);
    const judged = await get<{ items: Named[] }>(reporter, `/outcomes?decision_id=${decisionId}`);
    expect(judged.items.map((outcome) => outcome.state)).toEqual(['met', 'met']);
    expect(await problemState(problemId)).toBe('helped');
  });

  test('learn: a retrospective drafts itself, and its lesson is found when something like it returns', async () => {
    const { maintainer } = platform;
    const retro = await post<Named & { body: string }>(maintainer, '/retrospectives', {
      subject: { kind: 'problem', id: problemId },
    });
    expect(retro.body).toContain('Warm runners for every team');
    await move(maintainer, `/retrospectives/${retro.id}/review`);
    await move(maintainer, `/retrospectives/${retro.id}/publish`);
    const lesson = await post(maintainer, '/lessons', {
      title: 'Keep a floor of warm runners before the morning peak',
      text: 'Runners that start on demand make everybody wait in the morning.',
      component_ids: [platform.cacheId],
      problem_ids: [problemId],
      retrospective_id: retro.id,
    });
    await move(maintainer, `/lessons/${lesson.id}/review`);
    await move(maintainer, `/lessons/${lesson.id}/publish`);
    await platform.house.hearback.settle();
    const text = 'waiting%20for%20warm%20runners%20in%20the%20morning%20peak';
    const known = await get<{ items: { kind: string; id: string }[] }>(platform.reporter, `/similar?q=${text}`);
    expect(known.items).toContainEqual(expect.objectContaining({ kind: 'lesson', id: lesson.id }));
  });

  test('the thread of the signal lists every step, and who was told at each of the four moments', async () => {
    await platform.house.hearback.settle();
    const whole = await thread('signal', signalId);
    const kinds = ['signal', 'problem', 'proposal', 'decision', 'work_item', 'change', 'rollout', 'outcome', 'outcome'];
    expect(whole.steps.map((step) => step.kind)).toEqual([...kinds, 'retrospective', 'lesson']);
    expect(whole.steps[0]?.quotes).toHaveLength(2);
    expect(whole.told).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ moment: 'received', who_count: 1 }),
        expect.objectContaining({ moment: 'decided', who_count: 2 }),
        expect.objectContaining({ moment: 'shipped', who_count: 2 }),
        expect.objectContaining({ moment: 'did_it_help', who_count: 2 }),
      ]),
    );
    const fromLesson = await thread('problem', problemId);
    expect(fromLesson.steps.map((step) => step.reference)).toEqual(whole.steps.map((step) => step.reference));
  });

  test('loop health counts the walk, and home no longer waits for it', async () => {
    const health = await get<{ verified: { count: number } }>(platform.reporter, '/loop-health?days=90');
    expect(health.verified.count).toBe(2);
    const home = await get<{ mine: { id: string }[]; said_did: { outcome: string }[] }>(platform.maintainer, '/home');
    expect(home.said_did).toContainEqual(expect.objectContaining({ outcome: 'met' }));
    expect(home.mine.map((one) => one.id)).not.toContain(problemId);
  });
});

describe('the answer lane', () => {
  test('answers a signal directly, and everything else on its thread was not needed', async () => {
    const signalId = await tell(other, 'Where are nightly logs', 'I cannot find the logs of the nightly build.');
    await move(platform.triager, `/signals/${signalId}/answer`, { answer: 'They are under Builds, Nightly, Logs.' });
    await platform.house.hearback.settle();
    const whole = await thread('signal', signalId);
    expect(whole.record.state).toBe('answered');
    expect(whole.told.map((one) => one.moment)).toEqual(['received', 'decided']);
  });
});

describe('the fix lane', () => {
  test('goes from problem to work in one dialog; what it skips is on the thread with its rule', async () => {
    const problem = await platform.problem('The linter’s cache is never cleared');
    const fix = await post<{ decision: Named; work_item: Named }>(platform.maintainer, `/problems/${problem.id}/fix`, {
      what: 'Clear it weekly',
      why: 'It fills the disk of every runner.',
      when: { due_on: '2026-12-24' },
      questions: {},
      likely_person_days: 1,
    });
    const whole = await thread('problem', problem.id);
    expect(whole.steps.map((step) => step.kind)).toEqual(['signal', 'problem', 'decision', 'work_item']);
    expect(whole.steps[2]?.not_needed.join(' ')).toContain('not needed');
    await move(platform.maintainer, `/work-items/${fix.work_item.id}/move`, { to: 'in_progress' });
    await move(platform.maintainer, `/work-items/${fix.work_item.id}/move`, { to: 'completed' });
    const change = await post(platform.maintainer, '/changes', {
      title: 'Weekly clearing',
      users_notice: 'Nothing.',
      work_item_ids: [fix.work_item.id],
    });
    await move(platform.maintainer, `/changes/${change.id}/move`, { to: 'releasing' });
    await move(platform.maintainer, `/changes/${change.id}/move`, { to: 'released' });
    await platform.house.hearback.settle();
    expect(await problemState(problem.id)).toBe('shipped');
    const asked = await get<{ items: (Named & { decision_id?: string })[] }>(
      platform.reporter,
      '/help-questions?mine=true&open=true',
    );
    const [question] = asked.items;
    await post(platform.reporter, `/help-questions/${question?.id}/answer`, { helped: 'no' }, question?.version);
    await platform.house.hearback.settle();
    expect(await problemState(problem.id)).toBe('open');
  });
});

describe('the urgent lane', () => {
  test('acts first with a rollback plan, and its decision is recorded', async () => {
    const problem = await platform.problem('Every deploy writes to the wrong region', { severity: 'critical' });
    const body = {
      kind: 'fix',
      title: 'Pin the region',
      rationale: 'Data goes where it must not.',
      problem_ids: [problem.id],
      likely_person_days: 1,
      lane_questions: { is_harm_now: true },
      rollback_plan: { how: 'Unpin.', trigger: 'Deploys fail.', responsible_id: platform.maintainer.personId },
    };
    const draft = await post<Named & { lane: string }>(platform.maintainer, '/decisions', body);
    expect(draft.lane).toBe('urgent');
    await move(platform.maintainer, `/decisions/${draft.id}/make`);
    expect(await problemState(problem.id)).toBe('fixing');
    const whole = await thread('problem', problem.id);
    expect(whole.steps.map((step) => step.kind)).toEqual(['signal', 'problem', 'decision']);
    expect(whole.steps[2]?.not_needed.length).toBeGreaterThan(0);
  });
});

describe('the significant lane', () => {
  test('is refused with every step that it still lacks', async () => {
    const { approver, cacheId, gatewayId } = platform;
    const problem = await platform.problem('Two caches disagree', { componentIds: [cacheId, gatewayId] });
    const proposal = await platform.proposal('One cache for both', [problem.id]);
    const draft = await post<Named & { lane: string }>(approver, '/decisions', {
      kind: 'accept',
      title: 'One cache for both',
      rationale: 'Two truths are none.',
      proposal_id: proposal.id,
      lane_questions: { is_breaking: true },
    });
    expect(draft.lane).toBe('significant');
    const refused = await approver.send<{ code: string; facts: { missing: { code: string; words: string }[] } }>(
      'POST',
      `/decisions/${draft.id}/make`,
      {},
      { version: draft.version },
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'lane_steps_missing' } });
    expect(refused.body.facts.missing.length).toBeGreaterThanOrEqual(3);
    expect(await problemState(problem.id)).toBe('proposed');
  });
});
