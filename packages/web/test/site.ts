import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillWorkspace, type SampleWorkspace } from './workspace.ts';

export type House = Server & {
  readonly workspace: SampleWorkspace;
  /** The first admin's session: the link that made it works once. */
  readonly cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
};

type Site = {
  /** Opens a page of the real product: as its admin, or as somebody who only reports. */
  open(path: string, options?: { as?: 'admin' | 'reporter' | 'nobody'; theme?: 'light' | 'dark' }): Promise<Page>;
};

export const test = base.extend<{ site: Site }, { house: House }>({
  house: [
    async ({ browser }, use) => {
      const server = await startServer();
      try {
        const workspace = await fillWorkspace(server.url, server.adminToken);
        const context = await browser.newContext();
        await context.request.get(server.setupUrl);
        const cookies = await context.cookies();
        await context.close();
        await use({ ...server, workspace, cookies });
      } finally {
        await server.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  /** Every page is watched: an error on its console or a breach of its policy fails the test. */
  site: async ({ page, context, house }, use) => {
    const complaints = watch(page);
    await use({
      open: async (path, { as = 'admin', theme = 'light' } = {}) => {
        if (as === 'admin') await context.addCookies(house.cookies);
        if (as === 'reporter')
          await context.setExtraHTTPHeaders({ Authorization: `Bearer ${house.workspace.reporterToken}` });
        await keepTheme(context, theme);
        await page.goto(`${house.url}${path}`);
        await settled(page);
        return page;
      },
    });
    expect(complaints).toEqual([]);
  },
});

/** What the page complains of from now on; a refusal that it shows in words is no complaint. */
function watch(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  return complaints;
}

export async function keepTheme(context: BrowserContext, theme: 'light' | 'dark'): Promise<void> {
  await context.addInitScript((chosen) => localStorage.setItem('hearback.theme', chosen), theme);
}

/** The page is there, and nothing on it is still loading. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('.waiting-lines')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** What axe finds, in words, or nothing. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

export { expect };
