import type { components } from '@hearback/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Marked } from '../../ui/marked.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { knownQuery } from './listen-queries.ts';
import styles from './known.module.css';

type Similar = components['schemas']['SimilarThing'];

/** What is known already, found while somebody writes. It never blocks; when it fails, the form goes on without it. */
export function Known({ title, body, className }: { title: string; body: string; className: string }) {
  const { say } = useLanguage();
  const text = useSettled(`${title}\n${body}`);
  const [line = '', ...rest] = text.split('\n');
  const known = useQuery(knownQuery(line.trim(), rest.join('\n').trim()));
  const items = known.data?.items ?? [];
  return (
    <section className={className} aria-labelledby="known">
      <div className="head">
        <h2 id="known">{say.tell.known}</h2>
        <span role="status">{known.data ? say.tell.found(items.length) : null}</span>
      </div>
      {items.length === 0 ? (
        <p className="quiet small">{known.data ? say.tell.knownNone : say.tell.knownEmpty}</p>
      ) : null}
      <ol>
        {items.map((item) => (
          <KnownThing key={item.id} item={item} />
        ))}
      </ol>
    </section>
  );
}

function KnownThing({ item }: { item: Similar }) {
  const { say } = useLanguage();
  const terms = item.shared_terms.map(({ term }) => term);
  return (
    <li className={styles['thing']}>
      <p className="by">
        {item.likely ? `${say.record.probablyTheSame}: ` : ''}
        {say.record.kinds[item.kind] ?? item.kind}, {say.record.states(item.state)}{' '}
        <span className="ref">{item.reference}</span>
      </p>
      <h3>
        <Link to="/records/$kind/$id" params={{ kind: item.kind, id: item.id }} target="_blank">
          <Marked text={item.title} terms={terms} />
        </Link>
      </h3>
      {item.excerpt === '' ? null : (
        <p className="said">
          “<Marked text={item.excerpt} terms={terms} />”
        </p>
      )}
    </li>
  );
}

const settleMs = 250;

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
