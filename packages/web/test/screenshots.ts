/**
 * `node packages/web/test/screenshots.ts --out FOLDER [--only NAME]`: every page at 1440 and 390 pixels in both
 * themes, against a real server with a sample workspace.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium as driver } from '@playwright/test';
import { chromium } from './chromium.ts';
import { type PageToSee, pages } from './pages.ts';
import { startServer } from './server.ts';
import { keepTheme, settled } from './site.ts';
import { fillWorkspace, type SampleWorkspace } from './workspace.ts';

const widths = [1440, 390] as const;
const themes = ['light', 'dark'] as const;

type Seen = { readonly page: PageToSee; readonly width: number; readonly theme: 'light' | 'dark' };
type Place = { readonly url: string; readonly workspace: SampleWorkspace; readonly state: StorageState };
type StorageState = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

async function take(browser: Browser, place: Place, file: string, { page: seen, width, theme }: Seen): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...(seen.as === undefined || seen.as === 'admin' ? { storageState: place.state } : {}),
    ...(seen.as === 'reporter'
      ? { extraHTTPHeaders: { Authorization: `Bearer ${place.workspace.reporterToken}` } }
      : {}),
  });
  await keepTheme(context, theme);
  const page = await context.newPage();
  await page.goto(`${place.url}${seen.path(place.workspace)}`);
  await settled(page);
  await page.screenshot({ path: file, fullPage: true });
  process.stdout.write(`${file}\n`);
  await context.close();
}

async function main(out: string, only: string | undefined): Promise<void> {
  mkdirSync(out, { recursive: true });
  const server = await startServer();
  const browser = await driver.launch(chromium);
  try {
    const workspace = await fillWorkspace(server.url, server.adminToken);
    const context = await browser.newContext();
    await context.request.get(server.setupUrl);
    const place: Place = { url: server.url, workspace, state: await context.storageState() };
    for (const page of pages.filter(({ name }) => only === undefined || name === only))
      for (const width of widths)
        for (const theme of themes)
          await take(browser, place, join(out, `${page.name}-${width}-${theme}.png`), { page, width, theme });
  } finally {
    await browser.close();
    await server.stop();
  }
}

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
if (!values.out) throw new Error('Say where the pictures go: --out FOLDER');
await main(values.out, values.only);
