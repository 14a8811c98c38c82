import type { Client } from './harness.ts';
import type { DecidedPlatform } from './decided-platform.ts';

/** What a change can release: what was decided, the work for it where there is some, and the problem that is being fixed. */
export type Releasable = { readonly problemId: string; readonly decisionId: string; readonly workItemId?: string };

export type Change = {
  id: string;
  version: number;
  reference: string;
  state: string;
  lane: string;
  missing: { code: string }[];
};

const dayMs = 86_400_000;

/** A small fix, decided and written down in one dialog. */
export async function fixWork(
  platform: DecidedPlatform,
  title: string,
): Promise<Releasable & { readonly workItemId: string }> {
  const problem = await platform.problem(title);
  const answer = await platform.maintainer.send<{ decision: { id: string }; work_item: { id: string } }>(
    'POST',
    `/problems/${problem.id}/fix`,
    {
      what: `Mend: ${title}`,
      why: 'It costs an hour.',
      when: { due_on: '2026-12-24' },
      questions: {},
      likely_person_days: 1,
    },
  );
  if (answer.status !== 201) throw new Error(`The fix answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { problemId: problem.id, decisionId: answer.body.decision.id, workItemId: answer.body.work_item.id };
}

/** A proposal that was assessed, open for comment, and accepted; `significant` because it is breaking. */
export async function accepted(
  platform: DecidedPlatform,
  title: string,
  lane: 'standard' | 'significant',
): Promise<Releasable> {
  const { approver, made, act, assessors } = platform;
  const problem = await platform.problem(title);
  const proposal = await platform.proposal(`Against: ${title}`, [problem.id]);
  const decision = await made(approver, '/decisions', {
    kind: 'accept',
    title: `Against: ${title}`,
    rationale: 'It reaches most.',
    proposal_id: proposal.id,
    ...(lane === 'significant' ? { lane_questions: { is_breaking: true } } : {}),
    success_criteria: [
      {
        metric: 'median build time',
        unit: 'minutes',
        baseline: 14,
        direction: 'down',
        target: 6,
        smallest_effect: 3,
        window_days: 14,
        source: 'runs of build',
      },
    ],
  });
  for (const [name, assessor] of Object.entries(assessors))
    await made(assessor, `/proposals/${proposal.id}/assessments`, {
      function: name,
      verdict: 'for',
      note: 'Worth it.',
    });
  const { version } = (await approver.get<{ version: number }>(`/decisions/${decision.id}`)).body;
  const commenting = await act(approver, `/decisions/${decision.id}/comment-period`, version, {});
  platform.house.clock.advanceMs(8 * dayMs);
  await act(approver, `/decisions/${decision.id}/make`, commenting.version, {});
  return { problemId: problem.id, decisionId: decision.id };
}

/** A planned change for it. */
export async function openChange(
  platform: DecidedPlatform,
  work: Releasable,
  more: object = {},
  client: Client = platform.maintainer,
): Promise<Change> {
  const body = {
    title: 'Warm runners',
    users_notice: 'Builds start sooner.',
    ...(work.workItemId ? { work_item_ids: [work.workItemId] } : { decision_ids: [work.decisionId] }),
    ...more,
  };
  const answer = await client.send<Change>('POST', '/changes', body);
  if (answer.status !== 201) throw new Error(`The change answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
