import { answered, type components } from '@hearback/client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api, meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import styles from './record-acts.module.css';

type Record = components['schemas']['Thread']['record'];
type Fix = components['schemas']['Fix'];
type Followed = components['schemas']['FollowRecord']['record_kind'];

const FixDialog = lazy(() =>
  import('../../stages/plan/fix-dialog.tsx').then(({ FixDialog: component }) => ({ default: component })),
);

const fixable: readonly string[] = ['open', 'proposed'];
const followed: readonly string[] = [
  'signal',
  'problem',
  'proposal',
  'decision',
  'work_item',
  'change',
  'lesson',
] satisfies readonly Followed[];

const isFollowed = (kind: string): kind is Followed => followed.includes(kind);

const followsQuery = queryOptions({
  queryKey: ['follows'],
  queryFn: () => answered(api.GET('/follows')),
});

/** What one can do with a record: decide a fix for a problem, hear more of it, hear nothing of it. */
export function RecordActs({ record }: { record: Record }) {
  const { say } = useLanguage();
  const me = useQuery(meQuery);
  const queries = useQueryClient();
  const [isFixing, fix] = useState(false);
  const [made, setMade] = useState<Fix | null>(null);
  const may = (permission: NonNullable<typeof me.data>['permissions'][number]) =>
    me.data?.permissions.includes(permission) ?? false;
  const mayFix = record.kind === 'problem' && fixable.includes(record.state) && may('prioritize.fix');
  const { kind, id } = record;
  return (
    <div className={styles['acts']} role="group" aria-label={say.record.acts.label}>
      {mayFix ? (
        <Button look="main" onPress={() => fix(true)}>
          {say.record.acts.fix}
        </Button>
      ) : null}
      {record.kind === 'decision' && record.state === 'made' ? (
        <Link className="btn" to="/decisions/$id/rationale" params={{ id }}>
          {say.rationale.link}
        </Link>
      ) : null}
      {isFollowed(kind) && may('engage.follow') ? <Following kind={kind} id={id} /> : null}
      {made ? (
        <p role="status" className="small">
          <Link to="/records/$kind/$id" params={{ kind: 'decision', id: made.decision.id }}>
            {say.fix.done(made.decision.reference, made.work_item.reference)}
          </Link>
        </p>
      ) : null}
      <Suspense>
        {isFixing ? (
          <FixDialog
            problem={record}
            onClose={() => fix(false)}
            onDone={(decided) => {
              fix(false);
              setMade(decided);
              void queries.invalidateQueries();
            }}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

/** Whether one follows or muted it; each is taken back by the same button. */
function Following({ kind, id }: { kind: Followed; id: string }) {
  const { say } = useLanguage();
  const words = say.record.acts;
  const queries = useQueryClient();
  const follows = useQuery(followsQuery);
  const mine = follows.data?.items.find((one) => one.record_kind === kind && one.record_id === id);
  const change = useMutation({
    mutationFn: async (to: 'follow' | 'mute' | 'neither') => {
      if (to === 'neither')
        return mine ? answered(api.DELETE('/follows/{id}', { params: { path: { id: mine.id } } })) : undefined;
      return answered(api.POST('/follows', { body: { record_kind: kind, record_id: id, muted: to === 'mute' } }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: followsQuery.queryKey }),
  });
  const isBusy = !follows.isSuccess || change.isPending;
  const does = mine && !mine.muted;
  return (
    <>
      <Button isDisabled={isBusy} onPress={() => change.mutate(does ? 'neither' : 'follow')}>
        {does ? words.unfollow : words.follow}
      </Button>
      <Button isDisabled={isBusy} onPress={() => change.mutate(mine?.muted ? 'neither' : 'mute')}>
        {mine?.muted ? words.unmute : words.mute}
      </Button>
      <p role="status" className="small quiet">
        {mine ? (mine.muted ? words.muted : words.following) : null}
      </p>
      {change.isError ? <Trouble error={change.error} /> : null}
    </>
  );
}
