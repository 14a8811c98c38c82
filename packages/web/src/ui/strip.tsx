import type { ReactNode } from 'react';

type Props = {
  readonly clock: ReactNode;
  /** The matter: a link to it with class `name`. */
  readonly matter: ReactNode;
  readonly meta: readonly (string | null)[];
  readonly reference?: string;
  readonly action?: ReactNode;
};

/** A list's row, ruled like a controller's flight strip: clock, matter, action. */
export function Strip({ clock, matter, meta, reference, action }: Props) {
  return (
    <li className={action ? 'strip acts3' : 'strip'}>
      {clock}
      <div>
        <p>{matter}</p>
        <Meta parts={meta} {...(reference ? { reference } : {})} />
      </div>
      {action}
    </li>
  );
}

export function Meta({ parts, reference }: { parts: readonly (string | null)[]; reference?: string }) {
  return (
    <p className="meta">
      {parts.map((part) => (part === null || part === '' ? null : <span key={part}>{part}</span>))}
      {reference ? <span className="ref">{reference}</span> : null}
    </p>
  );
}
