import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const dayMs = 86_400_000;
type Draft = { id: string; version: number };
const criterion = {
  metric: 'minutes to deploy',
  unit: 'minutes',
  direction: 'down',
  target: 5,
  smallest_effect: 2,
  window_days: 14,
  source: 'runs of deploy',
};
const make = (client: Client, one: Draft) =>
  client.send<{ code: string }>('POST', `/decisions/${one.id}/make`, {}, { version: one.version });
const assess = (client: Client, proposalId: string, name: string, more: object = {}) =>
  client.send('POST', `/proposals/${proposalId}/assessments`, {
    function: name,
    verdict: 'for',
    note: 'Yes.',
    ...more,
  });
const statuses = (answers: readonly { status: number }[]) => answers.map((answer) => answer.status).sort();
const madeAbout = async (problemId: string) => {
  const { body } = await platform.reporter.get<{ items: { id: string; state: string }[] }>(
    `/decisions?problem_id=${problemId}`,
  );
  return body.items.filter((one) => one.state === 'made');
};

/** A decision on an open proposal that has all its steps and waits for nobody but its approver. */
async function ripe(title: string): Promise<{ problemId: string; proposalId: string; decision: Draft }> {
  const problem = await platform.problem(title);
  const proposal = await platform.proposal(`About: ${title}`, [problem.id]);
  expect((await assess(platform.assessors.engineering, proposal.id, 'engineering')).status).toBe(201);
  return { problemId: problem.id, proposalId: proposal.id, decision: await ripeDecision(proposal.id) };
}
async function ripeDecision(proposalId: string, more: object = {}): Promise<Draft> {
  const body = { kind: 'accept', title: 'We do it', rationale: 'It pays.', proposal_id: proposalId, ...more };
  const draft = await platform.made(platform.approver, '/decisions', { ...body, success_criteria: [criterion] });
  const open = await platform.act(platform.approver, `/decisions/${draft.id}/comment-period`, draft.version, {});
  platform.house.clock.advanceMs(4 * dayMs);
  return open;
}

describe('of two people who decide the same thing at once', () => {
  test('one makes the decision and the other sees that it changed', async () => {
    for (const round of [1, 2, 3]) {
      const { problemId, decision } = await ripe(`The deploy waits, round ${round}`);
      const answers = await Promise.all([make(platform.approver, decision), make(platform.approver, decision)]);
      expect(statuses(answers)).toEqual([200, 412]);
      expect(await madeAbout(problemId)).toHaveLength(1);
    }
  });

  test('one accepts the proposal and the other’s decline comes too late', async () => {
    const { problemId, proposalId, decision } = await ripe('Secrets are copied by hand');
    const no = await ripeDecision(proposalId, { kind: 'decline', what_would_change: 'A second team.' });
    const answers = await Promise.all([make(platform.approver, decision), make(platform.approver, no)]);
    expect(statuses(answers)).toEqual([200, 409]);
    const [only, ...others] = await madeAbout(problemId);
    expect(others).toEqual([]);
    const accepted = only?.id === decision.id;
    expect(await platform.problemState(problemId)).toBe(accepted ? 'fixing' : 'declined');
  });

  test('one answers the problem; the other is shown the answer, and may supersede it', async () => {
    const problem = await platform.problem('Where are the logs');
    const body = { kind: 'answer', title: 'Logs', rationale: 'It exists.', problem_ids: [problem.id] };
    const first = await platform.made(platform.triager, '/decisions', { ...body, answer: 'Under /logs.' });
    const second = await platform.made(platform.approver, '/decisions', { ...body, answer: 'Run `logs`.' });
    const answers = await Promise.all([make(platform.triager, first), make(platform.triager, second)]);
    expect(statuses(answers)).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'illegal_transition' });
    const [holds] = await madeAbout(problem.id);
    const better = { ...body, answer: 'Both.', supersedes_id: holds?.id };
    const third = await platform.made(platform.triager, '/decisions', better);
    expect((await make(platform.triager, third)).status).toBe(200);
    expect((await madeAbout(problem.id)).map((one) => one.id)).toEqual([third.id]);
    expect(await platform.problemState(problem.id)).toBe('answered');
    // What was superseded is not superseded a second time.
    const late = await platform.triager.send('POST', '/decisions', { ...better, answer: 'No, this.' });
    expect(late.body).toMatchObject({ code: 'unknown_reference', errors: [{ field: '/supersedes_id' }] });
  });
});

test('a decision is never made past a concern: either it sees the concern, or the concern comes too late', async () => {
  for (const round of [1, 2, 3, 4]) {
    const { proposalId, decision } = await ripe(`Rollbacks are slow, round ${round}`);
    const concern = { proposal_id: proposalId, text: 'We lost March like this.' };
    const [made, raised] = await Promise.all([
      make(platform.approver, decision),
      platform.assessors.reliability.send('POST', '/concerns', concern),
    ]);
    expect([made.status, raised.status]).toEqual(made.status === 200 ? [200, 409] : [409, 201]);
  }
});

test('an assessor’s flag and the approver’s decision do not wait for each other', async () => {
  for (const round of [1, 2, 3, 4]) {
    const { proposalId, decision } = await ripe(`Tokens never expire, round ${round}`);
    const [made, flagged] = await Promise.all([
      make(platform.approver, decision),
      assess(platform.assessors.security, proposalId, 'security', { is_flagged: true }),
    ]);
    // Decided first: too late to assess. Flagged first: another lane, so the decision is not what the approver saw.
    expect([made.status, flagged.status]).toEqual(made.status === 200 ? [200, 409] : [412, 201]);
  }
});

test('what was merged while it was being decided about is decided where it went', async () => {
  const { proposalId, problemId, decision } = await ripe('The merge queue is stuck');
  const other = await platform.problem('Merging takes an hour');
  const record = await platform.triager.get(`/problems/${problemId}`);
  const version = Number(record.etag?.replaceAll('"', ''));
  const merge = { into_id: other.id, reason: 'The same queue.' };
  expect((await platform.triager.send('POST', `/problems/${problemId}/merge`, merge, { version })).status).toBe(200);
  expect((await make(platform.approver, decision)).status).toBe(200);
  expect(await platform.problemState(other.id)).toBe('fixing');
  const proposal = await platform.reporter.get(`/proposals/${proposalId}`);
  expect(proposal.body).toMatchObject({ state: 'accepted', problems: [{ id: other.id }] });
});
