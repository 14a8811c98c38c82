import styles from './ticks.module.css';

/** Room for a tick and the gap after it, in pixels; sixty fill a stage's place on the loop. */
const pitch = 3.6;
const height = 26;

type Props = {
  readonly waiting: number;
  readonly late: number;
  readonly mine: number;
  /** How many items a tick stands for. */
  readonly each: 1 | 10;
};

/** What waits as marks on the loop: late ones fly a flag, mine are taller and in the thread's colour. The words beside say it too. */
export function Ticks({ waiting, late, mine, each }: Props) {
  const all = Math.ceil(waiting / each);
  if (all === 0) return null;
  const flags = Math.min(all, Math.ceil(late / each));
  const own = Math.min(all - flags, Math.ceil(mine / each));
  const flagsWidth = flags * 8;
  const ownWidth = own * 5;
  const rest = all - flags - own;
  const width = flagsWidth + ownWidth + rest * pitch + 3;
  return (
    <svg
      className={styles['ticks']}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path className={styles['late']} d={repeated(flags, 8, 0, (x) => `M${x} 0l9 5-6 5v16h-3z`)} />
      <path className={styles['mine']} d={repeated(own, 5, flagsWidth, (x) => `M${x} 4h3v18h-3z`)} />
      <path className={styles['rest']} d={repeated(rest, pitch, flagsWidth + ownWidth, (x) => `M${x} 7h2v12h-2z`)} />
    </svg>
  );
}

function repeated(times: number, step: number, from: number, path: (x: number) => string): string {
  return Array.from({ length: times }, (_, place) => path(Math.round((from + place * step) * 10) / 10)).join('');
}
