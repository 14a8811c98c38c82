import { parseArgs } from 'node:util';
import { Refusal } from '@hearback/domain/record';
import { duplicatesWords } from './eval/duplicates-words.ts';
import { duplicatesReport } from './eval/figures.ts';
import { type LabelledReports, readLabelledReports } from './eval/labelled-reports.ts';
import { replay } from './eval/replay.ts';
import { onThrowAwayServer } from './eval/throw-away.ts';

const usage = 'Use: hearback eval duplicates --corpus FILE --queries FILE [--unlinked FILE] [--json]';

/** A line on standard error that counts up, where somebody watches. */
function createCounter(total: number): { next(): void; end(): void } {
  const isWatched = process.stderr.isTTY === true;
  let done = 0;
  return {
    next: () => {
      done += 1;
      if (isWatched) process.stderr.write(`\rReplaying reports: ${done}/${total}`);
    },
    end: () => {
      if (isWatched) process.stderr.write('\r\u001B[K');
    },
  };
}

/** Aborts when somebody ends the command, so that what it started is ended too. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => controller.abort(new Error('Ended before it was done.')));
  return controller.signal;
}

/** Files that cannot be used are a command called wrongly: what is wrong is said, and undefined comes back. */
function readOrSay(files: Parameters<typeof readLabelledReports>[0]): LabelledReports | undefined {
  try {
    return readLabelledReports(files);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`hearback eval: ${error.message} ${error.remedy}\n`);
    return undefined;
  }
}

/** `hearback eval duplicates`: how well similar reports are found, on data that somebody labelled. */
export async function evalCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      corpus: { type: 'string' },
      queries: { type: 'string' },
      unlinked: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { corpus, queries, unlinked } = values;
  if (positionals[0] !== 'duplicates' || positionals.length > 1 || !corpus || !queries) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const labelled = readOrSay({ corpus, queries, unlinked });
  if (!labelled) return 2;
  const counter = createCounter([...labelled.sources.values()].reduce((sum, reports) => sum + reports.length, 0));
  const pace = { signal: interruption(), onReport: () => counter.next() };
  const found = await onThrowAwayServer((hearback) => replay(hearback, labelled, pace));
  counter.end();
  const report = duplicatesReport(found, labelled);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${duplicatesWords(report)}\n`);
  return 0;
}
