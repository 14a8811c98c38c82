// All answers of a feedback file into a fresh server, masked and indexed, each asked for its similar ones; then the loop on
// them. Prints seconds per phase, counts, and CPU of the processes themselves.
//   npm run bench -- import [--feedback FILE] [--owners FILE] [--json]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Api, createApi, everyItem } from './api.ts';
import { type Alike, type Signal, walkAnswers } from './loop-on-answers.ts';
import { cpuUsed, memoryMb } from './process-cost.ts';
import { launcher, scratchHome, type ServerUnderTest, startServer } from './server-under-test.ts';

const realData = (name: string): string => fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
const askers = 4;

type Imported = { read: number; taken: number; already_there: number; rejected: number };
type Similar = { items: { id: string; likely: boolean }[] };

/** The command that people use, against the server. */
async function importFeedback(server: ServerUnderTest, token: string, file: string): Promise<Imported> {
  const args = [launcher, 'import', 'feedback', file, '--json', '--url', server.url, '--token', token];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`The import ended with ${child.exitCode}.`);
  return JSON.parse(said) as Imported;
}

/** Waits until every entry was passed on and no job is due: the server says so itself. */
async function untilIndexed(server: ServerUnderTest): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const value = (name: string): number =>
      Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(metrics)?.[1] ?? Number.NaN);
    if (value('hearback_relay_lag_seconds') === 0 && value('hearback_jobs_waiting') === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function askSimilar(api: Api, signals: readonly Signal[]): Promise<{ alike: Alike[]; elapsedMs: number[] }> {
  const alike: Alike[] = [];
  const elapsedMs: number[] = [];
  let next = 0;
  const asker = async (): Promise<void> => {
    for (let signal = signals[next++]; signal; signal = signals[next++]) {
      const started = performance.now();
      const { items } = await api.get<Similar>(`/signals/${signal.id}/similar?kind=signal&limit=8`);
      elapsedMs.push(performance.now() - started);
      alike.push({ signal, likely: items.filter(({ likely }) => likely).map(({ id }) => id) });
    }
  };
  await Promise.all(Array.from({ length: askers }, asker));
  return { alike, elapsedMs: elapsedMs.sort((a, b) => a - b) };
}

/** Times phases one after the other, with the CPU each used. */
function createPhases(server: ServerUnderTest, home: string) {
  const phases: Record<string, { seconds: number; server_cpu_ms: number; database_cpu_ms: number }> = {};
  const run = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const before = cpuUsed(Number(server.child.pid), home);
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1_000;
    const after = cpuUsed(Number(server.child.pid), home);
    phases[name] = {
      seconds: Number(seconds.toFixed(2)),
      server_cpu_ms: after.server - before.server,
      database_cpu_ms: after.database - before.database,
    };
    return result;
  };
  return { phases, run };
}

async function measure(server: ServerUnderTest, home: string, files: { feedback: string; owners: string }) {
  const token = server.adminToken;
  if (!token) throw new Error('A fresh folder gave no admin token.');
  const api = createApi(server.url, token);
  const { phases, run } = createPhases(server, home);
  const imported = await run('import', () => importFeedback(server, token, files.feedback));
  await run('index', () => untilIndexed(server));
  const signals = await run('read back', () => everyItem<Signal>(api, '/signals'));
  const { alike, elapsedMs } = await run('similar', () => askSimilar(api, signals));
  const mainJob = ['import', 'index', 'similar'].reduce((sum, name) => sum + (phases[name]?.seconds ?? 0), 0);
  const loop = await run('loop', () => walkAnswers(api, alike, files.owners));
  const { read, taken, already_there, rejected } = imported;
  return {
    main_job_seconds: Number(mainJob.toFixed(2)),
    phases,
    answers: { read, taken, already_there, rejected, accounted: read === taken + already_there + rejected },
    similar: {
      asked: alike.length,
      with_one_probably_the_same: alike.filter(({ likely }) => likely.length > 0).length,
      p50_ms: Number((elapsedMs[Math.floor(elapsedMs.length * 0.5)] ?? 0).toFixed(1)),
      p99_ms: Number((elapsedMs[Math.floor(elapsedMs.length * 0.99)] ?? 0).toFixed(1)),
      askers,
    },
    loop,
    server_memory_mb: memoryMb(Number(server.child.pid)),
  };
}

function say(result: Awaited<ReturnType<typeof measure>>): void {
  const { answers, similar, loop, phases } = result;
  const lines = [
    `${answers.read} answers read: ${answers.taken} taken, ${answers.already_there} already there, ${answers.rejected} rejected.`,
    ...Object.entries(phases).map(
      ([name, phase]) =>
        `  ${name.padEnd(10)}${phase.seconds.toFixed(1).padStart(6)} s   CPU ${phase.server_cpu_ms} ms server, ${phase.database_cpu_ms} ms database`,
    ),
    `Imported, indexed and asked in ${result.main_job_seconds.toFixed(1)} s.`,
    `${similar.with_one_probably_the_same} of ${similar.asked} have one that is probably the same; half answered within ${similar.p50_ms} ms, 99 % within ${similar.p99_ms} ms, ${similar.askers} at a time.`,
    ...Object.entries(loop).map(([name, count]) => `  ${name.replaceAll('_', ' ')}: ${count}`),
    `The server used ${result.server_memory_mb} MB at the end.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

export async function benchImport(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      feedback: { type: 'string', default: realData('feedback.jsonl') },
      owners: { type: 'string', default: realData('owners.json') },
      json: { type: 'boolean', default: false },
    },
  });
  const { home, remove } = await scratchHome('bench');
  try {
    const server = await startServer(home);
    try {
      const result = await measure(server, home, values);
      if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
      else say(result);
    } finally {
      await server.kill('SIGTERM');
    }
  } finally {
    await remove();
  }
}
