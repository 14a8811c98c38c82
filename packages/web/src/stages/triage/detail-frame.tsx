import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLanguage } from '../../ui/messages/language.tsx';
import styles from './detail.module.css';
import { ItemClock } from './inbox-list.tsx';
import type { InboxItem } from './inbox-queries.ts';
import { filtersIn } from './inbox-search.ts';

type Props = {
  readonly item: InboxItem;
  readonly now: Date;
  readonly crumb: ReactNode;
  readonly acts: ReactNode;
  readonly children: ReactNode;
};

/** What the open item looks like around its words: where it came from and its clock above, what one can do below. */
export function DetailFrame({ item, now, crumb, acts, children }: Props) {
  const { say } = useLanguage();
  return (
    <>
      <div className={styles['scroll']} role="region" aria-labelledby="open-title" tabIndex={0}>
        <div className={styles['bar']}>
          <p className="crumb">
            <Link className={styles['back'] ?? ''} to="/triage" search={filtersIn}>
              ← {say.inbox.back}
            </Link>
            <Link className="ref" to="/records/$kind/$id" params={{ kind: item.kind, id: item.id }}>
              {item.reference}
            </Link>{' '}
            {crumb}
          </p>
          <ItemClock item={item} now={now} isSpoken />
        </div>
        <h2 id="open-title" className={styles['title']} tabIndex={-1}>
          {item.title}
        </h2>
        {children}
      </div>
      <div className={`btns ${styles['acts']}`}>
        {acts}
        <p className={`tiny quiet ${styles['hints']}`}>
          <kbd>j</kbd> <kbd>k</kbd> {say.inbox.keys.move} · <kbd>u</kbd> {say.inbox.keys.undo} · <kbd>?</kbd>{' '}
          {say.inbox.keys.all}
        </p>
      </div>
    </>
  );
}
