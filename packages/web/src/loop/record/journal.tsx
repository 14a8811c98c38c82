import type { components } from '@hearback/client';
import { useLanguage } from '../../ui/messages/language.tsx';
import styles from './journal.module.css';

type Entries = components['schemas']['Thread']['entries'];

/** The entries that the thread was read from, for whoever wants to check. */
export function Journal({ entries }: { entries: Entries }) {
  const { say, write } = useLanguage();
  if (entries.length === 0) return null;
  return (
    <details className={styles['journal']}>
      <summary>{say.record.journal(entries.length)}</summary>
      <div className={styles['scroll']} role="region" aria-label={say.record.journal(entries.length)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.record.when}</th>
              <th scope="col">{say.record.what}</th>
              <th scope="col">{say.record.who}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className="nowrap">{write.moment(entry.at)}</td>
                <td>
                  {entry.words} <code className="tiny quiet">{entry.type}</code>
                  {entry.said ? <p className="said">“{entry.said}”</p> : null}
                </td>
                <td>{entry.actor ?? say.record.hearback}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
