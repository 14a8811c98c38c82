import { daysUntil, type Interval, kaplanMeier, wilsonInterval } from '../statistics/index.ts';

/**
 * What became of one live signal so far. Dates after `now` count as not yet; signals of the historical queue do not
 * belong here.
 */
export type SignalFate = {
  readonly receivedAt: Date;
  readonly acknowledgedAt?: Date;
  readonly decidedAt?: Date;
  /** Whether the decision was to do something, so that shipping can be expected. */
  readonly isToShip?: boolean;
  readonly shippedAt?: Date;
  /** When an outcome settled as met or not met. */
  readonly verifiedAt?: Date;
  /** When the reporter first heard from somebody; receipts and merges are not hearing back. */
  readonly heardBackAt?: Date;
};

/** A share with what it is of; undefined when it is of nothing. */
export type Share = {
  readonly count: number;
  readonly of: number;
  readonly share: number | undefined;
  /** 95 % Wilson interval. */
  readonly interval: Interval | undefined;
};

/** How well the loop closes. */
export type LoopHealth = {
  /** Of all signals. */
  readonly acknowledged: Share;
  /** Of all signals. */
  readonly decided: Share;
  /** Of the signals whose decision was to do something. */
  readonly shipped: Share;
  /** Of the shipped ones. */
  readonly verified: Share;
  readonly heardBack: {
    /** Days (24 h, not working time) by which half have heard; undefined is "beyond `watchedDays`". */
    readonly p50Days: number | undefined;
    readonly p85Days: number | undefined;
    /** The longest that any of them was watched. */
    readonly watchedDays: number;
    readonly n: number;
    /** Still waiting to hear; they count for as long as they have waited. */
    readonly waiting: number;
  };
};

/**
 * Shares of signals that got so far, each of those that could have, and the time to hear back by Kaplan–Meier (1958),
 * where the open ones are censored at `now`: leaving them out would show the loop faster the more people it forgets.
 */
export function loopHealth(signals: readonly SignalFate[], now: Date): LoopHealth {
  const by = (at: Date | undefined) => at !== undefined && at <= now;
  const received = signals.filter(({ receivedAt }) => receivedAt <= now);
  const toShip = received.filter(({ decidedAt, isToShip }) => by(decidedAt) && isToShip === true);
  const shipped = toShip.filter(({ shippedAt }) => by(shippedAt));
  return {
    acknowledged: shareOf(received.filter(({ acknowledgedAt }) => by(acknowledgedAt)).length, received.length),
    decided: shareOf(received.filter(({ decidedAt }) => by(decidedAt)).length, received.length),
    shipped: shareOf(shipped.length, toShip.length),
    verified: shareOf(shipped.filter(({ verifiedAt }) => by(verifiedAt)).length, shipped.length),
    heardBack: timeToHearBack(received, now),
  };
}

function timeToHearBack(received: readonly SignalFate[], now: Date): LoopHealth['heardBack'] {
  const lifetimes = received.map(({ receivedAt, heardBackAt }) => {
    const ended = heardBackAt !== undefined && heardBackAt <= now;
    return { days: ((ended ? heardBackAt : now).getTime() - receivedAt.getTime()) / 86_400_000, ended };
  });
  const curve = kaplanMeier(lifetimes);
  return {
    p50Days: daysUntil(curve, 0.5),
    p85Days: daysUntil(curve, 0.85),
    watchedDays: lifetimes.reduce((longest, { days }) => Math.max(longest, days), 0),
    n: lifetimes.length,
    waiting: lifetimes.filter(({ ended }) => !ended).length,
  };
}

function shareOf(count: number, of: number): Share {
  return of === 0
    ? { count, of, share: undefined, interval: undefined }
    : { count, of, share: count / of, interval: wilsonInterval(count, of) };
}
