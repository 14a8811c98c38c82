import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty, Trouble, Waiting } from '../../ui/notices.tsx';
import { Toast } from '../../ui/toast.tsx';
import { InboxList } from './inbox-list.tsx';
import { type InboxItem, inboxQuery } from './inbox-queries.ts';
import { filtersIn, type InboxSearch } from './inbox-search.ts';
import styles from './inbox.module.css';
import { ProblemDetail } from './problem-detail.tsx';
import { sectionsOf } from './sections.ts';
import { SignalDetail } from './signal-detail.tsx';
import type { Taken } from './steps.ts';

/** What waits to be triaged beside the one that is open. On a narrow screen they are two screens. */
export function Inbox() {
  const { say } = useLanguage();
  const me = useQuery(meQuery);
  const search = useSearch({ from: '/triage' });
  const inbox = useInfiniteQuery(inboxQuery(filtersIn(search), me.data?.person_id ?? ''));
  if (inbox.isPending) return <Waiting lines={9} />;
  if (inbox.isError) return <Trouble error={inbox.error} onAgain={() => void inbox.refetch()} heading="h1" />;
  const counts = inbox.data.pages[0]?.counts;
  return (
    <>
      <title>{`${say.inbox.title} · ${say.brand}`}</title>
      <h1 className="sr">{say.inbox.title}</h1>
      <Desk
        items={inbox.data.pages.flatMap(({ items }) => items)}
        total={(counts?.signals ?? 0) + (counts?.problems ?? 0)}
        overdue={counts?.overdue ?? 0}
        historical={counts?.historical ?? 0}
        loadMore={inbox.hasNextPage ? () => void inbox.fetchNextPage() : null}
      />
    </>
  );
}

type DeskProps = {
  readonly items: readonly InboxItem[];
  readonly total: number;
  readonly overdue: number;
  readonly historical: number;
  readonly loadMore: (() => void) | null;
};

function Desk({ items, total, overdue, historical, loadMore }: DeskProps) {
  const { say } = useLanguage();
  const now = new Date();
  const sections = sectionsOf(items, now);
  const inOrder = sections.flatMap((section) => section.items);
  const { open, isChosen, show } = useOpenItem(inOrder);
  const { taken, take, undo, forget } = useTaken(inOrder, open, show);
  const step = (by: 1 | -1) => {
    const place = open ? inOrder.indexOf(open) : -1;
    const next = inOrder[Math.max(0, Math.min(inOrder.length - 1, place + by))];
    if (next) show(next);
  };
  useKeys([
    { key: 'j', says: say.keys.down, run: () => step(1) },
    { key: 'k', says: say.keys.up, run: () => step(-1) },
    { key: 'Enter', says: say.keys.open, run: () => document.getElementById('open-title')?.focus() },
    ...(taken ? [{ key: 'u', says: say.inbox.actKeys.undo, run: () => undo.mutate(taken) }] : []),
  ]);
  return (
    <div className={styles['desk']} data-chosen={isChosen || undefined}>
      <section className={styles['list']} aria-label={say.inbox.list}>
        <InboxList
          sections={sections}
          openId={open?.id ?? null}
          total={total}
          overdue={overdue}
          historical={historical}
          now={now}
        >
          {loadMore ? <Button onPress={loadMore}>{say.inbox.loadMore}</Button> : null}
        </InboxList>
        {undo.isError ? <Trouble error={undo.error} /> : null}
        {taken ? <Toast text={taken.text} onUndo={() => undo.mutate(taken)} onGone={forget} /> : null}
      </section>
      <article className={styles['detail']}>
        {open ? (
          open.kind === 'signal' ? (
            <SignalDetail key={open.id} item={open} now={now} onTaken={take} />
          ) : (
            <ProblemDetail key={open.id} item={open} now={now} />
          )
        ) : (
          <Nothing isEmpty={items.length === 0} />
        )}
      </article>
    </div>
  );
}

function Nothing({ isEmpty }: { isEmpty: boolean }) {
  const { say } = useLanguage();
  return (
    <div className={styles['nothing']}>
      {isEmpty ? (
        <Empty title={say.inbox.empty} hint={say.inbox.emptyHint}>
          <Link className="btn" to="/">
            {say.trouble.home}
          </Link>
        </Empty>
      ) : (
        <Empty title={say.inbox.unread} hint={say.inbox.unreadHint} />
      )}
    </div>
  );
}

/** The open one is in the address, so that it can be sent and gone back from. A wide screen opens the first by itself. */
function useOpenItem(inOrder: readonly InboxItem[]) {
  const { open: openId } = useSearch({ from: '/triage' });
  const navigate = useNavigate();
  const isWide = useIsWide();
  const chosen = inOrder.find(({ id }) => id === openId);
  const show = useCallback(
    (item: InboxItem | undefined) => {
      void navigate({
        to: '/triage',
        search: ({ open: _open, ...filters }: InboxSearch) => (item ? { ...filters, open: item.id } : filters),
        replace: true,
      });
      // The row takes the focus, so that Tab and a screen reader go on from it.
      if (item) document.getElementById(`row-${item.id}`)?.focus();
    },
    [navigate],
  );
  return { open: chosen ?? (isWide ? inOrder[0] : undefined), isChosen: chosen !== undefined, show };
}

/** After a step the next item opens, and the step can be taken back. */
function useTaken(
  inOrder: readonly InboxItem[],
  open: InboxItem | undefined,
  show: (item: InboxItem | undefined) => void,
) {
  const queries = useQueryClient();
  const isWide = useIsWide();
  const [taken, setTaken] = useState<(Taken & { item: InboxItem }) | null>(null);
  const forget = useCallback(() => setTaken(null), []);
  const refresh = () => queries.invalidateQueries();
  const take = (step: Taken) => {
    if (!open) return;
    setTaken({ ...step, item: open });
    const place = inOrder.indexOf(open);
    show(isWide ? (inOrder[place + 1] ?? inOrder[place - 1]) : undefined);
    void refresh();
  };
  const undo = useMutation({
    mutationFn: async (last: Taken & { item: InboxItem }) => {
      setTaken(null);
      await last.undo();
      await refresh();
      show(last.item);
    },
  });
  return { taken, take, undo, forget };
}

const wide = '(min-width: 62.01rem)';

function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(wide);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(wide).matches,
  );
}
