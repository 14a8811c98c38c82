import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { Considered } from './considered.tsx';
import { type RationaleContent, rationaleQuery } from './rationale-query.ts';
import styles from './rationale.module.css';

/** Why it was decided so, for a yes and for a no: a page to send to whoever asks. */
export function Rationale() {
  const { id } = useParams({ from: '/decisions/$id/rationale' });
  const { say, write } = useLanguage();
  const rationale = useQuery(rationaleQuery(id));
  if (rationale.isPending) return <Waiting lines={8} />;
  if (rationale.isError)
    return <Trouble error={rationale.error} onAgain={() => void rationale.refetch()} heading="h1" />;
  const { reference, writtenAt, content } = rationale.data;
  const words = say.rationale;
  return (
    <article className={`read ${styles['page']}`}>
      <title>{`${content.title} · ${say.brand}`}</title>
      <p className="crumb">
        <span className="ref">{reference}</span>
        <b>{words.kinds[content.kind] ?? content.kind}</b>
        <span>{words.decided(write.longDate(writtenAt))}</span>
        <Link to="/records/$kind/$id" params={{ kind: 'decision', id }}>
          {words.back}
        </Link>
      </p>
      <h1>{content.title}</h1>
      <Part title={words.why} text={content.rationale} />
      <Part title={words.answer} text={content.answer} />
      <Part title={words.change} text={content.what_would_change} />
      <Problems problems={content.problems} />
      <Considered content={content} />
      <Lane content={content} />
      <p className={styles['file']}>
        <a href={`/api/v1/decisions/${id}/rationale.md`}>{words.file}</a>
      </p>
    </article>
  );
}

function Part({ title, text }: { title: string; text: string | null }) {
  return text === null || text === '' ? null : (
    <Section title={title}>
      <p className={styles['words']}>{text}</p>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['part']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Problems({ problems }: Pick<RationaleContent, 'problems'>) {
  const { say } = useLanguage();
  if (problems.length === 0) return null;
  return (
    <Section title={say.rationale.problems}>
      <ul className="plain">
        {problems.map(({ id, reference, title, people, teams }) => (
          <li key={id}>
            <Link to="/records/$kind/$id" params={{ kind: 'problem', id }}>
              {title}
            </Link>{' '}
            <span className="small quiet">
              {say.people(people)}, {say.teams(teams)} <span className="ref">{reference}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Lane({ content: { lane, lane_reasons, not_needed } }: { content: RationaleContent }) {
  const { say } = useLanguage();
  return (
    <Section title={say.rationale.lane(lane)}>
      <ul className="plain">
        {lane_reasons.map(({ code, words }) => (
          <li key={code}>{words}</li>
        ))}
      </ul>
      {not_needed.length > 0 ? (
        <details className="small">
          <summary>{say.rationale.notNeeded}</summary>
          <ul className="plain">
            {not_needed.map(({ code, words }) => (
              <li key={code}>{words}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}
