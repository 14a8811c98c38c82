import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { hookSecretOf, verifyHook } from './verify.ts';

const now = new Date('2026-11-16T09:00:00Z');
const fresh = () => hookSecretOf(randomBytes(32));
const [mine, older] = [fresh(), fresh()];
const secrets = [
  { secret: mine, holder: 'new' },
  { secret: older, holder: 'old' },
];
const body = '{"type":"release.started",  "data":{"change":"C-1"}}';

/** Signed by somebody else's library, never by ours. */
function sent(options: { secret?: string; at?: Date; signed?: string; drop?: string } = {}): Headers {
  const at = options.at ?? now;
  const headers = new Headers({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(options.secret ?? mine).sign('msg_1', at, options.signed ?? body),
  });
  if (options.drop) headers.delete(options.drop);
  return headers;
}
const check = (headers: Headers, text = body, at = now) => verifyHook(headers, Buffer.from(text), secrets, at);

test('what was signed with a secret in force is taken, whichever of several it was', () => {
  expect(check(sent())).toEqual({ ok: true, holder: 'new', id: 'msg_1' });
  expect(check(sent({ secret: older }))).toEqual({ ok: true, holder: 'old', id: 'msg_1' });
});

test('a list of signatures is taken when one of them is ours', () => {
  const headers = sent();
  headers.set('webhook-signature', `v1,AAAA v1a,xyz ${headers.get('webhook-signature')}`);
  expect(check(headers)).toMatchObject({ ok: true });
});

test('five minutes old or early is taken, a second more is not', () => {
  const shifted = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  expect(check(sent({ at: shifted(-300) }))).toMatchObject({ ok: true });
  expect(check(sent({ at: shifted(300) }))).toMatchObject({ ok: true });
  expect(check(sent({ at: shifted(-301) }))).toEqual({ ok: false, why: 'timestamp_out_of_range' });
  expect(check(sent({ at: shifted(301) }))).toEqual({ ok: false, why: 'timestamp_out_of_range' });
});

test('changed bytes, the same JSON written anew, and a foreign secret are refused', () => {
  const mismatch = { ok: false, why: 'signature_mismatch' };
  expect(check(sent(), body.replace('C-1', 'C-2'))).toEqual(mismatch);
  expect(check(sent(), JSON.stringify(JSON.parse(body)))).toEqual(mismatch);
  expect(check(sent({ secret: fresh() }))).toEqual(mismatch);
  const renamed = sent();
  renamed.set('webhook-id', 'msg_2');
  expect(check(renamed)).toEqual(mismatch);
});

test('a missing header is refused', () => {
  for (const drop of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
    expect(check(sent({ drop }))).toEqual({ ok: false, why: 'header_missing' });
});

test('bytes that are no text are checked as they came', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
  expect(verifyHook(sent(), bytes, secrets, now)).toEqual({ ok: false, why: 'signature_mismatch' });
});
