import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillWorkspace } from '../src/app/demo/fill.ts';
import { createLog } from '../src/platform/log/index.ts';
import { cloneDatabase } from './database.ts';

let ground: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  ground = await cloneDatabase();
});
afterAll(() => ground.drop());

test('the story is told to its end by the rules of the house, and not a second time', async () => {
  const tell = () =>
    fillWorkspace({ database: ground.address, log: createLog('silent') }, new Date('2026-11-19T13:30:00Z'));
  await tell();
  await expect(tell()).rejects.toThrow('another workspace');
});
