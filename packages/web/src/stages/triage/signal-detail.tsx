import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../data/api.ts';
import { Marked } from '../../ui/marked.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { DetailFrame } from './detail-frame.tsx';
import styles from './detail.module.css';
import {
  type InboxItem,
  type SignalDetail as Signal,
  signalQuery,
  signalSimilarQuery,
  signalTriageQuery,
} from './inbox-queries.ts';
import { SignalActs } from './signal-acts.tsx';
import { SimilarThings } from './similar-things.tsx';
import type { Taken } from './steps.ts';

type Props = { readonly item: InboxItem; readonly now: Date; readonly onTaken: (taken: Taken) => void };

/** Below this likeness no problem is offered as the one step to take; it can still be chosen from the list. */
const likelyEnough = 0.25;

/** A signal as it was said, whose it is, and what sounds like it. */
export function SignalDetail({ item, now, onTaken }: Props) {
  const signal = useQuery(signalQuery(item.id));
  const similar = useQuery(signalSimilarQuery(item.id));
  const me = useQuery(meQuery);
  const mayTriage = me.data?.permissions.includes('triage.triage') ?? false;
  if (signal.isError) return <Trouble error={signal.error} onAgain={() => void signal.refetch()} />;
  const things = similar.data?.items ?? [];
  const likeliest = things.find(({ kind, score }) => kind === 'problem' && score >= likelyEnough);
  return (
    <DetailFrame
      item={item}
      now={now}
      crumb={signal.data ? <Origin signal={signal.data} now={now} /> : null}
      acts={
        mayTriage && signal.data ? (
          <SignalActs item={item} signal={signal.data} likeliest={likeliest} onTaken={onTaken} />
        ) : null
      }
    >
      {signal.data ? (
        <Words signal={signal.data} terms={things[0]?.shared_terms.map(({ term }) => term) ?? []} />
      ) : (
        <Waiting lines={3} />
      )}
      <Routing item={item} />
      {similar.isError ? (
        <Trouble error={similar.error} onAgain={() => void similar.refetch()} />
      ) : (
        <SimilarThings item={item} things={similar.data ? things : null} mayTriage={mayTriage} onTaken={onTaken} />
      )}
    </DetailFrame>
  );
}

function Origin({ signal, now }: { signal: Signal; now: Date }) {
  const { say, write } = useLanguage();
  return (
    <span>
      {say.inbox.by(signal.channel)},{' '}
      <time dateTime={signal.received_at}>{write.recently(signal.received_at, now)}</time>
    </span>
  );
}

function Words({ signal, terms }: { signal: Signal; terms: readonly string[] }) {
  const { say, write } = useLanguage();
  const { impact, reporter } = signal;
  const who = reporter.name ?? (reporter.kind === 'detector' ? say.inbox.detector : say.inbox.unnamed);
  const rest = [
    impact.people === undefined ? null : say.inbox.affected(say.people(impact.people)),
    impact.hours_per_week === undefined ? null : say.inbox.hours(write.number(impact.hours_per_week)),
    impact.blocked === undefined ? null : impact.blocked ? say.inbox.blocked : say.inbox.notBlocked,
    signal.workaround === null ? null : say.inbox.workaround(signal.workaround),
  ].filter((part) => part !== null);
  return (
    <>
      {signal.description === '' ? null : (
        <blockquote className={`said ${styles['words']}`}>
          <SaidText text={signal.description} terms={terms} />
        </blockquote>
      )}
      <p className="by">
        <b>{who}</b>
        {rest.length > 0 ? ` · ${rest.join(', ')}` : null}
      </p>
    </>
  );
}

/** What was said, with masked parts set apart and shared words underlined. */
function SaidText({ text, terms }: { text: string; terms: readonly string[] }) {
  return text.split(/(\[masked: [a-z ]+\])/).map((part, place) =>
    place % 2 === 1 ? (
      <span className="masked" key={place}>
        {part.slice(1, -1)}
      </span>
    ) : (
      <Marked key={place} text={part} terms={terms} />
    ),
  );
}

/** Whose it is and why, and the question that its reporter has not answered yet. */
function Routing({ item }: { item: InboxItem }) {
  const { say, write } = useLanguage();
  const triage = useQuery(signalTriageQuery(item.id));
  if (!triage.data) return null;
  const { owner, routed_reason, question } = triage.data;
  return (
    <section>
      <p className="small">
        <b>{say.inbox.owner(owner.name)}</b> <span className="quiet">{routed_reason}</span>
      </p>
      {question ? (
        <p className={`small ${styles['note']}`}>
          {say.inbox.asked(question.asked_by.name, write.moment(question.asked_at))}{' '}
          <span className="said">“{question.question}”</span>{' '}
          <span className="quiet">{say.inbox.closes(write.moment(question.closes_at))}</span>
        </p>
      ) : null}
    </section>
  );
}
