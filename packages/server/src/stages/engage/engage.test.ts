import type { EntryType } from '@hearback/domain/loop';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { simpleParser } from 'mailparser';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecidedPlatform, openDecidedPlatform } from '../../../test/decided-platform.ts';
import type { Client } from '../../../test/harness.ts';

type Notification = {
  id: string;
  moment: string | null;
  how: string;
  record_kind: string;
  record_id: string;
  words: string;
  read_at: string | null;
};

type Share = { count: number; of: number; share: number | null; low: number | null };
type LoopHealth = { acknowledged: Share; decided: Share; heard_back: { n: number; waiting: number } };

let platform: DecidedPlatform;
beforeAll(async () => {
  platform = await openDecidedPlatform();
});
afterAll(() => platform.house.stop());

async function told(client: Client, query = ''): Promise<Notification[]> {
  await platform.house.hearback.settle();
  return (await client.get<{ items: Notification[] }>(`/notifications?limit=100${query}`)).body.items;
}

async function tell(client: Client, title: string): Promise<string> {
  const answer = await client.send<{ signal: { id: string } }>('POST', '/signals', { title });
  expect(answer.status).toBe(201);
  return answer.body.signal.id;
}

function decided(all: readonly Notification[]): Notification[] {
  return all.filter((one) => one.moment === 'decided');
}

async function fix(problemId: string, what: string): Promise<{ id: string; version: number }> {
  const answer = await platform.maintainer.send<{ work_item: { id: string; version: number } }>(
    'POST',
    `/problems/${problemId}/fix`,
    {
      what,
      why: 'It costs every build a minute.',
      when: { due_on: '2026-11-20' },
      questions: {},
      likely_person_days: 1,
    },
  );
  expect(answer.body).toMatchObject({ lane: 'fix' });
  return answer.body.work_item;
}

async function openProblem(title: string, signalIds: readonly string[]): Promise<string> {
  const body = { title, signal_ids: signalIds, component_ids: [platform.cacheId], severity: 'minor' };
  return (await platform.made(platform.triager, '/problems', body)).id;
}

describe('a receipt', () => {
  test('goes to who spoke, and to nobody else', async () => {
    const { house } = platform;
    const speaker = await house.person('Ola Nordmann', ['reporter']);
    const id = await tell(speaker, 'The cache is cold after every deploy');
    expect(await told(speaker)).toMatchObject([
      { moment: 'received', how: 'at_once', record_kind: 'signal', record_id: id },
    ]);
    expect(await told(platform.assessors.security)).toEqual([]);
  });
});

describe('a decision', () => {
  test('is told once to each distinct reporter, to followers, and not to whoever made it', async () => {
    const { house, maintainer } = platform;
    const speaker = await house.person('Kari Holm', ['reporter']);
    const follower = await house.person('Lea Vik', ['reporter']);
    const signals = [await tell(speaker, 'Cache keys collide'), await tell(speaker, 'Cache keys collide again')];
    signals.push(await tell(maintainer, 'I saw cache keys collide, too'));
    const problem = await openProblem('Cache keys collide', signals);
    await platform.made(follower, '/follows', { record_kind: 'problem', record_id: problem });
    await fix(problem, 'Hash the whole key');
    expect(decided(await told(speaker))).toHaveLength(1);
    expect(decided(await told(follower))).toHaveLength(1);
    expect(decided(await told(maintainer))).toHaveLength(0);
    expect(decided(await told(speaker))[0]?.words).toMatch(/^It was decided: D-\d+ /);
  });

  test('is not told to who muted the problem, nor to who muted everything', async () => {
    const { house } = platform;
    const one = await house.person('Mia Berg', ['reporter']);
    const other = await house.person('Jon Lie', ['reporter']);
    const problem = await openProblem('Logs are cut off', [await tell(one, 'Logs cut'), await tell(other, 'Cut logs')]);
    await platform.made(one, '/follows', { record_kind: 'problem', record_id: problem, muted: true });
    const choices = await other.get<{ version: number }>('/notification-choices');
    const changed = await other.send('PATCH', '/notification-choices', { muted: true }, choices.body);
    expect(changed.status).toBe(200);
    await fix(problem, 'Keep the last megabyte');
    expect(decided(await told(one))).toEqual([]);
    expect(decided(await told(other))).toEqual([]);
  });

  test('waits for the digest once the weekly cap is reached', async () => {
    const { house } = platform;
    const speaker = await house.person('Eva Moe', ['reporter']);
    const choices = await speaker.get<{ version: number }>('/notification-choices');
    await speaker.send('PATCH', '/notification-choices', { weekly_cap: 1 }, choices.body);
    for (const title of ['Tests are slow on Mondays', 'The lint step hangs'])
      await fix(await openProblem(title, [await tell(speaker, title)]), `Mend it: ${title}`);
    expect(
      decided(await told(speaker))
        .map((one) => one.how)
        .toSorted(),
    ).toEqual(['at_once', 'digest']);
  });

  test('relayed twice is told once', async () => {
    const { house } = platform;
    const speaker = await house.person('Ida Dahl', ['reporter']);
    await tell(speaker, 'Said once');
    await told(speaker);
    const before = (await told(speaker)).length;
    const consumer = house.hearback.stages.doors.flatMap((door) => door.consumers).find((one) => one.name === 'tell');
    const entries = await house.hearback.journal.read(
      { workspaceId: house.workspaceId, audienceIds: [] },
      ({ tables }) => tables.selectFrom('platform.journal').select(['id', 'type']).orderBy('id').execute(),
    );
    const wanted = entries.filter((entry) => consumer?.wants(entry.type as EntryType));
    expect(wanted.length).toBeGreaterThan(0);
    await consumer?.handle({ workspaceId: house.workspaceId, entryIds: wanted.map((entry) => entry.id) });
    expect(await told(speaker)).toHaveLength(before);
  });
});

describe('following', () => {
  test('needs a record that one may see', async () => {
    const { reporter, house } = platform;
    const nothing = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
    const answer = await reporter.send('POST', '/follows', { record_kind: 'problem', record_id: nothing });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const foreign = await house.otherWorkspace();
    const problem = await openProblem('Only ours', [await tell(reporter, 'Only ours')]);
    expect(await foreign.send('POST', '/follows', { record_kind: 'problem', record_id: problem })).toMatchObject({
      status: 404,
    });
  });

  test('is listed, and ends', async () => {
    const follower = await platform.house.person('Per Aas', ['reporter']);
    const problem = await openProblem('Followed for a while', [await tell(platform.reporter, 'Followed')]);
    // What was opened before is told to nobody who follows later.
    await told(follower);
    const { id } = await platform.made(follower, '/follows', { record_kind: 'problem', record_id: problem });
    const list = () => follower.get<{ items: { id: string; record_id: string }[] }>('/follows');
    expect((await list()).body.items).toMatchObject([{ id, record_id: problem }]);
    expect((await follower.send('DELETE', `/follows/${id}`)).status).toBe(200);
    expect((await list()).body.items).toEqual([]);
    await fix(problem, 'Mended unheard');
    expect(await told(follower)).toEqual([]);
  });
});

test('what was read is no longer unread, for its reader alone', async () => {
  const reader = await platform.house.person('Siri Ek', ['reporter']);
  await tell(reader, 'Read me');
  const [first] = await told(reader, '&unread=true');
  await platform.reporter.send('POST', '/notifications/read', { ids: [first?.id] });
  expect(await told(reader, '&unread=true')).toHaveLength(1);
  expect(await reader.send('POST', '/notifications/read', { ids: [first?.id] })).toMatchObject({ body: { read: 1 } });
  expect(await told(reader, '&unread=true')).toEqual([]);
  expect(await told(reader)).toHaveLength(1);
});

test('whoever has work that nobody spoke of for two weeks is asked, and nobody else', async () => {
  const { house, maintainer, reporter } = platform;
  const problem = await openProblem('Forgotten', [await tell(reporter, 'Forgotten')]);
  const item = await fix(problem, 'Never touched');
  await platform.act(maintainer, `/work-items/${item.id}/move`, item.version, { to: 'in_progress' });
  const plan = house.hearback.stages.doors.flatMap((door) => door.scheduled).find((job) => job.name.startsWith('plan'));
  house.clock.advanceMs(15 * 24 * 3_600_000);
  await plan?.run();
  const asked = (all: readonly Notification[]) => all.filter((one) => one.words.startsWith('Work item stale'));
  expect(asked(await told(maintainer)).some((one) => /: W-\d+ Never touched$/.test(one.words))).toBe(true);
  expect(asked(await told(reporter))).toEqual([]);
  house.clock.advanceMs(-15 * 24 * 3_600_000);
});

describe('mail', () => {
  type Mail = { readonly to: string; readonly text: string; readonly headers: Map<string, unknown> };
  const mails: Mail[] = [];
  let posted: DecidedPlatform;
  let smtp: SMTPServer;
  beforeAll(async () => {
    const options: SMTPServerOptions = {
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
      onData: (stream, session, done) => {
        simpleParser(stream, (error, mail) => {
          mails.push({
            to: session.envelope.rcptTo.map((one) => one.address).join(),
            text: mail.text ?? '',
            headers: mail.headers as Map<string, unknown>,
          });
          done(error);
        });
      },
    };
    smtp = new SMTPServer(options);
    smtp.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    const address = smtp.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    posted = await openDecidedPlatform({
      HEARBACK_SMTP_URL: `smtp://127.0.0.1:${port}`,
      HEARBACK_URL: 'https://hearback.example',
    });
  });
  afterAll(async () => {
    await posted.house.stop();
    await new Promise<void>((resolve) => {
      smtp.close(() => resolve());
    });
  });
  const mailsTo = async (to: string, least: number): Promise<Mail[]> => {
    await posted.house.hearback.settle();
    await expect
      .poll(() => mails.filter((mail) => mail.to === to).length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(least);
    return mails.filter((mail) => mail.to === to);
  };

  test('goes to whoever has an address, with a link to the record and one that mutes', async () => {
    const speaker = await posted.house.person('Rune Dal', ['reporter'], { email: 'rune@example.org' });
    const signal = await tell(speaker, 'Mail me\r\nBcc: all@example.org');
    const [mail] = await mailsTo('rune@example.org', 1);
    expect(mail?.text).toContain(`https://hearback.example/records/signal/${signal}`);
    const mute = /https:\/\/hearback\.example(\/mute\/\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect((await posted.house.raw(`${mute}x`, { method: 'POST' })).status).toBe(404);
    expect((await posted.house.raw(mute)).status).toBe(200);
    expect((await speaker.get<{ items: unknown[] }>('/follows')).body.items).toEqual([]);
    expect((await posted.house.raw(mute, { method: 'POST' })).status).toBe(200);
    expect((await speaker.get<{ items: unknown[] }>('/follows')).body.items).toMatchObject([
      { record_id: signal, muted: true },
    ]);
  });

  test('to an address that does not exist does not hold up the mail of others', async () => {
    const gone = await posted.house.person('Nobody Here', ['reporter'], { email: 'nobody@example.org' });
    const there = await posted.house.person('Tora Li', ['reporter'], { email: 'tora@example.org' });
    await tell(gone, 'I left my mailbox behind');
    await tell(there, 'Mine works');
    expect(await mailsTo('tora@example.org', 1)).toHaveLength(1);
  });

  test('is not sent to who chose to hear in-app only', async () => {
    const quiet = await posted.house.person('Una Vold', ['reporter'], { email: 'una@example.org' });
    const choices = await quiet.get<{ version: number }>('/notification-choices');
    await quiet.send('PATCH', '/notification-choices', { mail: false }, choices.body);
    await tell(quiet, 'Do not mail me');
    const after = await posted.house.person('Vidar Ro', ['reporter'], { email: 'vidar@example.org' });
    await tell(after, 'Mail me after');
    await mailsTo('vidar@example.org', 1);
    expect(mails.filter((mail) => mail.to === 'una@example.org')).toEqual([]);
  });
});

test('loop health counts what was heard, decided and told, and says of how many', async () => {
  const before = await platform.reporter.get<LoopHealth>('/loop-health');
  const speaker = await platform.house.person('Nils Ravn', ['reporter']);
  await fix(await openProblem('Counted', [await tell(speaker, 'Count me')]), 'Count it');
  await tell(speaker, 'Nobody looked at me yet');
  await told(speaker);
  const after = await platform.reporter.get<LoopHealth>('/loop-health');
  expect(after.body.acknowledged.of).toBe(before.body.acknowledged.of + 2);
  expect(after.body.decided.count).toBe(before.body.decided.count + 1);
  expect(after.body.heard_back.n).toBe(before.body.heard_back.n + 2);
  expect(after.body.heard_back.waiting).toBe(before.body.heard_back.waiting + 1);
  expect(after.body.decided.low).toBeLessThan(after.body.decided.share ?? 0);
});
