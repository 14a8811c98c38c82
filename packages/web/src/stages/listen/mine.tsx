import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty, Trouble, Waiting } from '../../ui/notices.tsx';
import { mySignalsQuery } from './listen-queries.ts';
import styles from './mine.module.css';

/** What the reader told us, and where each stands. */
export function Mine() {
  const { say, write } = useLanguage();
  const signals = useQuery(mySignalsQuery);
  if (signals.isPending) return <Waiting />;
  if (signals.isError) return <Trouble error={signals.error} onAgain={() => void signals.refetch()} heading="h1" />;
  const { items } = signals.data;
  return (
    <>
      <title>{`${say.nav.mine} · ${say.brand}`}</title>
      <h1>{say.mine.title}</h1>
      <p className="lede">{say.mine.lede}</p>
      {items.length === 0 ? (
        <Empty title={say.mine.empty} hint={say.mine.emptyHint}>
          <Link className="btn" to="/tell">
            {say.nav.tell}
          </Link>
        </Empty>
      ) : (
        <ol className={`strips ${styles['mine']}`}>
          {items.map((signal) => (
            <li className="strip tail" key={signal.id}>
              <p className="small quiet">
                <time dateTime={signal.received_at}>{write.day(signal.received_at, new Date())}</time>
              </p>
              <p>
                <Link className="name said" to="/records/$kind/$id" params={{ kind: 'signal', id: signal.id }}>
                  {signal.title}
                </Link>{' '}
                <span className="ref tiny quiet">{signal.reference}</span>
              </p>
              <p className="small">{say.mine.states[signal.state]}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
