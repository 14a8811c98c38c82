import type { DuplicatesFigures, DuplicatesReport } from './figures.ts';

const share = (value: number): string => value.toFixed(3).replace(/^0/, '');
const percent = (value: number | null): string => (value === null ? 'none shown' : `${(100 * value).toFixed(1)} %`);
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${share(Math.abs(value))}`;

const measureNames = {
  recall_at_1: 'recall at 1',
  recall_at_5: 'recall at 5',
  recall_at_10: 'recall at 10',
  mrr: 'MRR',
};

function figureLines(name: string, figures: DuplicatesFigures): string[] {
  if (figures.n === 0) return [`${name}: no labelled duplicates`];
  const measured = (['recall_at_1', 'recall_at_5', 'recall_at_10', 'mrr'] as const).map((measure) => {
    const { low, high, gain, won, lost } = figures.gain[measure];
    const verdict = low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference shown';
    return `  ${measureNames[measure].padEnd(13)}${share(figures[measure])}  BM25 ${share(figures.bm25[measure])}  gain ${signed(gain)} [${signed(low)}, ${signed(high)}], ${won} won, ${lost} lost: ${verdict}`;
  });
  return [
    `${name}: ${figures.n} duplicates, ${figures.n_without_duplicate} reports without a known one`,
    ...measured,
    `  marked as probably the same: right ${percent(figures.precision)}, for ${percent(figures.coverage)} of the duplicates`,
    `  marked though nobody linked it: ${percent(figures.false_suggestion_rate)}`,
    `  time to answer: half within ${figures.p50_ms.toFixed(1)} ms, 99 % within ${figures.p99_ms.toFixed(1)} ms`,
  ];
}

/** The report as people read it. */
export function duplicatesWords(report: DuplicatesReport): string {
  const sources = Object.entries(report.sources);
  return [
    ...figureLines(`All ${report.reports} reports`, report),
    ...(sources.length > 1 ? sources.flatMap(([source, figures]) => ['', ...figureLines(source, figures)]) : []),
    ...(report.left_out > 0
      ? ['', `${report.left_out} queries left out: no earlier report of theirs is in the corpus.`]
      : []),
    '',
    'Candidates are earlier reports of the same source. Intervals are 95 %, paired, whole clusters resampled.',
  ].join('\n');
}
