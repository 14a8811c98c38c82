import { expect, test } from './site.ts';

test('a problem shows its thread from the words to what was released, who did it, and what comes next', async ({
  site,
  page,
  house,
}) => {
  await site.open(`/records/problem/${house.workspace.fixedProblemId}`);
  const thread = page.getByRole('list', { name: 'Thread' });
  await expect(thread.getByRole('listitem').filter({ hasText: 'Said' }).first()).toContainText(
    'Mei-Ling Zhao · API S-',
  );
  for (const step of ['Said', 'Problem', 'Decision', 'Work', 'Change'])
    await expect(thread.locator('.when b', { hasText: step })).toBeVisible();
  await expect(thread.getByText('by Ingrid Solheim').first()).toBeVisible();
  await expect(page.getByText(/^Next/).first()).toBeVisible();
  await expect(page.getByRole('complementary').getByText('4 people')).toBeVisible();
  await thread.getByRole('link', { name: 'Keep warm images on every pool' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Keep warm images on every pool' })).toBeVisible();
  await page.getByText(/^The journal behind this/).click();
  await expect(page.getByRole('cell', { name: /Decision moved: made/ })).toBeVisible();
});

test('home leads to what is mine, and counts what waits in every stage', async ({ site, page }) => {
  await site.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/things are in the loop\./);
  await expect(page.getByRole('region', { name: 'The loop, stage by stage' }).getByRole('heading')).toHaveCount(10);
  await page.getByRole('region', { name: 'Yours to move, Ingrid' }).getByRole('link').first().click();
  await expect(page.getByRole('list', { name: 'Thread' })).toBeVisible();
});

test('the first page needs less than 150 kB of script, compressed and kept by the browser', async ({ site, page }) => {
  const sizes: Promise<number>[] = [];
  const unkept: string[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    void request.response().then((response) => {
      if (!response?.headers()['cache-control']?.includes('immutable')) unkept.push(request.url());
    });
  });
  await site.open('/');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThan(150_000);
  expect(unkept).toEqual([]);
});
