import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Clock } from '../../ui/clock.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Meta } from '../../ui/strip.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import type { InboxItem } from './inbox-queries.ts';
import type { InboxSearch } from './inbox-search.ts';
import styles from './inbox-list.module.css';
import type { Section } from './sections.ts';

type Props = {
  readonly sections: readonly Section[];
  readonly openId: string | null;
  readonly total: number;
  readonly overdue: number;
  readonly historical: number;
  readonly now: Date;
  /** Below the rows: more of them. */
  readonly children: ReactNode;
};

export function InboxList({ sections, openId, total, overdue, historical, now, children }: Props) {
  const { say, write } = useLanguage();
  const oldest = sections.flatMap(({ items }) => items.map(({ since }) => since)).sort()[0];
  return (
    <>
      <p className={styles['bar']}>
        <b>{say.inbox.title}</b>{' '}
        <span className="quiet">{say.inbox.summary(total, oldest ? write.age(oldest, now) : null, overdue)}</span>
      </p>
      <InboxFilters historical={historical} />
      <div className={styles['scroll']}>
        {sections.map(({ name, items }) => (
          <section key={name} aria-labelledby={`section-${name}`}>
            <h2 className={`group ${styles['group']}`} id={`section-${name}`}>
              <span>{say.inbox.sections[name]}</span> <span className="num">{items.length}</span>
            </h2>
            <ol>
              {items.map((item) => (
                <Row key={item.id} item={item} isOpen={item.id === openId} now={now} />
              ))}
            </ol>
          </section>
        ))}
        <div className={styles['more']}>{children}</div>
      </div>
    </>
  );
}

function Row({ item, isOpen, now }: { item: InboxItem; isOpen: boolean; now: Date }) {
  const { say } = useLanguage();
  return (
    <li>
      <Link
        id={`row-${item.id}`}
        className={styles['row'] ?? ''}
        to="/triage"
        search={(before: InboxSearch) => ({ ...before, open: item.id })}
        preload={false}
        aria-current={isOpen ? 'true' : undefined}
        activeProps={{}}
      >
        <ItemClock item={item} now={now} />
        <div>
          <p className={styles['title']}>{item.title}</p>
          <Meta
            parts={[item.term_kind, item.severity, item.owner.name, item.people > 0 ? say.people(item.people) : null]}
            reference={item.reference}
          />
        </div>
      </Link>
    </li>
  );
}

/** The clock that ends first; `isSpoken` says what it counts towards. */
export function ItemClock({ item, now, isSpoken = false }: { item: InboxItem; now: Date; isSpoken?: boolean }) {
  const { say } = useLanguage();
  const clock = item.clocks.find(({ due_at }) => due_at !== null && due_at === item.due_at) ?? null;
  const towards = clock && isSpoken ? (say.inbox.towards[clock.kind] ?? null) : null;
  return (
    <Clock
      dueAt={item.due_at}
      usedShare={clock?.used_share ?? null}
      isLate={item.due_at !== null && new Date(item.due_at) <= now}
      isPaused={item.state === 'waiting'}
      now={now}
      {...(towards ? { phrase: towards } : {})}
    />
  );
}
