import type { Messages } from './english.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Dates and numbers as the reader's language writes them, in the reader's own time zone. */
export type Formats = ReturnType<typeof createFormats>;

export function createFormats(locale: string, messages: Messages) {
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const long = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const day = date({ day: 'numeric', month: 'short' });
  const dayOfYear = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = date({ weekday: 'short', day: 'numeric' });
  const moment = date({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const clock = date({ hour: '2-digit', minute: '2-digit' });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const twoDigits = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const { time } = messages;

  /** A span in its largest unit: `20 min`, `6 h`, `19 d`. */
  const span = (ms: number): string => {
    if (ms < hourMs) return time.minutes(Math.max(1, Math.round(ms / minuteMs)));
    if (ms < 2 * dayMs) return time.hours(Math.round(ms / hourMs));
    return time.days(Math.round(ms / dayMs));
  };
  const left = (ms: number): string => {
    const minutes = Math.round(ms / minuteMs);
    if (minutes < 60) return time.minutes(Math.max(1, minutes));
    if (minutes >= 180 || minutes % 60 === 0) return time.hours(Math.round(minutes / 60));
    return time.hoursAndMinutes(Math.floor(minutes / 60), minutes % 60);
  };
  // The year is said where one would have to ask: half a year away and more.
  const dayIn = (at: Date, now: Date) =>
    (Math.abs(at.getTime() - now.getTime()) < 182 * dayMs ? day : dayOfYear).format(at);

  return {
    number: (value: number) => decimal.format(value),
    likeness: (value: number) => twoDigits.format(value),
    percent: (share: number) => percent.format(share),
    list: (parts: readonly string[]) => list.format(parts),
    longDate: (at: string) => long.format(new Date(at)),
    /** `7 Aug`, with the year when it is another one. */
    day: (at: string, now: Date) => dayIn(new Date(at), now),
    days: (from: string, to: string) => day.formatRange(new Date(from), new Date(to)),
    /** `Mon 23 Nov, 17:00`. */
    moment: (at: string) => moment.format(new Date(at)),
    /** `today, 09:12` or `7 Aug`. */
    recently: (at: string, now: Date) =>
      isSameDay(new Date(at), now) ? `${time.today}, ${clock.format(new Date(at))}` : dayIn(new Date(at), now),
    age: (from: string, now: Date) => span(now.getTime() - new Date(from).getTime()),
    /** What a clock says: `2 h late`, `1 h 20`, `today`, `Mon 23`, `7 Aug`. */
    timeLeft: (due: string, now: Date): string => {
      const at = new Date(due);
      const leftMs = at.getTime() - now.getTime();
      if (leftMs <= 0) return time.late(span(-leftMs));
      if (leftMs < 6 * hourMs) return left(leftMs);
      if (isSameDay(at, now)) return time.today;
      return leftMs < 6 * dayMs ? weekday.format(at) : dayIn(at, now);
    },
    /** Whether `timeLeft` says a day rather than how long. */
    isDay: (due: string, now: Date): boolean => new Date(due).getTime() - now.getTime() >= 6 * hourMs,
  };
}

export function isSameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}
