import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { DetailFrame } from './detail-frame.tsx';
import styles from './detail.module.css';
import { type InboxItem, type ProblemRecord, problemQuery } from './inbox-queries.ts';
import { ProblemActs } from './problem-acts.tsx';

/** A problem that waits in the inbox: why it waits, who speaks in it, what happens next. */
export function ProblemDetail({ item, now }: { item: InboxItem; now: Date }) {
  const { say } = useLanguage();
  const problem = useQuery(problemQuery(item.id));
  if (problem.isError) return <Trouble error={problem.error} onAgain={() => void problem.refetch()} />;
  return (
    <DetailFrame
      item={item}
      now={now}
      crumb={<span>{item.reasons.map((reason) => say.inbox.reasons[reason]).join(', ')}</span>}
      acts={problem.data ? <ProblemActs problem={problem.data} /> : null}
    >
      {problem.data ? <Evidence problem={problem.data} /> : <Waiting lines={4} />}
    </DetailFrame>
  );
}

function Evidence({ problem }: { problem: ProblemRecord }) {
  const { say, write } = useLanguage();
  const { evidence, next } = problem;
  return (
    <>
      {problem.statement === '' ? null : <p className={styles['words']}>{problem.statement}</p>}
      <p className="by">
        <b>{problem.owner.name}</b> · {say.people(evidence.people)}, {say.teams(evidence.teams)}
      </p>
      {next ? (
        <p className={styles['note']}>
          <b>{say.record.next(next.who)}</b> {say.record.nextWhat(next.what, next.who)}
          {next.by ? `, ${say.time.by(write.moment(next.by))}` : null}
        </p>
      ) : null}
      <section aria-labelledby="attached">
        <div className="head">
          <h3 id="attached">{say.inbox.said}</h3>
          <span>{say.record.peopleNotTickets}</span>
        </div>
        <ol>
          {problem.attachments.map((attachment) => (
            <li key={attachment.signal_id} className={styles['note']}>
              <Link className="said" to="/records/$kind/$id" params={{ kind: 'signal', id: attachment.signal_id }}>
                “{attachment.title}”
              </Link>{' '}
              <span className="ref tiny quiet">{attachment.reference}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
