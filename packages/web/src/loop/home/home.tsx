import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { homeQuery, isReporterOnly, meQuery } from '../../data/api.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { Loop } from './loop.tsx';
import { SaidDid } from './said-did.tsx';
import { titleOf } from './title.ts';
import { YoursToMove } from './yours-to-move.tsx';

const Mine = lazy(() => import('../../stages/listen/mine.tsx').then(({ Mine: component }) => ({ default: component })));

/** The loop for those who work in it; for those who only report, what became of their words. */
export function Home() {
  const me = useQuery(meQuery);
  if (!me.data) return <Waiting lines={9} />;
  return isReporterOnly(me.data) ? <Mine /> : <WholeLoop firstName={me.data.name.split(' ')[0] ?? ''} />;
}

/** What waits where, what is mine, what was said and done. */
function WholeLoop({ firstName }: { firstName: string }) {
  const { say, write } = useLanguage();
  const home = useQuery(homeQuery);
  if (home.isPending) return <Waiting lines={9} />;
  if (home.isError) return <Trouble error={home.error} onAgain={() => void home.refetch()} heading="h1" />;
  const now = new Date(home.data.as_of);
  return (
    <>
      <title>{`${say.home.title} · ${say.brand}`}</title>
      <p className="crumb">
        {home.data.workspace.name} · {write.longDate(home.data.as_of)}
      </p>
      <h1>{titleOf(home.data, say)}</h1>
      <Loop stages={home.data.stages} now={now} />
      <div className="halves section">
        <YoursToMove moves={home.data.mine} now={now} title={say.home.mine(firstName)} />
        <SaidDid items={home.data.said_did} now={now} />
      </div>
    </>
  );
}
