import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/server/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Machines are shared and noisy: a limit only ends what hangs, it never judges speed.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['packages/server/test/global-setup.ts'],
  },
});
