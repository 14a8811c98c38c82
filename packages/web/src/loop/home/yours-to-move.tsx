import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Clock } from '../../ui/clock.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Strip } from '../../ui/strip.tsx';

type Move = components['schemas']['Home']['mine'][number];
type Props = { readonly moves: readonly Move[]; readonly now: Date; readonly title: string };

const atFirst = 5;

export function YoursToMove({ moves, now, title }: Props) {
  const { say } = useLanguage();
  const [isWhole, showAll] = useState(false);
  const shown = isWhole ? moves : moves.slice(0, atFirst);
  return (
    <section aria-labelledby="mine">
      <div className="head">
        <h2 id="mine">{title}</h2>
        {moves.length > 0 ? <span>{say.home.soonestFirst(moves.length)}</span> : null}
      </div>
      {moves.length === 0 ? (
        <Empty title={say.home.nothingMine} hint={say.home.nothingMineHint}>
          <Link className="btn" to="/triage">
            {say.home.toInbox}
          </Link>
        </Empty>
      ) : (
        <ol className="strips">
          {shown.map((move) => (
            <MoveStrip key={`${move.kind} ${move.id}`} move={move} now={now} />
          ))}
        </ol>
      )}
      {moves.length > shown.length ? (
        <p className="page-end">
          <Button onPress={() => showAll(true)}>{say.home.more(moves.length - shown.length)}</Button>
        </p>
      ) : null}
    </section>
  );
}

function MoveStrip({ move, now }: { move: Move; now: Date }) {
  const { say } = useLanguage();
  const voices =
    move.people > 0
      ? [say.people(move.people), move.teams > 1 ? say.teams(move.teams) : ''].filter(Boolean).join(', ')
      : null;
  return (
    <Strip
      clock={<Clock dueAt={move.due_at} usedShare={move.used_share} isLate={move.late} now={now} />}
      matter={
        <Link className="name" to="/records/$kind/$id" params={{ kind: move.kind, id: move.id }}>
          {move.title}
        </Link>
      }
      meta={[say.stages.names[move.stage], voices]}
      reference={move.reference}
      action={<p className="do">{move.move}</p>}
    />
  );
}
