import { pages } from './pages.ts';
import { barriersOn, expect, test } from './site.ts';

for (const { name, path, as = 'admin' } of pages)
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1440, 390])
      test(`${name} has no barrier and fits, ${theme}, ${width} wide`, async ({ site, page, house }) => {
        await page.setViewportSize({ width, height: 900 });
        await site.open(path(house.workspace), { as, theme });
        expect(await barriersOn(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      });
