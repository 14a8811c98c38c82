import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty, Trouble, Waiting } from '../../ui/notices.tsx';
import type { Stage } from '../../ui/stage-names.ts';
import { Strip } from '../../ui/strip.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import type { Row, Show } from './listing.ts';
import styles from './stage-list.module.css';

const pageSize = 50;

/** The main records of a stage; what it shows is in the address, so that a view can be kept and sent. */
export function StageList({ stage, shows }: { stage: Stage; shows: readonly Show[] }) {
  const { say } = useLanguage();
  const { show: asked } = useSearch({ from: '/$stage' });
  const show = shows.find(({ name }) => name === asked) ?? shows[0];
  const pages = useInfiniteQuery({
    queryKey: ['stage', stage, show?.name],
    queryFn: ({ pageParam }) =>
      show
        ? show.load({ limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) })
        : Promise.resolve({ rows: [], next: null }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section aria-label={say.list.shows[show?.name ?? ''] ?? say.stages.names[stage]}>
      <ul className={styles['shows']} aria-label={say.list.show}>
        {shows.map(({ name }) => (
          <li key={name}>
            <Link
              className={name === show?.name ? 'tag mine' : 'tag'}
              to="/$stage"
              params={{ stage }}
              search={name === shows[0]?.name ? {} : { show: name }}
              preload={false}
              activeProps={{}}
              aria-current={name === show?.name ? 'true' : undefined}
            >
              {say.list.shows[name] ?? name}
            </Link>
          </li>
        ))}
      </ul>
      {pages.isPending ? <Waiting /> : null}
      {pages.isError ? <Trouble error={pages.error} onAgain={() => void pages.refetch()} /> : null}
      {pages.isSuccess ? <Lines stage={stage} rows={rows} /> : null}
      {pages.hasNextPage ? (
        <p className="page-end">
          <Button onPress={() => void pages.fetchNextPage()} isDisabled={pages.isFetchingNextPage}>
            {say.list.more}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

function Lines({ stage, rows }: { stage: Stage; rows: readonly Row[] }) {
  const { say } = useLanguage();
  const now = new Date();
  const [title = '', hint = ''] = say.list.empty[stage] ?? [];
  if (rows.length === 0)
    return (
      <Empty title={title} hint={hint}>
        <Link className="btn" to="/tell">
          {say.home.tell}
        </Link>
      </Empty>
    );
  return (
    <ol className="strips">
      {rows.map((row, place) => (
        <Line key={`${row.id} ${place}`} row={row} now={now} />
      ))}
    </ol>
  );
}

function Line({ row, now }: { row: Row; now: Date }) {
  const language = useLanguage();
  const { say, write } = language;
  const { kind, id, state } = row;
  return (
    <Strip
      clock={<p className="small quiet">{row.at ? <time dateTime={row.at}>{write.day(row.at, now)}</time> : null}</p>}
      matter={
        kind === null ? (
          <b>{row.title}</b>
        ) : (
          <Link className={row.isSaid ? 'name said' : 'name'} to="/records/$kind/$id" params={{ kind, id }}>
            {row.title}
          </Link>
        )
      }
      meta={row.meta(language, now)}
      {...(row.reference === '' ? {} : { reference: row.reference })}
      {...(state === null
        ? {}
        : {
            action: (
              <p className={styles['state']}>
                <Verdict kind={kind ?? ''} state={state} words={say.record.states(state)} />
              </p>
            ),
          })}
    />
  );
}
