import type { components } from '@hearback/client';
import { Link, useRouterState } from '@tanstack/react-router';
import { useLanguage } from '../ui/messages/language.tsx';
import { isStage, type Stage, stages } from '../ui/stage-names.ts';
import { NarrowMenu } from './narrow-menu.tsx';

type Counts = components['schemas']['Home']['stages'];

/** The ten stages in loop order with what waits in each: the navigation; on narrow screens a menu. */
export function StageTrack({ counts, onFind }: { counts: Counts; onFind: () => void }) {
  const { say } = useLanguage();
  const here = useRouterState({ select: ({ location }) => location.pathname.split('/')[1] ?? '' });
  return (
    <>
      <nav className="track" aria-label={say.stages.label}>
        <StageLinks counts={counts} />
      </nav>
      <NarrowMenu title={isStage(here) ? say.stages.names[here] : say.stages.loop} onFind={onFind}>
        <StageLinks counts={counts} />
      </NarrowMenu>
    </>
  );
}

function StageLinks({ counts }: { counts: Counts }) {
  const waiting = new Map(counts.map((one) => [one.stage, one.waiting]));
  return (
    <ol>
      {stages.map((stage) => (
        <li key={stage}>
          <StageLink stage={stage} waiting={waiting.get(stage) ?? 0} />
        </li>
      ))}
    </ol>
  );
}

function StageLink({ stage, waiting }: { stage: Stage; waiting: number }) {
  const { say, write } = useLanguage();
  return (
    <Link to="/$stage" params={{ stage }} activeProps={{ 'aria-current': 'page' }}>
      {say.stages.names[stage]} {waiting > 0 ? <span className="num">{write.number(waiting)}</span> : null}
    </Link>
  );
}
