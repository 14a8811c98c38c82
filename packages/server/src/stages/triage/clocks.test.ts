import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../platform/journal/index.ts';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import { moveProblem } from './moves.ts';
import {
  act,
  addComponent,
  addTeam,
  entriesOf,
  inboxOf,
  openFrom,
  problemOf,
  runClockWatch,
  type SignalView,
  tell,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let triager: Client;
let reporter: Client;
let oslo: string;
beforeAll(async () => {
  // Friday; clocks count from the Monday before.
  house = await openHouse({ start: new Date('2026-11-13T14:00:00.000Z') });
  triager = await house.person('Noor Haddad', ['triager']);
  reporter = await house.person('Tomás Ferreira', ['reporter']);
  oslo = await addComponent(house, 'oslo/cache', await addTeam(house, 'oslo', 'Europe/Oslo'));
  const policy = await house.admin.get<{ clocks: unknown; version: number }>('/clocks-policy');
  const input = { clocks: policy.body.clocks, enforced_from: '2026-11-09T00:00:00.000Z' };
  await house.admin.send('PUT', '/clocks-policy', input, { version: policy.body.version });
});
afterAll(() => house.stop());

const hours = (count: number) => count * 3_600_000;
const said = async (id: string) =>
  (await entriesOf(house, id)).filter((entry) => entry.type.startsWith('triage.clock_'));

describe('a clock', () => {
  test('runs in the owner’s working hours, over the weekend and in its zone', async () => {
    const signal = await tell(house, reporter, {
      title: 'The cache is cold',
      severity: 'major',
      component_ids: [oslo],
    });
    const { clocks } = await triageOf(triager, signal.id);
    // Friday 15:00 in Oslo: two hours are left of that day, six of Monday's are needed; two days are sixteen hours.
    expect(clocks.map((clock) => [clock.kind, clock.due_at, clock.enforced])).toEqual([
      ['acknowledge', '2026-11-16T14:00:00.000Z', true],
      ['triage', '2026-11-17T14:00:00.000Z', true],
    ]);
    const routed = await act<SignalView>(triager, `/signals/${signal.id}/route`, 1, {
      owner_team_id: await addTeam(house, 'utc'),
      reason: 'Another zone.',
    });
    // Routing acknowledged it; the triage clock keeps its start and counts the new owner's hours.
    expect(routed.body.clocks.map((clock) => [clock.kind, clock.state, clock.due_at])).toEqual([
      ['acknowledge', 'met', expect.any(String)],
      ['triage', 'running', '2026-11-17T14:00:00.000Z'],
    ]);
  });

  test('warns once before a breach, is breached once after, and escalates to whom the decision right names', async () => {
    const lead = await house.person('Lead', ['approver']);
    await house.admin.send('POST', '/decision-rights', {
      kinds: ['accept'],
      scope: { kind: 'components', component_ids: [oslo] },
      approver_role: 'Lead',
      approver_id: lead.personId,
      escalates_to_id: lead.personId,
    });
    const signal = await tell(house, reporter, {
      title: 'Nobody can deploy',
      severity: 'critical',
      component_ids: [oslo],
    });
    const other = await tell(house, reporter, { title: 'Not yet', severity: 'minor' });
    await runClockWatch(house);
    expect(await said(signal.id)).toEqual([]);
    house.clock.advanceMs(hours(1.7));
    await runClockWatch(house);
    await runClockWatch(house);
    const [warned, ...more] = await said(signal.id);
    expect(more).toEqual([]);
    expect(warned).toMatchObject({
      type: 'triage.clock_warned',
      data: { clock: 'acknowledge', enforced: true },
      refs: [],
    });
    expect((await triageOf(triager, signal.id)).clocks[0]).toMatchObject({ warning: true, state: 'running' });
    // Exactly on time is on time.
    house.clock.advanceMs(hours(0.3));
    await runClockWatch(house);
    expect(await said(signal.id)).toHaveLength(1);
    house.clock.advanceMs(hours(64) + 1);
    await runClockWatch(house);
    await runClockWatch(house);
    const breaches = (await said(signal.id)).filter((entry) => entry.type === 'triage.clock_breached');
    expect(breaches).toMatchObject([
      {
        data: { clock: 'acknowledge', enforced: true, escalated_to: lead.personId },
        refs: [{ kind: 'person', id: lead.personId, tie: 'escalated_to' }],
      },
    ]);
    expect((await inboxOf(triager)).counts.overdue).toBe(1);
    await house.hearback.settle();
    const { body } = await lead.get<{ items: { record_id: string; words: string }[] }>('/notifications');
    expect(body.items.filter((item) => item.record_id === signal.id)).toMatchObject([
      { words: expect.stringContaining('Nobody can deploy') },
    ]);
    expect(await said(other.id)).toEqual([]);
  });

  test('ends with its first act and stays so: late is breached, and reopening starts nothing anew', async () => {
    const signal = await tell(house, reporter, { title: 'Answered in time', severity: 'major' });
    const answered = await act<SignalView>(triager, `/signals/${signal.id}/answer`, 1, { answer: 'Try it again.' });
    const back = await act<SignalView>(reporter, `/signals/${signal.id}/reopen`, answered.body.version, {
      reason: 'It did not help.',
    });
    expect(back.body.clocks.map((clock) => clock.state)).toEqual(['met', 'met']);
    const late = await tell(house, reporter, { title: 'Answered late', severity: 'critical' });
    house.clock.advanceMs(hours(48));
    const done = await act<SignalView>(triager, `/signals/${late.id}/reject`, 1, { reason: 'Not ours.' });
    expect(done.body.clocks.map((clock) => [clock.state, clock.ended_at !== null])).toEqual([
      ['breached', true],
      ['breached', true],
    ]);
  });

  test('of a problem is the decide clock: severity re-times it from its start, and a promise stands before it', async () => {
    const problem = await openFrom(triager, { title: 'Undecided' });
    expect(problem.clocks).toMatchObject([{ kind: 'decide', state: 'running' }]);
    const minor = problem.due_at ?? '';
    const path = `/problems/${problem.id}`;
    const major = await act(triager, `${path}/severity`, 1, { severity: 'critical', reason: 'Nobody can work.' });
    expect((major.body.due_at ?? '') < minor).toBe(true);
    const due_at = '2027-01-04T09:00:00.000Z';
    const promised = await act(triager, `${path}/assign`, major.body.version, { person_id: null, due_at });
    expect(promised.body).toMatchObject({ due_at });
  });

  test('that warns puts an untouched problem back into the inbox, and a team note of the owner’s side acknowledges', async () => {
    const problem = await openFrom(triager, { title: 'Time runs out', severity: 'critical' });
    const inInbox = async () => (await inboxOf(triager, '?kind=problem')).items.find((item) => item.id === problem.id);
    expect(await inInbox()).toBeUndefined();
    house.clock.advanceMs(hours(48));
    await runClockWatch(house);
    expect(await inInbox()).toMatchObject({ reasons: ['decision_due'] });
    const signal = await tell(house, reporter, { title: 'Looked at' });
    const note = { record_kind: 'signal', record_id: signal.id, reach: 'team_note', body: 'Looking.' };
    expect((await triager.send('POST', '/comments', note)).status).toBe(201);
    await house.hearback.settle();
    expect((await triageOf(triager, signal.id)).clocks[0]).toMatchObject({ kind: 'acknowledge', state: 'met' });
  });

  test('that had ended leaves a reopened problem with a due date all the same', async () => {
    const signal = await tell(house, reporter, { title: 'It is back' });
    const problem = await openFrom(triager, { title: 'Comes back', severity: 'minor', signal_ids: [signal.id] });
    await house.hearback.journal.write(
      { viewpoint: { workspaceId: house.workspaceId, audienceIds: [] }, actor: systemActor },
      (writing) => moveProblem(writing, problem.id, 'declined'),
    );
    const declined = await problemOf(triager, problem.id);
    expect(declined).toMatchObject({ due_at: null, next: null, clocks: [{ state: 'met' }] });
    house.clock.advanceMs(hours(24));
    const path = `/problems/${problem.id}`;
    const back = await act(reporter, `${path}/reopen`, declined.version, { reason: 'It still hurts.' });
    expect(back.body).toMatchObject({ state: 'open', clocks: [{ state: 'met' }] });
    const due = back.body.due_at ?? '';
    expect(due > house.clock.now().toISOString()).toBe(true);
    const worse = await act(triager, `${path}/severity`, back.body.version, { severity: 'critical', reason: 'Worse.' });
    expect((worse.body.due_at ?? '') < due).toBe(true);
  });
});

test('a workspace in its first thirty days sees breaches and holds nobody to them', async () => {
  const young = await openHouse();
  try {
    const ada = await young.person('Ada', ['reporter']);
    const signal = await tell(young, ada, { title: 'Too slow', severity: 'critical' });
    young.clock.advanceMs(hours(8));
    await runClockWatch(young);
    const entries = await entriesOf(young, signal.id);
    expect(entries.find((entry) => entry.type === 'triage.clock_breached')).toMatchObject({
      data: { enforced: false, escalated_to: null },
      refs: [],
    });
  } finally {
    await young.stop();
  }
});
