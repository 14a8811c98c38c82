import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hearback } from '../hearback.ts';
import { serve } from '../serve.ts';

/**
 * Runs `work` on a server of its own, with the database that Hearback brings, in a folder that is gone afterwards. Settings
 * of the caller do not reach it: an evaluation never touches a database that somebody uses.
 */
export async function onThrowAwayServer<Result>(work: (hearback: Hearback) => Promise<Result>): Promise<Result> {
  const home = mkdtempSync(path.join(tmpdir(), 'hearback-eval-'));
  try {
    const running = await serve({
      home,
      port: 0,
      environment: { HEARBACK_LOG_LEVEL: 'error', HEARBACK_SIGNALS_PER_MINUTE: '1000000' },
    });
    try {
      return await work(running.hearback);
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
