import type { components } from '@hearback/client';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { NextGlyph } from '../../ui/icons.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { Additions } from './additions.tsx';
import { Aside } from './aside.tsx';
import { Journal } from './journal.tsx';
import { RecordActs } from './record-acts.tsx';
import { Spine } from './spine.tsx';
import { threadQuery } from './thread-query.ts';

type Thread = components['schemas']['Thread'];

/** Any record: what it is, what happens next, and its whole thread. */
export function RecordPage() {
  const { kind, id } = useParams({ from: '/records/$kind/$id' });
  const { say } = useLanguage();
  const thread = useQuery(threadQuery(kind, id));
  if (thread.isPending) return <Waiting lines={8} />;
  if (thread.isError) return <Trouble error={thread.error} onAgain={() => void thread.refetch()} heading="h1" />;
  const { record, next, steps, entries } = thread.data;
  return (
    <>
      <title>{`${record.title} · ${say.brand}`}</title>
      <p className="crumb">
        <span className="ref">{record.reference}</span>
        <span>
          {say.record.kinds[record.kind] ?? record.kind} · {say.record.states(record.state)}
        </span>
      </p>
      <h1 className={record.kind === 'signal' ? 'said' : undefined}>{record.title}</h1>
      <Next next={next} />
      <RecordActs key={record.id} record={record} />
      <div className="cols">
        <div>
          <Spine steps={steps} record={record} next={next} />
          <Additions record={record} />
          <Journal entries={entries} />
        </div>
        <Aside thread={thread.data} />
      </div>
    </>
  );
}

function Next({ next }: { next: Thread['next'] }) {
  const { say, write } = useLanguage();
  return (
    <div className="next">
      <NextGlyph />
      {next === null ? (
        <p className="quiet">{say.record.nothingNext}</p>
      ) : (
        <p>
          <b>{say.record.next(next.who)}</b> {say.record.nextWhat(next.what, next.who)}
        </p>
      )}
      {next?.by ? (
        <p className="due">
          <time dateTime={next.by}>{say.time.by(write.moment(next.by))}</time>
        </p>
      ) : null}
    </div>
  );
}
