import { useQuery } from '@tanstack/react-query';
import { homeQuery, meQuery } from '../../data/api.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { Loop } from './loop.tsx';
import { SaidDid } from './said-did.tsx';
import { titleOf } from './title.ts';
import { YoursToMove } from './yours-to-move.tsx';

/** The loop itself: what waits where, what is mine, what was said and done. */
export function Home() {
  const { say, write } = useLanguage();
  const home = useQuery(homeQuery);
  const me = useQuery(meQuery);
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
        <YoursToMove moves={home.data.mine} now={now} title={say.home.mine(me.data?.name.split(' ')[0] ?? '')} />
        <SaidDid items={home.data.said_did} now={now} />
      </div>
    </>
  );
}
