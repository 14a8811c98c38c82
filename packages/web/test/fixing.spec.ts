import { barriersOn, expect, test } from './site.ts';

const questions = [
  'Is there an answer or a workaround already?',
  'Is harm happening now?',
  'Do users have to do something?',
  'Does it break what users rely on?',
  'Does it touch security, privacy, data or cost?',
];

test('the dialog says which lane it is while one answers, and decides a fix that is small and safe', async ({
  site,
  page,
  house,
}) => {
  await site.open(`/records/problem/${house.workspace.fixableProblemId}`);
  await page.getByRole('button', { name: 'Fix it' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fix it' });
  const send = dialog.getByRole('button', { name: 'Decide and open the work' });
  const answer = (question: string, word: 'Yes' | 'No') =>
    dialog.getByRole('radiogroup', { name: question }).getByText(word, { exact: true }).click();
  await dialog.getByLabel('What will be done').fill('Retry a failed upload once');
  await dialog.getByLabel('Why').fill('Nine of ten failures pass at the second try.');
  await dialog.getByLabel('Done by').fill('2030-03-01');
  await dialog.getByLabel('Likely person-days').fill('many');
  await expect(dialog.getByText('Write days as a number, such as 2 or 0.5.')).toBeVisible();
  await dialog.getByLabel('Likely person-days').fill('1');

  await answer('Does it break what users rely on?', 'Yes');
  await expect(dialog.getByRole('heading', { name: 'So far the significant lane' })).toBeVisible();
  await expect(dialog.getByText('This is no fix, so it cannot be decided here.')).toBeVisible();
  await expect(dialog.getByText(/an assessment by engineering, product/)).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  for (const question of questions) await answer(question, 'No');
  await expect(dialog.getByRole('heading', { name: 'The fix lane' })).toBeVisible();
  await expect(dialog.getByText(/reversible in one step/)).toBeVisible();
  await send.click();

  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/^D-\d+ is made and W-\d+ is open\.$/)).toBeVisible();
  const thread = page.getByRole('list', { name: 'Thread' });
  await expect(thread.getByRole('link', { name: 'Retry a failed upload once' }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fix it' })).toHaveCount(0);
});

test('anybody follows a record or mutes it, and takes it back', async ({ site, page, house }) => {
  await site.open(`/records/problem/${house.workspace.openProblemId}`, { as: 'reporter' });
  await expect(page.getByRole('button', { name: 'Fix it' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Follow' }).click();
  await expect(page.getByText('You hear of what happens here.')).toBeVisible();
  await page.getByRole('button', { name: 'Mute' }).click();
  await expect(page.getByText('You hear nothing of this.')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Unmute' }).click();
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeEnabled();
  await expect(page.getByText('You hear nothing of this.')).toHaveCount(0);
});
