import { barriersOn, expect, test } from './site.ts';

const lookups = 'DNS lookups time out in bursts after node rotation';
const token = 'Cannot rotate the registry token without a ticket';

test('an inbox is worked from the keyboard: down, open a problem, undo, attach, undo', async ({ site, page }) => {
  await site.open('/triage');
  const list = page.getByRole('region', { name: 'Signals and problems waiting for triage' });
  const open = page.getByRole('article').getByRole('heading', { level: 2 });
  await expect(open).toHaveText(lookups);

  await page.keyboard.press('j');
  await expect(open).toHaveText(token);
  await expect(page.getByRole('button', { name: 'Open a problem' })).toBeVisible();
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Open a problem' });
  await expect(dialog.getByRole('textbox')).toHaveValue(token);
  expect(await barriersOn(page)).toEqual([]);
  await dialog.getByRole('textbox').press('Enter');
  await expect(page.getByText(/^P-\d+ was opened from S-\d+\.$/)).toBeVisible();
  const signal = list.getByRole('link').filter({ hasText: token }).filter({ hasText: 'S-' });
  await expect(signal).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(signal).toHaveCount(1);

  await list.getByRole('link').filter({ hasText: lookups }).click();
  await expect(page.getByRole('button', { name: /^Attach to P-\d+/ }).last()).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText(/^S-\d+ now belongs to P-\d+\.$/)).toBeVisible();
  await expect(list.getByRole('link').filter({ hasText: lookups })).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(list.getByRole('link').filter({ hasText: lookups })).toHaveCount(1);
});

test('the keys are told by ?, and can be switched off', async ({ site, page }) => {
  await site.open('/triage');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys on this page' });
  await expect(dialog.getByText('the next one')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await dialog.getByText('Single-key shortcuts').click();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/\/triage/);
});

test('the list narrows to what one looks for, and the address keeps it', async ({ site, page }) => {
  await site.open('/triage');
  await page.getByRole('link', { name: 'problems', exact: true }).click();
  await expect(page).toHaveURL(/kind=problem/);
  const list = page.getByRole('region', { name: 'Signals and problems waiting for triage' });
  await expect(list.getByRole('link').filter({ hasText: 'Lookups fail while resolver pods move' })).toBeVisible();
  await expect(list.getByRole('link').filter({ hasText: lookups })).toHaveCount(0);
});
