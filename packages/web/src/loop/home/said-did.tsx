import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty } from '../../ui/notices.tsx';
import styles from './said-did.module.css';

type Item = components['schemas']['Home']['said_did'][number];

const onHome = 3;

/** What people said beside what we did about it. */
export function SaidDid({ items, now }: { items: readonly Item[]; now: Date }) {
  const { say } = useLanguage();
  return (
    <section aria-labelledby="said-did">
      <div className="head">
        <h2 id="said-did">{say.home.saidDid}</h2>
        {items.length > onHome ? <Link to="/changing">{say.home.allChanges}</Link> : null}
      </div>
      <SaidDidList items={items.slice(0, onHome)} now={now} />
    </section>
  );
}

export function SaidDidList({ items, now }: { items: readonly Item[]; now: Date }) {
  const { say } = useLanguage();
  if (items.length === 0)
    return (
      <Empty title={say.home.noSaidDid} hint={say.home.noSaidDidHint}>
        <Link className="btn" to="/tell">
          {say.home.tell}
        </Link>
      </Empty>
    );
  return (
    <ol>
      {items.map((item) => (
        <li className={styles['pair']} key={item.decision.id}>
          <p className={`quote ${styles['said']}`}>“{item.quote}”</p>
          <p className={styles['did']}>
            <b>{sentence(item.decision.title)}</b> {item.decision.summary}
          </p>
          <By item={item} now={now} />
        </li>
      ))}
    </ol>
  );
}

function By({ item, now }: { item: Item; now: Date }) {
  const { say, write } = useLanguage();
  const day = write.day(item.at, now);
  const isNo = item.decision.kind === 'decline' || item.decision.kind === 'defer';
  const result = [
    item.outcome ? say.home.outcomes[item.outcome] : null,
    item.helped && item.helped.answered > 0 ? say.home.helped(item.helped.yes, item.helped.answered) : null,
  ].filter((part) => part !== null);
  const parts = [
    item.people > 0 ? `${say.people(item.people)}, ${say.teams(item.teams)}` : null,
    item.outcome === null ? say.home.decided(day) : say.home.shipped(day),
  ].filter((part) => part !== null);
  return (
    <p className={`by ${styles['by']}`}>
      {parts.map((part) => (
        <Fragment key={part}>{part} · </Fragment>
      ))}
      <Link to="/records/$kind/$id" params={{ kind: 'decision', id: item.decision.id }}>
        {isNo || result.length === 0 ? say.home.why : result.join(say.home.and)}
      </Link>
    </p>
  );
}

/** A title as a sentence of its own: with a full stop unless it ends with one. */
function sentence(title: string): string {
  return /[.!?…]$/.test(title) ? title : `${title}.`;
}
