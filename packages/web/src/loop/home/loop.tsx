import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import { stages as stageNames } from '../../ui/stage-names.ts';
import styles from './loop.module.css';
import { Ticks } from './ticks.tsx';

type HomeStage = components['schemas']['Home']['stages'][number];

/** The ten stages as one loop: what was said runs right along the top, what came back runs left below. */
export function Loop({ stages, now }: { stages: readonly HomeStage[]; now: Date }) {
  const { say } = useLanguage();
  const byName = new Map(stages.map((stage) => [stage.stage, stage]));
  const inOrder = stageNames.flatMap((name) => byName.get(name) ?? []);
  const countsTens = inOrder.some(({ waiting }) => waiting > mostSingleTicks);
  return (
    <section className={styles['loop']} aria-label={say.home.loopLabel}>
      <p className={styles['label']}>{say.home.youSaid}</p>
      <ol className={`${styles['half']} ${styles['said']}`}>
        {inOrder.slice(0, 5).map((stage) => (
          <LoopStage key={stage.stage} stage={stage} now={now} />
        ))}
      </ol>
      <div className={styles['turn']}>
        <p className={styles['saidWords']}>
          {say.home.youSaid} <span aria-hidden="true">→</span>
        </p>
        <TickKey countsTens={countsTens} />
        <p className={styles['didWords']}>
          <span aria-hidden="true">←</span> {say.home.weDid}
        </p>
      </div>
      <ol className={`${styles['half']} ${styles['did']}`}>
        {inOrder.slice(5).map((stage) => (
          <LoopStage key={stage.stage} stage={stage} now={now} />
        ))}
      </ol>
    </section>
  );
}

/** Up to here a tick is one item, above it is ten. */
const mostSingleTicks = 60;

function LoopStage({ stage, now }: { stage: HomeStage; now: Date }) {
  const { say, write } = useLanguage();
  const unit = say.units[stage.unit]?.(stage.waiting) ?? stage.unit;
  const each = stage.waiting > mostSingleTicks ? 10 : 1;
  return (
    <li>
      <Ticks waiting={stage.waiting} late={stage.late} mine={stage.mine} each={each} />
      <h2>
        <Link to="/$stage" params={{ stage: stage.stage }}>
          {say.stages.names[stage.stage]}
        </Link>
      </h2>
      <p className={styles['question']}>{say.stages.questions[stage.stage]}</p>
      <p className={styles['count']}>
        <b className={stage.waiting === 0 ? 'num quiet' : 'num'}>{write.number(stage.waiting)}</b> {unit}
      </p>
      <p className={styles['age']}>
        {stage.oldest_at === null ? (
          stage.waiting === 0 ? (
            say.home.nothingWaits
          ) : null
        ) : (
          <span>
            {say.home.oldest} <b className="num">{write.age(stage.oldest_at, now)}</b>
          </span>
        )}
        {stage.late > 0 ? <span className={styles['late']}>{say.home.lateCount(stage.late)}</span> : null}
        {stage.mine > 0 ? <span className={styles['mine']}>{say.home.mineCount(stage.mine)}</span> : null}
        {each === 10 ? <span className={styles['tens']}>{say.home.tenEach}</span> : null}
      </p>
    </li>
  );
}

function TickKey({ countsTens }: { countsTens: boolean }) {
  const { say } = useLanguage();
  return (
    <p className={styles['key']}>
      <span>
        <Ticks waiting={1} late={0} mine={0} each={1} /> {say.home.key.one}
      </span>
      <span>
        <Ticks waiting={1} late={0} mine={1} each={1} /> {say.home.key.mine}
      </span>
      <span>
        <Ticks waiting={1} late={1} mine={0} each={1} /> {say.home.key.late}
      </span>
      {countsTens ? <span>{say.home.tenEach}</span> : null}
    </p>
  );
}
