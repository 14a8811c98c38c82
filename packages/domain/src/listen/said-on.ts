/**
 * The calendar date in a survey tool's time stamp, as `YYYY-MM-DD`: `2024/05/02 7:25:09 AM AST`, `12/13/2024 9:12:35`, an ISO
 * date. The day is kept as it was written: the zone is ambiguous (AST is Atlantic or Arabian), so no instant can be told.
 * Undefined when the text holds no real date, or one that reads differently in different countries (`3/4/2024`).
 */
export function saidOn(stamp: string): string | undefined {
  const text = stamp.trim();
  const yearFirst = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T\s])/.exec(text);
  if (yearFirst) return isoDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?=$|\s)/.exec(text);
  if (!yearLast) return undefined;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3])];
  if (first === second || second > 12) return isoDate(year, first, second);
  return first > 12 ? isoDate(year, second, first) : undefined;
}

function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 ? date.toISOString().slice(0, 10) : undefined;
}
