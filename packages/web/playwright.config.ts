import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { chromium } from './test/chromium.ts';

export default defineConfig({
  testDir: fileURLToPath(new URL('./test', import.meta.url)),
  testMatch: '*.spec.ts',
  outputDir: fileURLToPath(new URL('./test-results', import.meta.url)),
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  use: { launchOptions: chromium, locale: 'en-GB', timezoneId: 'UTC', contextOptions: { reducedMotion: 'reduce' } },
});
