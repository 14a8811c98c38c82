import type { components } from '@hearback/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty, Trouble, Waiting } from '../../ui/notices.tsx';
import { DidItHelp } from './did-it-help.tsx';
import { mineQuery } from './listen-queries.ts';
import styles from './mine.module.css';

type MySignal = components['schemas']['MySignal'];

/** What the reader told us, and where each stands; above it, whether what we did about it helped. */
export function Mine() {
  const { say } = useLanguage();
  const mine = useQuery(mineQuery);
  if (mine.isPending) return <Waiting />;
  if (mine.isError) return <Trouble error={mine.error} onAgain={() => void mine.refetch()} heading="h1" />;
  const { items } = mine.data;
  return (
    <>
      <title>{`${say.nav.mine} · ${say.brand}`}</title>
      <h1>{say.mine.title}</h1>
      <p className="lede">{say.mine.lede}</p>
      <DidItHelp />
      {items.length === 0 ? (
        <Empty title={say.mine.empty} hint={say.mine.emptyHint}>
          <Link className="btn" to="/tell">
            {say.nav.tell}
          </Link>
        </Empty>
      ) : (
        <ol className={`strips ${styles['mine']}`} aria-label={say.mine.title}>
          {items.map((signal) => (
            <Told key={signal.id} signal={signal} />
          ))}
        </ol>
      )}
    </>
  );
}

function Told({ signal }: { signal: MySignal }) {
  const { say, write } = useLanguage();
  const { problem, question } = signal;
  return (
    <li className={`strip ${styles['told']}`}>
      <p className="small quiet">
        <time dateTime={signal.at}>{write.day(signal.at, new Date())}</time>
      </p>
      <div>
        <p>
          <Link className="name said" to="/records/$kind/$id" params={{ kind: 'signal', id: signal.id }}>
            {signal.title}
          </Link>{' '}
          <span className="ref tiny quiet">{signal.reference}</span>
        </p>
        {problem ? (
          <p className="small quiet">
            {say.mine.partOf}{' '}
            <Link to="/records/$kind/$id" params={{ kind: 'problem', id: problem.id }}>
              {problem.title}
            </Link>
          </p>
        ) : null}
        {question ? (
          <p className="small">
            <b>{say.mine.asked}</b> <span className="said">“{question}”</span>{' '}
            <Link to="/records/$kind/$id" params={{ kind: 'signal', id: signal.id }} hash="add">
              {say.mine.answer}
            </Link>
          </p>
        ) : null}
      </div>
      <p className="small">
        {problem ? (say.mine.stands[problem.state] ?? problem.state) : say.mine.states[signal.state]}
      </p>
    </li>
  );
}
