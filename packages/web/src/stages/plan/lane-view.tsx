import type { components } from '@hearback/client';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import styles from './fix-dialog.module.css';

type Preview = components['schemas']['LanePreview'];
type Props = { readonly preview: Preview | undefined; readonly isWhole: boolean; readonly error: Error | null };

/** Which lane it is, why, and, when it is no fix, what that lane asks for. */
export function LaneView({ preview, isWhole, error }: Props) {
  const { say } = useLanguage();
  const words = say.fix.lane;
  return (
    <section className={styles['lane']} aria-labelledby="lane">
      <h3 id="lane">
        <span aria-live="polite">
          {preview ? (isWhole ? words.is(preview.lane) : words.sofar(preview.lane)) : words.title}
        </span>
      </h3>
      {error ? <Trouble error={error} /> : null}
      {preview ? <Reasons preview={preview} /> : <p className="small quiet">{words.none}</p>}
    </section>
  );
}

const moments = ['decision', 'rollout', 'afterwards'] as const;

function Reasons({ preview: { lane, reasons, asks_for } }: { preview: Preview }) {
  const { say } = useLanguage();
  const words = say.fix.lane;
  return (
    <>
      <ul className="plain small">
        {reasons.map((reason) => (
          <li key={reason.code}>{reason.words}</li>
        ))}
      </ul>
      {lane === 'fix' ? null : (
        <>
          <p>
            <b>{words.notFix}</b> {words.asksFor}
          </p>
          <dl className={`small ${styles['asks']}`}>
            {moments.flatMap((moment) => {
              const steps = asks_for.filter(({ before }) => before === moment);
              if (steps.length === 0) return [];
              return [
                <dt key={moment}>{words.before[moment]}</dt>,
                <dd key={`${moment} steps`}>{steps.map((step) => step.words).join('; ')}</dd>,
              ];
            })}
          </dl>
        </>
      )}
    </>
  );
}
