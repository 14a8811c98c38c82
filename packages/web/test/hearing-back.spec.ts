import { answered, createClient, ifMatch } from '@hearback/client';
import { barriersOn, expect, test } from './site.ts';

test('whoever spoke says whether it helped, in one press', async ({ site, page }) => {
  await site.open('/mine');
  const asked = page.getByRole('group', { name: 'Did it help: Keep warm images on every pool' });
  await expect(asked).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Partly' }).click();
  await expect(asked).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'What you told us' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'My jobs wait for images, too' })).toBeVisible();
  await expect(asked).toHaveCount(0);
});

test('a question reaches whoever reported, and their answer reaches the inbox', async ({ site, page, house }) => {
  const admin = createClient({ baseUrl: house.url, token: house.adminToken });
  const reporter = createClient({ baseUrl: house.url, token: house.workspace.reporterToken });
  const told = await answered(reporter.POST('/signals', { body: { title: 'It is slow again' } }));
  const params = { path: { id: told.signal.id }, header: ifMatch(told.signal.version) };
  await answered(admin.POST('/signals/{id}/ask', { params, body: { question: 'Which job?' } }));

  await site.open('/mine', { as: 'reporter' });
  const row = page.getByRole('listitem').filter({ hasText: 'It is slow again' });
  await expect(row).toContainText('We asked: “Which job?”');
  await row.getByRole('link', { name: 'Answer' }).click();
  await page.getByLabel('Your answer').fill('The nightly one.');
  await page.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('region', { name: 'What people add' }).getByRole('listitem')).toContainText(
    'The nightly one.',
  );
  await expect
    .poll(async () => {
      await page.goto(`${house.url}/mine`);
      await expect(row).toBeVisible();
      return row.textContent();
    })
    .not.toContain('Which job?');
});
