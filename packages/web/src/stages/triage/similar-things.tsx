import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from '../../ui/button.tsx';
import { Marked } from '../../ui/marked.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Empty, Trouble, Waiting } from '../../ui/notices.tsx';
import { Meta } from '../../ui/strip.tsx';
import styles from './detail.module.css';
import type { InboxItem, Similar } from './inbox-queries.ts';
import { attach, type Taken } from './steps.ts';

type Props = {
  readonly item: InboxItem;
  /** Null while they are looked for. */
  readonly things: readonly Similar[] | null;
  readonly mayTriage: boolean;
  readonly onTaken: (taken: Taken) => void;
};

/** What sounds like the open signal, with the words that they share as the reason. */
export function SimilarThings({ item, things, mayTriage, onTaken }: Props) {
  const { say } = useLanguage();
  const move = useAttach(item, onTaken);
  const canMove = mayTriage && item.state === 'received';
  return (
    <section aria-labelledby="similar">
      <div className="head">
        <h3 id="similar">{say.inbox.similar}</h3>
        <span>{say.inbox.sharedWords}</span>
      </div>
      {move.isError ? <Trouble error={move.error} /> : null}
      {things === null ? (
        <Waiting lines={2} />
      ) : things.length === 0 ? (
        <Empty title={say.inbox.nothingSimilar} hint={say.inbox.nothingSimilarHint} />
      ) : (
        <ol className="strips">
          {things.map((thing) => (
            <SimilarStrip
              key={thing.id}
              thing={thing}
              attach={canMove && thing.kind === 'problem' ? () => move.mutate(thing) : null}
              isMoving={move.isPending}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function SimilarStrip({ thing, attach, isMoving }: { thing: Similar; attach: (() => void) | null; isMoving: boolean }) {
  const { say, write } = useLanguage();
  const terms = thing.shared_terms.map(({ term }) => term);
  return (
    <li className="strip">
      <p className={styles['likeness']}>
        {write.likeness(thing.score)} <span className="tiny">{say.inbox.likeness}</span>
      </p>
      <div>
        <p>
          <Link className="name" to="/records/$kind/$id" params={{ kind: thing.kind, id: thing.id }}>
            <Marked text={thing.title} terms={terms} />
          </Link>
        </p>
        {thing.excerpt === '' ? null : (
          <p className="said">
            “<Marked text={thing.excerpt} terms={terms} />”
          </p>
        )}
        <Meta
          parts={[
            thing.likely ? say.record.probablyTheSame : null,
            say.record.kinds[thing.kind] ?? thing.kind,
            say.record.states(thing.state),
          ]}
          reference={thing.reference}
        />
      </div>
      {attach ? (
        <Button onPress={attach} isDisabled={isMoving} aria-label={say.inbox.attachTo(thing.reference)}>
          {say.inbox.attach}
        </Button>
      ) : null}
    </li>
  );
}

/** Attaching the open signal to a problem. */
export function useAttach(item: InboxItem, onTaken: (taken: Taken) => void) {
  const { say } = useLanguage();
  return useMutation({
    mutationFn: async (problem: Similar) => ({ problem, undo: await attach(item, problem) }),
    onSuccess: ({ problem, undo }) =>
      onTaken({ text: say.inbox.done.attached(item.reference, problem.reference), undo }),
  });
}
