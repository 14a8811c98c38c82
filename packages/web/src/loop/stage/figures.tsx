import { answered } from '@hearback/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, meQuery } from '../../data/api.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import styles from './stage-list.module.css';

const healthQuery = queryOptions({ queryKey: ['loop-health'], queryFn: () => answered(api.GET('/loop-health')) });

const verificationQuery = queryOptions({
  queryKey: ['verification'],
  queryFn: () => answered(api.GET('/journal/verification')),
});

const shares = ['acknowledged', 'decided', 'shipped', 'verified'] as const;

/** How the loop does, each share with its interval. */
export function LoopHealth() {
  const { say, write } = useLanguage();
  const health = useQuery(healthQuery);
  const words = say.health;
  if (health.isPending) return <Waiting lines={4} />;
  if (health.isError) return <Trouble error={health.error} onAgain={() => void health.refetch()} />;
  const { heard_back: heard } = health.data;
  const waiting = write.number(heard.waiting);
  return (
    <section aria-labelledby="health">
      <div className="head">
        <h2 id="health">{words.title}</h2>
        <span>{words.window}</span>
      </div>
      <table className={styles['figures']}>
        <thead>
          <tr>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.share}</th>
            <th scope="col">{words.interval}</th>
            <th scope="col">{words.count}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((name) => {
            const { count, of, share, low, high } = health.data[name];
            return (
              <tr key={name}>
                <th scope="row">{words.names[name]}</th>
                <td className="num">{share === null ? words.none : <b>{write.percent(share)}</b>}</td>
                <td className="num">
                  {low === null || high === null ? null : words.to(write.percent(low), write.percent(high))}
                </td>
                <td className="num">{words.of(write.number(count), write.number(of))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="small quiet">
        {heard.p50_days === null
          ? words.unheard(waiting)
          : words.heard(write.number(Math.round(heard.p50_days)), waiting)}
      </p>
    </section>
  );
}

/** Whether the journal holds against its sealed checkpoints, for those who may check. */
export function JournalState() {
  const { say, write } = useLanguage();
  const me = useQuery(meQuery);
  const mayAudit = me.data?.permissions.includes('govern.audit') ?? false;
  const verification = useQuery({ ...verificationQuery, enabled: mayAudit });
  const words = say.journalState;
  if (!mayAudit) return null;
  if (verification.isPending) return <Waiting lines={2} />;
  if (verification.isError) return <Trouble error={verification.error} />;
  const { intact, entries, checkpoints, findings } = verification.data;
  return (
    <section aria-labelledby="journal">
      <div className="head">
        <h2 id="journal">{words.title}</h2>
      </div>
      <p>{intact ? words.intact(write.number(entries), write.number(checkpoints)) : words.broken(findings.length)}</p>
      <ul className="plain small">
        {findings.map((finding) => (
          <li key={`${finding.kind} ${finding.position} ${finding.entry_id}`}>{finding.words}</li>
        ))}
      </ul>
    </section>
  );
}
