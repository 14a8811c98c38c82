import { expect, test } from './site.ts';

test('a stage lists its records, narrows to what one looks for in the address, and leads to each', async ({
  site,
  page,
}) => {
  await site.open('/prioritize');
  await expect(page.getByText('Nothing of this kind is here.')).toBeVisible();
  await page.getByRole('link', { name: 'decisions made' }).click();
  await expect(page).toHaveURL(/\/prioritize\?show=made/);
  const made = page.getByRole('region', { name: 'decisions made' });
  await expect(made.getByRole('listitem').filter({ hasText: 'Keep warm images' })).toContainText('fix lane');
  await page.reload();
  await made.getByRole('link', { name: 'Keep warm images on every pool' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Keep warm images on every pool' })).toBeVisible();
  await page.getByRole('link', { name: 'The full reason' }).click();
  await expect(page.getByText('Yes, decided as a fix')).toBeVisible();
  await expect(page.getByText(/one cached layer saves nine of them/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Jobs wait a long time for images to pull' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Why the fix lane' })).toBeVisible();
});

test('every stage shows what it holds, and what it lacks in words', async ({ site, page }) => {
  for (const [path, words] of [
    ['/charter', 'Runners'],
    ['/charter?show=teams', 'Checkout'],
    ['/listen', 'My jobs wait for images, too'],
    ['/plan?show=done', 'Keep warm images on every pool'],
    ['/deliver?show=released', 'rolled out by Argo Rollouts'],
    ['/verify', 'Keep warm images on every pool'],
    ['/learn', 'No lesson is here.'],
    ['/engage', 'acknowledged, of all signals'],
    ['/govern', 'Intact:'],
  ] as const) {
    await site.open(path);
    await expect(page.getByText(words).first()).toBeVisible();
  }
});
