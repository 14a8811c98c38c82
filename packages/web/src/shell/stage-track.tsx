import type { components } from '@hearback/client';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { isStage, type Stage, stages } from '../ui/stage-names.ts';
import { switchTheme } from '../ui/theme.ts';

type Counts = components['schemas']['Home']['stages'];

/** The ten stages in loop order with what waits in each: the navigation. */
export function StageTrack({ counts }: { counts: Counts }) {
  const { say } = useLanguage();
  return (
    <nav className="track" aria-label={say.stages.label}>
      <StageLinks counts={counts} />
    </nav>
  );
}

/** The same on narrow screens, behind a button. */
export function StageMenu({ counts }: { counts: Counts }) {
  const { say } = useLanguage();
  const [isOpen, open] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const here = useRouterState({ select: ({ location }) => location.pathname.split('/')[1] ?? '' });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => open(false), [path]);
  const stage = isStage(here) ? here : null;
  return (
    <div
      className="stage-menu"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        open(false);
        frame.current?.querySelector('button')?.focus();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) open(false);
      }}
    >
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {stage ? say.stages.names[stage] : say.stages.loop}
      </button>
      {isOpen ? (
        <nav aria-label={say.stages.menu}>
          <StageLinks counts={counts} />
          <Button look="bare" onPress={switchTheme}>
            {say.nav.theme}
          </Button>
        </nav>
      ) : null}
    </div>
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
