import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../test/decided-platform.ts';
import type { Client } from '../../test/harness.ts';

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

const nobody = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
const kinds = [
  'signal',
  'problem',
  'proposal',
  'decision',
  'work_item',
  'change',
  'rollout',
  'outcome',
  'retrospective',
  'lesson',
];

const comment = (who: Client, record_kind: string, record_id: string, more: Record<string, unknown> = {}) =>
  who.send('POST', '/comments', { record_kind, record_id, body: 'A word on it.', ...more });

test('a comment on a record that is not here, of whatever kind, is refused', async () => {
  for (const kind of [...kinds, 'unicorn'])
    expect([kind, (await comment(platform.reporter, kind, nobody)).status]).toEqual([kind, 404]);
  expect((await platform.reporter.get(`/comments?record_id=${nobody}`)).status).toBe(404);
});

test('a problem and a proposal take comments of everybody, and notes of the owner’s side alone', async () => {
  const problem = await platform.problem('The cache is cold');
  const proposal = await platform.proposal('Warm the cache', [problem.id]);
  for (const [kind, id] of [
    ['problem', problem.id],
    ['proposal', proposal.id],
  ] as const) {
    expect((await comment(platform.reporter, kind, id)).status).toBe(201);
    expect((await comment(platform.reporter, kind, id, { reach: 'team_note' })).status).toBe(403);
    expect((await comment(platform.maintainer, kind, id, { reach: 'team_note' })).status).toBe(201);
    const read = async (who: Client) =>
      (await who.get<{ items: { reach: string }[] }>(`/comments?record_id=${id}`)).body.items.map((item) => item.reach);
    expect(await read(platform.reporter)).toEqual(['public_reply']);
    expect(await read(platform.maintainer)).toEqual(['public_reply', 'team_note']);
  }
});

test('whoever leaves is told what is to be handed over: signals and problems assigned to them, and nothing that is over', async () => {
  const { house, triager } = platform;
  const leaver = await house.person('Leif', ['maintainer']);
  const assign = async (path: string, version: number) => {
    const answer = await triager.send('POST', `${path}/assign`, { person_id: leaver.personId }, { version });
    expect(answer.status).toBe(200);
  };
  const told = await platform.reporter.send<{ signal: { id: string; reference: string } }>('POST', '/signals', {
    title: 'Still open',
  });
  const { signal } = told.body;
  await assign(`/signals/${signal.id}`, 1);
  const done = await platform.reporter.send<{ signal: { id: string } }>('POST', '/signals', { title: 'Answered' });
  await assign(`/signals/${done.body.signal.id}`, 1);
  const answer = { answer: 'Like this.' };
  await triager.send('POST', `/signals/${done.body.signal.id}/answer`, answer, { version: 2 });
  const problem = await platform.problem('Half a day is lost');
  await assign(`/problems/${problem.id}`, problem.version);
  const expected = [
    { kind: 'signal', id: signal.id, reference: signal.reference, title: 'Still open' },
    { kind: 'problem', id: problem.id, reference: problem.reference, title: 'Half a day is lost' },
  ];
  const asked = await house.admin.get<{ records: unknown[] }>(`/people/${leaver.personId}/handover`);
  expect(asked.body.records).toEqual(expected);
  const left = await house.admin.send<{ handover: { records: unknown[] } }>(
    'POST',
    `/people/${leaver.personId}/leave`,
    { reason: 'Moves abroad.' },
    { version: 1 },
  );
  expect(left.body.handover.records).toEqual(expected);
  const entries = await house.hearback.journal.read({ workspaceId: house.workspaceId, audienceIds: [] }, ({ tables }) =>
    tables.selectFrom('platform.journal').select('data').where('subject_id', '=', leaver.personId).execute(),
  );
  expect(JSON.stringify(entries)).not.toContain('abroad');
});
