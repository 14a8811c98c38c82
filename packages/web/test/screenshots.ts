/**
 * `node packages/web/test/screenshots.ts [--url http://127.0.0.1:4400] --out FOLDER [--only NAME]`: every page at 1440 and 390
 * pixels in both themes. Without --url it shows the built pages with the fixtures behind them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium as driver } from '@playwright/test';
import { chromium } from './chromium.ts';
import { type PageToSee, pages } from './pages.ts';
import { serveDist } from './serve-dist.ts';
import { withFixtures } from './site.ts';

const widths = [1440, 390] as const;
const themes = ['light', 'dark'] as const;

type Shot = { readonly page: PageToSee; readonly width: number; readonly theme: 'light' | 'dark' };

async function take(browser: Browser, url: string, out: string, shot: Shot, isReal: boolean): Promise<void> {
  const { page: seen, width, theme } = shot;
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
  if (!isReal) await withFixtures(context, seen.as);
  await context.addInitScript((chosen) => localStorage.setItem('hearback.theme', chosen), theme);
  const page = await context.newPage();
  await page.goto(`${url}${seen.path}`);
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  await page.waitForLoadState('networkidle');
  const file = join(out, `${seen.name}-${width}-${theme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  process.stdout.write(`${file}\n`);
  await context.close();
}

const { values } = parseArgs({ options: { url: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } } });
if (!values.out) throw new Error('Say where the pictures go: --out FOLDER');
mkdirSync(values.out, { recursive: true });
const server = values.url ? null : await serveDist();
const browser = await driver.launch(chromium);
for (const page of pages.filter(({ name }) => values.only === undefined || name === values.only))
  for (const width of widths)
    for (const theme of themes)
      await take(browser, values.url ?? server?.url ?? '', values.out, { page, width, theme }, values.url !== undefined);
await browser.close();
await server?.close();
