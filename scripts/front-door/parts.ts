/** Runs independent parts of a check side by side, shows what each said when it failed, and how long each took. */
import type { Finished } from './children.ts';

export interface Part {
  readonly name: string;
  readonly run: () => Promise<Finished>;
}

/** Two, because that is what the smallest machine has that we promise anything for. */
const workers = 2;

/** Returns the names of the parts that failed. */
export async function runParts(parts: readonly Part[]): Promise<string[]> {
  const waiting = [...parts];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const { code, output, durationMs } = await part.run();
      const verdict = code === 0 ? 'ok' : 'FAILED';
      console.log(`${part.name.padEnd(14)} ${verdict.padEnd(6)} ${(durationMs / 1000).toFixed(1).padStart(5)} s`);
      if (code === 0) continue;
      failed.push(part.name);
      console.log(indent(output.trimEnd() || `exit code ${code}, without a word`));
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return failed;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
