import type { components } from '@hearback/client';
import { useLanguage } from '../../ui/messages/language.tsx';
import styles from './aside.module.css';

type Thread = components['schemas']['Thread'];

/** Beside the thread: how many people, the facts, and who heard back. */
export function Aside({ thread }: { thread: Thread }) {
  const { say } = useLanguage();
  return (
    <aside className="stack" aria-label={say.record.facts}>
      {thread.evidence && thread.evidence.people + thread.evidence.respondents > 0 ? (
        <Evidence evidence={thread.evidence} />
      ) : null}
      <Facts record={thread.record} />
      <Told told={thread.told} />
    </aside>
  );
}

function Evidence({ evidence }: { evidence: NonNullable<Thread['evidence']> }) {
  const { say, write } = useLanguage();
  const most = Math.max(1, ...evidence.by_team.map(({ people }) => people));
  return (
    <section aria-labelledby="evidence">
      <div className="head">
        <h2 id="evidence">{say.record.evidence}</h2>
        <span>{say.record.peopleNotTickets}</span>
      </div>
      <div className={styles['figures']}>
        <p>{figure(say.people(evidence.people))}</p>
        <p>{figure(say.teams(evidence.teams))}</p>
      </div>
      {evidence.by_team.length > 0 ? (
        <table className={styles['bars']}>
          <caption className="sr">{say.record.byTeam}</caption>
          <tbody>
            {evidence.by_team.map(({ name, people }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td aria-hidden="true">
                  <i style={{ width: `${(people / most) * 100}%` }} />
                </td>
                <td className="num">{write.number(people)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {evidence.respondents > 0 ? <p className="small quiet">{say.record.respondents(evidence.respondents)}</p> : null}
    </section>
  );
}

/** `31 people` with its number large. */
function figure(words: string) {
  const [number, ...rest] = words.split(' ');
  return (
    <>
      <b className="num">{number}</b> {rest.join(' ')}
    </>
  );
}

function Facts({ record }: { record: Thread['record'] }) {
  const { say, write } = useLanguage();
  return (
    <section aria-labelledby="facts">
      <div className="head">
        <h2 id="facts">{say.record.facts}</h2>
      </div>
      <dl className="facts">
        <dt>{say.record.state}</dt>
        <dd>{say.record.states(record.state)}</dd>
        {record.facts.map(({ label, value, at }) => [
          <dt key={`${label} label`}>{say.record.factLabels[label] ?? label}</dt>,
          <dd key={label}>{at ? <time dateTime={at}>{write.day(at, new Date())}</time> : value}</dd>,
        ])}
      </dl>
    </section>
  );
}

function Told({ told }: { told: Thread['told'] }) {
  const { say, write } = useLanguage();
  return (
    <section aria-labelledby="told">
      <div className="head">
        <h2 id="told">{say.record.told}</h2>
      </div>
      {told.length === 0 ? (
        <p className="small quiet">{say.record.nobodyTold}</p>
      ) : (
        <ul className="small">
          {told.map(({ at, moment, who_count }) => (
            <li key={`${moment} ${at}`} className={styles['told']}>
              <time dateTime={at}>{write.day(at, new Date())}</time>
              <span>{say.record.toldLine(say.people(who_count), say.record.moments[moment] ?? moment)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
