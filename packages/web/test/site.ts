import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { now } from './fixtures/when.ts';
import { type As, createMockApi } from './mock-api.ts';
import { serveDist } from './serve-dist.ts';

type Site = {
  /** Opens a page of the app as somebody; the API is answered by fixtures that remember. */
  open(path: string, options?: { as?: As; theme?: 'light' | 'dark' }): Promise<Opened>;
};
type Opened = { page: Page; api: ReturnType<typeof createMockApi> };

/** A context whose API is the fixtures and whose clock stands at their present. */
export async function withFixtures(context: BrowserContext, as: As = 'maintainer') {
  const api = createMockApi(as);
  await context.clock.setFixedTime(now);
  await context.route('**/api/v1/**', async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const answer = api.answer({
      method: request.method(),
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      body: request.postData() === null ? undefined : (request.postDataJSON() as unknown),
      headers: request.headers(),
    });
    const type = answer.status >= 400 ? 'application/problem+json' : 'application/json';
    await route.fulfill({ status: answer.status, contentType: type, body: JSON.stringify(answer.body) });
  });
  return api;
}

export const test = base.extend<{ site: Site }, { address: string }>({
  address: [
    async ({}, use) => {
      const server = await serveDist();
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  /** Every page is watched: an error on its console or a breach of its policy fails the test. */
  site: async ({ page, context, address }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      const isExpected = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
      if (message.type() === 'error' && !isExpected) complaints.push(`console: ${message.text()}`);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`policy: ${violatedDirective} ${blockedURI}`),
      );
    });
    await use({
      open: async (path, { as = 'maintainer', theme = 'light' } = {}) => {
        const api = await withFixtures(context, as);
        await context.addInitScript((chosen) => localStorage.setItem('hearback.theme', chosen), theme);
        await page.goto(`${address}${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        return { page, api };
      },
    });
    expect(complaints).toEqual([]);
  },
});

/** What axe finds, in words, or nothing. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`));
}

export { expect };
