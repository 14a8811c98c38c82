import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../test/browser.ts';
import { openHouse, type TestHouse } from '../../test/harness.ts';
import { type Lie, type LyingProvider, startLyingProvider } from '../../test/lying-provider.ts';

const here = 'http://127.0.0.1';

let provider: LyingProvider;
let house: TestHouse;
beforeAll(async () => {
  provider = await startLyingProvider();
  house = await openHouse({
    environment: {
      HEARBACK_OIDC_ISSUER: provider.issuer,
      HEARBACK_OIDC_CLIENT_ID: 'hearback',
      HEARBACK_OIDC_CLIENT_SECRET: 'a-secret',
    },
  });
});
afterAll(async () => {
  await house.stop();
  await provider.stop();
});

async function signInWith(lie: Lie): Promise<{ status: number; signedIn: number }> {
  const browser = openBrowser(house);
  const away = new URL((await browser.fetch(`${here}/sign-in`)).headers.get('location') ?? '');
  provider.tell(away.searchParams.get('nonce') ?? '', lie);
  const back = new URLSearchParams({ code: 'any', state: away.searchParams.get('state') ?? '', iss: provider.issuer });
  const { status } = await browser.fetch(`${here}/api/auth/callback/oidc?${back.toString()}`);
  return { status, signedIn: (await browser.fetch(`${here}/api/v1/me`)).status };
}

it('lets somebody in whose ID token is in order', async () => {
  expect(await signInWith({})).toEqual({ status: 302, signedIn: 200 });
});

const past = Math.floor(Date.now() / 1000) - 3600;
const lies: [string, Lie][] = [
  ['was made for another flow (nonce)', { claims: { nonce: 'of-another-flow' } }],
  ['was made for no flow', { claims: { nonce: undefined } }],
  ['names another issuer', { claims: { iss: 'https://elsewhere.example' } }],
  ['is for another application', { claims: { aud: 'another' } }],
  ['has run out', { claims: { iat: past, exp: past + 60 } }],
  ['is signed by a stranger', { signedBy: 'stranger' }],
  ['is signed by nobody', { signedBy: 'nobody' }],
  ['is signed with the public key as if it were a password', { signedBy: 'public key as a password' }],
  ['is about nobody', { claims: { sub: '' } }],
  ['is missing', { withoutIdToken: true }],
];
it.each(lies)('lets nobody in whose ID token %s', async (_words, lie) => {
  expect(await signInWith(lie)).toEqual({ status: 403, signedIn: 401 });
});
