/** A line on standard error that moves while something long runs; silent where nobody watches. */
export function createProgress(label: string, total: number): { at(done: number): void; end(): void } {
  const shown = process.stderr.isTTY === true;
  return {
    at: (done) => {
      if (!shown) return;
      const share = total === 0 ? 1 : done / total;
      const filled = Math.round(share * 24);
      process.stderr.write(`\r${label} [${'='.repeat(filled)}${' '.repeat(24 - filled)}] ${done}/${total}`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001B[K');
    },
  };
}
