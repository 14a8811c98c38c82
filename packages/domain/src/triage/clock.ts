import {
  addWorkingMs,
  type BusinessCalendar,
  type ClockKind,
  type ClocksPolicy,
  type Severity,
  shadowDays,
  workingMsBetween,
  workingTimeMs,
} from '../charter/index.ts';

/** What happened to a record, as far as its clocks care. */
export type ClockEvent = {
  readonly at: Date;
  /**
   * `asked`: the reporter was asked and it is their move; `replied`: it is ours again. `acknowledged`, `triaged` and
   * `decided` end the clock of that name. `reopened` starts nothing anew.
   */
  readonly type: 'asked' | 'replied' | 'acknowledged' | 'triaged' | 'decided' | 'reopened';
};

/** One clock of one record: when it began and how much working time it has. */
export type Clock = {
  readonly kind: ClockKind;
  readonly startedAt: Date;
  /** Working milliseconds until it is breached, > 0. */
  readonly allowedMs: number;
};

/** What a clock shows at an instant. */
export type ClockReading = {
  readonly kind: ClockKind;
  readonly state: 'running' | 'paused' | 'met' | 'breached';
  /** When the time is up; absent while paused, since then nobody can say. */
  readonly dueAt: Date | undefined;
  readonly usedMs: number;
  /** `usedMs` of the allowed time; above 1 when breached. */
  readonly usedShare: number;
  /** Whether four fifths are used and it still runs: the moment to warn. */
  readonly isWarning: boolean;
  /** When what it counts towards happened, on time or late; absent while it has not. */
  readonly endedAt: Date | undefined;
};

/** From which used share a running clock warns. */
export const warnAtShare = 0.8;

const endedBy = { acknowledge: 'acknowledged', triage: 'triaged', decide: 'decided' } as const;

/** The three clocks of a record that came in at `startedAt`, by its severity. */
export function clocksFor(
  severity: Severity,
  policy: ClocksPolicy,
  calendar: BusinessCalendar,
  startedAt: Date,
): readonly Clock[] {
  return (['acknowledge', 'triage', 'decide'] as const).map((kind) => ({
    kind,
    startedAt,
    allowedMs: workingTimeMs(calendar, policy[severity][kind]),
  }));
}

/**
 * Reads a clock at `now`. It counts the owner's working time from its start to the first event that ends it, without the
 * spans in which the reporter was asked and had not replied; nothing else pauses it. It is breached once its due time has
 * passed: answering exactly on time is on time.
 *
 * Reopening keeps the first clock: a clock that was met stays met, with its first answer, and one that had not ended
 * runs on from its old start. So nobody improves their figures by closing early, or is punished for reopening.
 * @param events in any order; those after `now` are ignored
 */
export function readClock(
  clock: Clock,
  events: readonly ClockEvent[],
  calendar: BusinessCalendar,
  now: Date,
): ClockReading {
  const past = events
    .filter(({ at }) => at >= clock.startedAt && at <= now)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const endedAt = past.find(({ type }) => type === endedBy[clock.kind])?.at;
  const { spans, isPaused } = runningSpans(clock.startedAt, endedAt ?? now, past);
  const usedMs = spans.reduce((sum, [from, to]) => sum + workingMsBetween(calendar, from, to), 0);
  const usedShare = usedMs / clock.allowedMs;
  const due = dueAt(clock, spans, isPaused, calendar);
  const isOver = due !== undefined && due < (endedAt ?? now);
  const state = stateOf(isOver, endedAt !== undefined, isPaused);
  return {
    kind: clock.kind,
    state,
    dueAt: due,
    usedMs,
    usedShare,
    isWarning: state === 'running' && usedShare >= warnAtShare,
    endedAt,
  };
}

/**
 * Whether breaches count yet: a new workspace shows its clocks for `shadowDays` calendar days before it holds anyone to
 * them.
 */
export function isEnforced(policyStartedAt: Date, now: Date): boolean {
  return now.getTime() - policyStartedAt.getTime() >= shadowDays * 86_400_000;
}

function stateOf(isOver: boolean, hasEnded: boolean, isPaused: boolean): ClockReading['state'] {
  if (isOver) return 'breached';
  if (hasEnded) return 'met';
  return isPaused ? 'paused' : 'running';
}

type RunningSpan = readonly [from: Date, to: Date];

function runningSpans(
  startedAt: Date,
  endAt: Date,
  events: readonly ClockEvent[],
): { spans: readonly RunningSpan[]; isPaused: boolean } {
  const spans: RunningSpan[] = [];
  let from: Date | undefined = startedAt;
  for (const { at, type } of events) {
    if (at > endAt) break;
    if (type === 'asked' && from) {
      spans.push([from, at]);
      from = undefined;
    } else if (type === 'replied' || type === 'reopened') {
      from ??= at;
    }
  }
  if (from) spans.push([from, endAt]);
  return { spans, isPaused: from === undefined };
}

/** The instant at which the allowed time is, or was, used up, given the spans in which the clock ran so far. */
function dueAt(
  clock: Clock,
  spans: readonly RunningSpan[],
  isPaused: boolean,
  calendar: BusinessCalendar,
): Date | undefined {
  let leftMs = clock.allowedMs;
  for (const [index, [from, to]] of spans.entries()) {
    const due = addWorkingMs(calendar, from, leftMs);
    const runsOn = index === spans.length - 1 && !isPaused;
    if (due < to || runsOn) return due;
    leftMs -= workingMsBetween(calendar, from, to);
  }
  return undefined;
}
