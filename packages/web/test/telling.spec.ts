import { barriersOn, expect, test } from './site.ts';

test('whoever tells us something sees what is known, and gets a receipt with what was masked and what comes next', async ({
  site,
  page,
}) => {
  await site.open('/tell');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Say it in a line, so that people can find it.')).toBeVisible();

  await page.getByRole('radio', { name: 'Friction' }).check({ force: true });
  await page.getByLabel('In a line').fill('Image pulls wait on fresh nodes');
  await page.getByLabel('What happened').fill('Jobs wait for images to pull. Ask me: mei@tideline.example');
  await page.getByLabel('Hours it costs them in a week').fill('six');
  const known = page.getByRole('region', { name: 'We may know this one' });
  await expect(known.getByRole('link', { name: 'Jobs wait a long time for images to pull' })).toBeVisible();

  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Write hours as a number, such as 6 or 0.5.')).toBeVisible();
  await page.getByLabel('Hours it costs them in a week').fill('0,5');
  expect(await barriersOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send' }).click();

  await expect(page.getByRole('heading', { level: 1, name: /^Heard/ })).toBeVisible();
  await expect(page.getByText('Before anything was stored we masked 1 × email address.')).toBeVisible();
  await expect(page.getByText('[masked: email address]')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await page.getByRole('link', { name: 'See its thread' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Image pulls wait on fresh nodes' })).toBeVisible();
  await page.goto(new URL('/mine', page.url()).href);
  await expect(page.getByRole('link', { name: 'Image pulls wait on fresh nodes' })).toBeVisible();
});

test('a draft outlives the page, and is gone when it was sent', async ({ site, page }) => {
  await site.open('/tell');
  await page.getByLabel('In a line').fill('The dashboard forgets my filter');
  await expect(page.getByText('Draft kept on this device.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('In a line')).toHaveValue('The dashboard forgets my filter');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('button', { name: 'Tell us something else' }).click();
  await expect(page.getByLabel('In a line')).toHaveValue('');
});
