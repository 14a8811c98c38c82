// Kills the server, or its database, while signals are submitted, and then counts: every acknowledged signal is there once,
// and none that nobody sent. A request that got no answer is neither: it may be there or not.
//   node bench/chaos.ts [--server-kills 30] [--database-kills 30] [--short]
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { scratchHome, type ServerUnderTest, startServer } from './server-under-test.ts';

const { values } = parseArgs({
  options: {
    'server-kills': { type: 'string', default: '30' },
    'database-kills': { type: 'string', default: '30' },
    short: { type: 'boolean', default: false },
  },
});
const serverKills = values.short ? 3 : Number(values['server-kills']);
const databaseKills = values.short ? 2 : Number(values['database-kills']);
const writers = 4;
const busyWrites = 20;
/** Draining takes ten seconds at most; what has not ended after this never will. */
const longestEndMs = 60_000;

type Ledger = { readonly sent: Set<string>; readonly acknowledged: Set<string>; refused: number };

async function submit(url: string, token: string, ledger: Ledger): Promise<void> {
  const sourceId = randomUUID();
  ledger.sent.add(sourceId);
  try {
    const response = await fetch(`${url}/api/v1/signals`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': sourceId,
      },
      body: JSON.stringify({ title: `Chaos ${sourceId}`, source_id: sourceId }),
      signal: AbortSignal.timeout(15_000),
    });
    if (response.status === 201) ledger.acknowledged.add(sourceId);
    else if (response.status < 500)
      throw new Error(`A submission was answered ${response.status}: ${await response.text()}`);
    else ledger.refused += 1;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('A submission')) throw error;
    ledger.refused += 1;
    await pause(20);
  }
}

/** Writers that go on until `stop` is called, against whatever server is current. */
function startWriters(current: () => string, token: string, ledger: Ledger): { stop: () => Promise<void> } {
  let running = true;
  const loops = Array.from({ length: writers }, async () => {
    while (running) await submit(current(), token, ledger);
  });
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
    },
  };
}

type Listed = { readonly items: readonly { readonly source_id: string | null }[]; readonly next_cursor: string | null };

async function readBack(url: string, token: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${url}/api/v1/signals?limit=100${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`Reading back was answered ${response.status}.`);
    const page = (await response.json()) as Listed;
    found.push(...page.items.flatMap((item) => (item.source_id === null ? [] : [item.source_id])));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

async function until(what: string, condition: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await condition())) {
    if (performance.now() - started > 60_000) throw new Error(`Waited a minute for ${what}.`);
    await pause(20);
  }
  return performance.now() - started;
}

const answersOf = (url: string) => async (): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

// As fast as it goes: what is counted is what was lost, not who was asked to wait.
const environment = { HEARBACK_SIGNALS_PER_MINUTE: '1000000' };
const { home, remove } = await scratchHome('chaos');
const ledger: Ledger = { sent: new Set(), acknowledged: new Set(), refused: 0 };
const restartsMs: number[] = [];
const recoveriesMs: number[] = [];
let server: ServerUnderTest = await startServer(home, { environment });
const token = server.adminToken;
if (!token) throw new Error('A fresh folder gave no admin token.');
const crowd = startWriters(() => server.url, token, ledger);

const postmaster = async (): Promise<number> =>
  Number((await readFile(path.join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

/** A kill in a lull proves nothing: some writes must have come through since the last one. */
const untilBusy = async (): Promise<void> => {
  const before = ledger.acknowledged.size;
  await until('writes to be acknowledged', () => Promise.resolve(ledger.acknowledged.size >= before + busyWrites));
};

for (let kill = 0; kill < serverKills; kill += 1) {
  await untilBusy();
  await pause(150 + ((kill * 97) % 400));
  await server.kill('SIGKILL');
  server = await startServer(home, { environment });
  restartsMs.push(server.startMs);
}
for (let kill = 0; kill < databaseKills; kill += 1) {
  await untilBusy();
  await pause(150 + ((kill * 131) % 400));
  const pid = await postmaster();
  const before = ledger.acknowledged.size;
  process.kill(pid, 'SIGKILL');
  recoveriesMs.push(await until('the database to come back', answersOf(server.url)));
  await until('a write after the database came back', () => Promise.resolve(ledger.acknowledged.size > before + 2));
}
await crowd.stop();
await until('the server to be ready', answersOf(server.url));
const found = await readBack(server.url, token);
const ended = server.kill('SIGTERM').then(() => true);
if (!(await Promise.race([ended, pause(longestEndMs, false, { ref: false })]))) {
  await server.kill('SIGKILL');
  process.kill(await postmaster(), 'SIGQUIT');
}
const exitCode = server.child.exitCode;
await remove();

const present = new Set(found);
const lost = [...ledger.acknowledged].filter((id) => !present.has(id)).length;
const doubled = found.length - present.size;
const invented = found.filter((id) => !ledger.sent.has(id)).length;
const drained = exitCode === 0;
const checks = [lost === 0, doubled === 0, invented === 0, drained, ledger.acknowledged.size > 0];
const slowest = (all: readonly number[]): number => Math.round(Math.max(0, ...all));
process.stdout.write(
  `${JSON.stringify({
    passed: checks.filter(Boolean).length,
    failed: checks.filter((ok) => !ok).length,
    server_kills: serverKills,
    database_kills: databaseKills,
    acknowledged: ledger.acknowledged.size,
    unanswered_or_refused: ledger.refused,
    lost,
    doubled,
    invented,
    ended_cleanly: drained,
    slowest_restart_ms: slowest(restartsMs),
    slowest_database_recovery_ms: slowest(recoveriesMs),
  })}\n`,
);
process.exitCode = checks.every(Boolean) ? 0 : 1;
