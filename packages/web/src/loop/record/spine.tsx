import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty } from '../../ui/notices.tsx';

type Thread = components['schemas']['Thread'];
type Step = Thread['steps'][number];
type Props = { readonly steps: readonly Step[]; readonly record: Thread['record'] };

/** The thread, solid up to now and dotted after. */
export function Spine({ steps, record }: Props) {
  const { say } = useLanguage();
  if (steps.length === 0) return <Empty title={say.record.noThread} hint={say.record.noThreadHint} />;
  const now = steps.findIndex(({ current }) => current);
  return (
    <ol className="spine" aria-label={say.record.thread}>
      {steps.map((step, place) => (
        <li
          key={`${step.kind} ${step.id}`}
          className={place === now ? 'now' : now !== -1 && place > now ? 'open' : undefined}
          aria-current={place === now ? 'step' : undefined}
        >
          <When step={step} />
          <span className="knot" />
          <div className="what">
            <StepTitle step={step} isThisRecord={step.kind === record.kind && step.id === record.id} />
            <StepWords step={step} />
          </div>
        </li>
      ))}
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

/** What was said speaks for itself in its quotes; every other step has its title, linked unless this page is it. */
function StepTitle({ step, isThisRecord }: { step: Step; isThisRecord: boolean }) {
  const { say } = useLanguage();
  if (step.kind === 'signal' && step.quotes.length > 0) return null;
  return (
    <h2>
      {isThisRecord ? (
        step.title
      ) : (
        <Link to="/records/$kind/$id" params={{ kind: step.kind, id: step.id }}>
          {step.title}
        </Link>
      )}{' '}
      <span className="ref tiny quiet">{step.reference}</span>{' '}
      <span className="tiny quiet">{say.record.states(step.state)}</span>
    </h2>
  );
}

function StepWords({ step }: { step: Step }) {
  return (
    <>
      {step.quotes.map((quote) => (
        <div key={`${quote.who} ${quote.text}`} className="voice">
          <p className="quote">“{quote.text}”</p>
          <p className="by">{[quote.who, quote.via].filter((part) => part !== '').join(' · ')}</p>
        </div>
      ))}
      {step.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {step.who ? <p className="by">{step.who}</p> : null}
      {step.not_needed.map((rule) => (
        <p key={rule} className="small quiet">
          {rule}
        </p>
      ))}
      {step.kind === 'signal' && step.quotes.length > 0 ? (
        <p className="by">
          <Link to="/records/$kind/$id" params={{ kind: step.kind, id: step.id }}>
            {step.reference}
          </Link>
        </p>
      ) : null}
    </>
  );
}
