import type { components } from '@hearback/client';
import { Link } from '@tanstack/react-router';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import styles from './receipt.module.css';

type SignalReceipt = components['schemas']['SignalReceipt'];

/** What was said, what was understood and masked, and what happens next. */
export function Receipt({ receipt, onAnother }: { receipt: SignalReceipt; onAnother: () => void }) {
  const { say, write } = useLanguage();
  const { signal, masked, ask } = receipt;
  const words = say.tell.receipt;
  const maskedParts = masked.map(({ kind, count }) => words.maskedPart(count, kind.replaceAll('_', ' ')));
  return (
    <section className={styles['receipt']} aria-labelledby="receipt">
      <div>
        <p className="crumb">{words.crumb}</p>
        <h1 id="receipt">{receipt.repeated ? words.repeated : words.title}</h1>
        <p className={`quote ${styles['words']}`}>“{signal.title}”</p>
        {signal.description === '' ? null : <p className={`said ${styles['whole']}`}>{signal.description}</p>}
        <p className={masked.length > 0 ? undefined : 'small quiet'}>
          {masked.length > 0 ? words.masked(write.list(maskedParts)) : words.nothingMasked}
        </p>
        {ask ? (
          <p>
            <b>{words.ask}</b> {ask.question}
          </p>
        ) : null}
        <div className="btns">
          <Link className="btn main" to="/records/$kind/$id" params={{ kind: 'signal', id: signal.id }}>
            {words.follow}
          </Link>
          <Button onPress={onAnother}>{words.another}</Button>
        </div>
      </div>
      <dl className="facts">
        <dt>{words.reference}</dt>
        <dd className="ref">{signal.reference}</dd>
        <dt>{words.next}</dt>
        <dd>{receipt.next}</dd>
        {receipt.by ? (
          <>
            <dt>{words.by}</dt>
            <dd>{write.moment(receipt.by)}</dd>
          </>
        ) : null}
        {signal.kind ? (
          <>
            <dt>{words.kind}</dt>
            <dd>{signal.kind}</dd>
          </>
        ) : null}
        {signal.severity ? (
          <>
            <dt>{words.severity}</dt>
            <dd>{signal.severity}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}
