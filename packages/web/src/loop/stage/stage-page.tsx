import { useQuery } from '@tanstack/react-query';
import { notFound, useParams } from '@tanstack/react-router';
import { homeQuery } from '../../data/api.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { isStage } from '../../ui/stage-names.ts';
import { YoursToMove } from '../home/yours-to-move.tsx';
import { JournalState, LoopHealth } from './figures.tsx';
import { listings } from './listings.ts';
import { StageList } from './stage-list.tsx';

/** A stage: its question, what waits in it, and what of that is mine. */
export function StagePage() {
  const { stage } = useParams({ from: '/$stage' });
  const { say, write } = useLanguage();
  const home = useQuery(homeQuery);
  if (!isStage(stage)) throw notFound();
  if (home.isPending) return <Waiting />;
  if (home.isError) return <Trouble error={home.error} onAgain={() => void home.refetch()} heading="h1" />;
  const now = new Date(home.data.as_of);
  const counts = home.data.stages.find((one) => one.stage === stage);
  const waiting = counts?.waiting ?? 0;
  const unit = say.units[counts?.unit ?? '']?.(waiting) ?? counts?.unit ?? '';
  const oldest = counts?.oldest_at ? write.age(counts.oldest_at, now) : null;
  return (
    <>
      <title>{`${say.stages.names[stage]} · ${say.brand}`}</title>
      <p className="crumb">{say.stages.names[stage]}</p>
      <h1>{say.stages.questions[stage]}</h1>
      <p className="lede">
        {waiting === 0
          ? say.stagePage.nothing
          : say.stagePage.lede(waiting, `${write.number(waiting)} ${unit}`, oldest)}
      </p>
      <div className="cols">
        <div className="stack">
          {stage === 'engage' ? <LoopHealth /> : null}
          {stage === 'govern' ? <JournalState /> : null}
          {stage === 'triage' ? null : <StageList key={stage} stage={stage} shows={listings[stage]} />}
        </div>
        <YoursToMove
          moves={home.data.mine.filter((move) => move.stage === stage)}
          now={now}
          title={say.stagePage.mine}
        />
      </div>
    </>
  );
}
