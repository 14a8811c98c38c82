import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';
import {
  act,
  entriesOf,
  inboxOf,
  openFrom,
  type Problem,
  problemOf,
  runClockWatch,
  type SignalView,
  tell,
  type Told,
  triageOf,
} from './test-cases.ts';

let house: TestHouse;
let sec: Client;
let triager: Client;
let ada: Client;
let closed: string;
let other: string;
beforeAll(async () => {
  house = await openHouse();
  sec = await house.person('Sec Urity', ['triager']);
  triager = await house.person('Noor Haddad', ['triager']);
  ada = await house.person('Ada', ['reporter']);
  closed = await house.audience('security', { personIds: [sec.personId] });
  other = await house.audience('personnel', { personIds: [sec.personId] });
});
afterAll(() => house.stop());

describe('a restricted signal', () => {
  test('is in no inbox, count or problem of anybody else, and nobody else can act on it', async () => {
    const before = (await inboxOf(triager)).counts;
    const signal = await tell(house, ada, { title: 'A way in', severity: 'critical', audience_id: closed });
    for (const outsider of [triager, house.admin]) {
      const inbox = await inboxOf(outsider);
      expect(inbox.items.map((item) => item.id)).not.toContain(signal.id);
      expect(inbox.counts).toEqual(before);
      expect((await outsider.get(`/signals/${signal.id}/triage`)).status).toBe(404);
      for (const [action, body] of [
        ['answer', { answer: 'Guessing.' }],
        ['ask', { question: 'Guessing?' }],
        ['assign', { person_id: null }],
        ['reopen', { reason: 'Guessing.' }],
      ] as const)
        expect((await act(outsider, `/signals/${signal.id}/${action}`, 1, body)).status).toBe(404);
      const opened = await outsider.send('POST', '/problems', { title: 'Guess', signal_ids: [signal.id] });
      expect(opened.body).toMatchObject({ code: 'unknown_reference' });
    }
    expect((await inboxOf(sec)).counts.signals).toBe(before.signals + 1);
    const assigned = await act(sec, `/signals/${signal.id}/assign`, 1, { person_id: triager.personId });
    expect(assigned.body).toMatchObject({ code: 'unknown_reference', errors: [{ field: '/person_id' }] });
  });

  test('its reporter, who is not of the audience, sees where it stands, answers, and brings it back', async () => {
    const signal = await tell(house, ada, { title: 'Confidential', audience_id: closed });
    expect(await triageOf(ada, signal.id)).toMatchObject({ state: 'received', owner: { name: 'Stewards' } });
    const asked = await act<SignalView>(sec, `/signals/${signal.id}/ask`, 1, { question: 'Which machine?' });
    expect(await triageOf(ada, signal.id)).toMatchObject({ question: { question: 'Which machine?' } });
    await ada.send('POST', '/comments', { record_kind: 'signal', record_id: signal.id, body: 'The third.' });
    await house.hearback.settle();
    const back = await triageOf(ada, signal.id);
    expect(back).toMatchObject({ state: 'received', question: null });
    expect(back.version).toBeGreaterThan(asked.body.version);
    const rejected = await act<SignalView>(sec, `/signals/${signal.id}/reject`, back.version, { reason: 'By design.' });
    const reopened = await act<SignalView>(ada, `/signals/${signal.id}/reopen`, rejected.body.version, {
      reason: 'It is not.',
    });
    expect(reopened.body).toMatchObject({ state: 'received' });
  });

  test('takes what triage keeps about it along when it is restricted late, and its clocks are breached in private', async () => {
    const signal = await tell(house, ada, { title: 'Turned confidential', severity: 'critical' });
    const problem = await openFrom(triager, { title: 'Open to all' });
    const attached = await act(triager, `/problems/${problem.id}/attach`, 1, { signal_ids: [signal.id] });
    expect(attached.body.evidence.signals).toBe(1);
    const { version } = await triageOf(sec, signal.id);
    await act(sec, `/signals/${signal.id}/restrict`, version, { audience_id: closed, reason: 'It names a way in' });
    await house.hearback.settle();
    const seen = await problemOf(triager, problem.id);
    expect(seen.evidence).toMatchObject({ people: 0, signals: 0 });
    expect(seen.attachments).toEqual([]);
    expect((await problemOf(sec, problem.id)).evidence).toMatchObject({ people: 1, signals: 1 });
    const late = await tell(house, ada, { title: 'Nobody looks', severity: 'critical', audience_id: closed });
    house.clock.advanceMs(8 * 3_600_000);
    await runClockWatch(house);
    const types = async (audienceIds: string[]) =>
      (await entriesOf(house, late.id, audienceIds)).map((entry) => entry.type);
    expect(await types([])).toEqual([]);
    expect(await types([closed])).toContain('triage.clock_breached');
  });
});

describe('a restricted problem', () => {
  test('is as restricted as its signals, and is in no list or inbox of anybody else', async () => {
    const secret: Told = await tell(house, sec, { title: 'A hole', audience_id: closed });
    const problem = await openFrom(sec, { title: 'Numbat hole', signal_ids: [secret.id] });
    expect(problem.audience_id).toBe(closed);
    const list = async (who: Client, query: string) =>
      (await who.get<{ items: Problem[] }>(`/problems${query}`)).body.items.map((item) => item.id);
    for (const outsider of [triager, ada, house.admin]) {
      expect(await list(outsider, '?q=numbat')).toEqual([]);
      expect(await list(outsider, `?q=${problem.reference}`)).toEqual([]);
      expect((await outsider.get(`/problems/${problem.id}`)).status).toBe(404);
      expect((await inboxOf(outsider, '?kind=problem')).items.map((item) => item.id)).not.toContain(problem.id);
    }
    const open = await openFrom(triager, { title: 'Open' });
    const signal = await tell(house, ada, { title: 'To attach' });
    expect((await act(triager, `/problems/${problem.id}/attach`, 1, { signal_ids: [signal.id] })).status).toBe(404);
    expect((await act(triager, `/problems/${problem.id}/reopen`, 1, { reason: 'Guessing.' })).status).toBe(404);
    const into = await act(triager, `/problems/${open.id}/merge`, 1, { into_id: problem.id, reason: 'Guessing.' });
    expect(into.body).toMatchObject({ code: 'unknown_reference' });
    expect(await list(sec, '?q=numbat')).toEqual([problem.id]);
  });

  test('never mixes audiences, and is nobody’s to open for an audience they are not of', async () => {
    const one = await tell(house, sec, { title: 'For security', audience_id: closed });
    const two = await tell(house, sec, { title: 'For personnel', audience_id: other });
    const open = await openFrom(sec, { title: 'Open' });
    const both = await sec.send('POST', '/problems', { title: 'Both', signal_ids: [one.id, two.id] });
    expect(both.body).toMatchObject({ code: 'audience_mismatch' });
    const problem = await openFrom(sec, { title: 'Security', signal_ids: [one.id] });
    const mixed = await act(sec, `/problems/${problem.id}/attach`, problem.version, { signal_ids: [two.id] });
    expect(mixed.body).toMatchObject({ code: 'audience_mismatch' });
    const merged = await act(sec, `/problems/${problem.id}/merge`, problem.version, {
      into_id: open.id,
      reason: 'Same.',
    });
    expect(merged.body).toMatchObject({ code: 'audience_mismatch' });
    const foreign = await triager.send('POST', '/problems', { title: 'Mine?', audience_id: closed });
    expect(foreign.body).toMatchObject({ code: 'unknown_reference', errors: [{ field: '/audience_id' }] });
  });
});
