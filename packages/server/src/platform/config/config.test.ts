import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { readConfig } from './index.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

it.each([
  ['HEARBACK_URL', 'here', /address like/],
  ['HEARBACK_URL', 'ftp://hearback.example', /address like/],
  ['HEARBACK_URL', 'https://tools.example/hearback', /has no path/],
  ['HEARBACK_OIDC_ISSUER', 'sign-in.example', /address like/],
  ['HEARBACK_SMTP_URL', 'mail.example', /address like/],
  ['HEARBACK_SIGNING_KEY', 'abc', /Ed25519/],
  ['HEARBACK_SIGNING_KEY', rsa.toString(), /Ed25519/],
  ['HEARBACK_SECRET', 'short', />=32/],
])('names the setting %s that cannot be used, and what it should look like', (name, value, words) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
  expect(() => readConfig({ [name]: value })).toThrow(words);
});

it('takes settings that are usable, and empty ones for none', () => {
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const config = readConfig({
    HEARBACK_URL: 'https://hearback.example/',
    HEARBACK_SMTP_URL: 'smtps://mail.example',
    HEARBACK_SIGNING_KEY: key,
    HEARBACK_OIDC_ISSUER: '',
  });
  expect(config).toMatchObject({ publicUrl: 'https://hearback.example', signingKey: key, oidc: undefined });
});

it('takes all three settings of single sign-on or none', () => {
  expect(() => readConfig({ HEARBACK_OIDC_ISSUER: 'https://sign-in.example' })).toThrow(/all three/);
});
