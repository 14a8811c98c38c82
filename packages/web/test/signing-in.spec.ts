import { startServer } from './server.ts';
import { expect, settled, test } from './site.ts';

test('a stranger is asked to sign in, and nothing of the loop is behind it', async ({ site, page }) => {
  await site.open('/triage', { as: 'nobody' });
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in?to=%2Ftriage');
  await expect(page.getByRole('navigation')).toHaveCount(0);
});

test('the first admin gets in by the link once, finds an empty loop that teaches, and gets out', async ({ page }) => {
  const server = await startServer();
  try {
    await page.goto(server.setupUrl);
    await settled(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is in the loop yet.');
    await expect(page.getByText('Nothing is yours to move.')).toBeVisible();
    await expect(page.getByText('Nothing has come back yet.')).toBeVisible();
    await page.getByRole('link', { name: 'Open the triage inbox' }).click();
    await expect(page.getByText('The inbox is empty.')).toBeVisible();
    await page.goto(server.setupUrl);
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/loop/);
    await page.goto(`${server.url}/you`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(server.url);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('whoever only reports sees their own pages and not the ten stages', async ({ site, page }) => {
  await site.open('/', { as: 'reporter' });
  await expect(page.getByRole('heading', { level: 1, name: 'What you told us' })).toBeVisible();
  const entries = page.getByRole('navigation', { name: 'Pages' });
  await expect(entries.getByRole('link')).toHaveText(['Tell us', 'Mine', 'What’s changing']);
  await entries.getByRole('link', { name: 'What’s changing' }).click();
  await expect(page.getByText('Keep warm images on every pool')).toBeVisible();
});
