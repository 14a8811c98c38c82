import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './spine.module.css';

type Thread = components['schemas']['Thread'];
type Step = Thread['steps'][number];

/** The thread: solid up to where it stands, then dotted to what comes next. */
export function Spine({ steps, record, next }: Pick<Thread, 'steps' | 'record' | 'next'>) {
  const { say } = useLanguage();
  if (steps.length === 0) return <Empty title={say.record.noThread} hint={say.record.noThreadHint} />;
  return (
    <ol className="spine" aria-label={say.record.thread}>
      {steps.map((step, place) => (
        <li
          key={`${step.kind} ${step.id}`}
          className={place === steps.length - 1 ? 'now' : undefined}
          aria-current={place === steps.length - 1 ? 'step' : undefined}
        >
          <When step={step} />
          <span className="knot" />
          <div className="what">
            {step.quotes.length > 0 ? (
              <Said step={step} />
            ) : (
              <Done step={step} isThisRecord={step.kind === record.kind && step.id === record.id} />
            )}
          </div>
        </li>
      ))}
      {next ? <Coming next={next} /> : null}
    </ol>
  );
}

function When({ step }: { step: Step }) {
  const { say, write } = useLanguage();
  return (
    <div className="when">
      <b>{say.record.steps[step.kind] ?? step.kind}</b>
      <time dateTime={step.at}>{step.until ? write.days(step.at, step.until) : write.day(step.at, new Date())}</time>
    </div>
  );
}

/** What people said speaks for itself; each quote leads to its signal. */
function Said({ step }: { step: Step }) {
  const { say } = useLanguage();
  return (
    <>
      {step.quotes.map((quote) => (
        <div key={quote.signal_id} className="voice">
          <p className="quote">“{quote.text}”</p>
          <p className="by">
            {say.record.saidBy(quote.who, quote.via)}{' '}
            <Link className="ref" to="/records/$kind/$id" params={{ kind: 'signal', id: quote.signal_id }}>
              {quote.reference}
            </Link>
          </p>
        </div>
      ))}
      {step.lines.map((line) => (
        <p key={line} className="small quiet">
          {line}
        </p>
      ))}
    </>
  );
}

/** What was made of it: its title, linked unless this page is it, its words, and by whom. */
function Done({ step, isThisRecord }: { step: Step; isThisRecord: boolean }) {
  const { say } = useLanguage();
  const by = step.who === null ? null : (say.record.whoDid[step.kind] ?? say.record.whoDid['other'])?.(step.who);
  const state = say.record.states(step.state);
  return (
    <>
      <h2>
        {isThisRecord ? (
          step.title
        ) : (
          <Link to="/records/$kind/$id" params={{ kind: step.kind, id: step.id }}>
            {step.title}
          </Link>
        )}
      </h2>
      {step.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className={`by ${styles['foot']}`}>
        <Verdict kind={step.kind} state={step.state} words={state} />
        <span>{by}</span>
        <span className="ref">{step.reference}</span>
      </p>
      <NotNeeded rules={step.not_needed} />
    </>
  );
}

/** What the lane skipped is on the thread, folded: it explains, it does not shout. */
function NotNeeded({ rules }: { rules: readonly string[] }) {
  const { say } = useLanguage();
  if (rules.length === 0) return null;
  return (
    <details className={styles['skipped']}>
      <summary>{say.record.notNeeded(rules.length)}</summary>
      <ul className="plain">
        {rules.map((rule) => (
          <li key={rule}>{rule.replace(/^not needed: /, '')}</li>
        ))}
      </ul>
    </details>
  );
}

function Coming({ next }: { next: NonNullable<Thread['next']> }) {
  const { say, write } = useLanguage();
  return (
    <li className="open">
      <div className="when">
        <b>{say.record.nextStep}</b>
        {next.by ? <time dateTime={next.by}>{say.time.by(write.day(next.by, new Date()))}</time> : null}
      </div>
      <span className="knot" />
      <div className="what">
        <p>{next.what}</p>
        {next.who ? <p className="by">{next.who}</p> : null}
      </div>
    </li>
  );
}
