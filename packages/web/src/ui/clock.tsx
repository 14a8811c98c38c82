import type { CSSProperties } from 'react';
import { useLanguage } from './messages/language.tsx';

type Props = {
  /** When the time is up; null when no clock runs. */
  readonly dueAt: string | null;
  /** Used part of the time; above 1 is late. Null draws no bar. */
  readonly usedShare: number | null;
  readonly isLate: boolean;
  readonly isPaused?: boolean;
  readonly now: Date;
  /** Puts the words into a sentence: `1 h 20 to acknowledge`, `acknowledge by Thu 26`. */
  readonly phrase?: (words: string, isDay: boolean) => string;
};

/** Time left in words, the used part as a bar. Late is hatched, said and bold; paused is dashed. */
export function Clock({ dueAt, usedShare, isLate, isPaused = false, now, phrase = (words) => words }: Props) {
  const { say, write } = useLanguage();
  const words = isPaused
    ? say.time.waiting
    : dueAt === null
      ? say.time.noClock
      : phrase(write.timeLeft(dueAt, now), write.isDay(dueAt, now));
  const used = Math.min(1, Math.max(0, usedShare ?? 0));
  const look = isPaused ? 'paused' : isLate ? 'late' : '';
  return (
    <p className={`clock ${look}`.trim()}>
      {words}
      {usedShare === null && !isLate && !isPaused ? null : (
        <>
          <i aria-hidden="true" style={{ '--used': `${used * 100}%` } as CSSProperties} />
          {isPaused || isLate ? null : <span className="sr">, {say.time.used(write.percent(used))}</span>}
        </>
      )}
    </p>
  );
}
