import type { ReactNode } from 'react';
import { useLanguage } from '../../ui/messages/language.tsx';
import type { Concern, Option, RationaleContent } from './rationale-query.ts';
import styles from './rationale.module.css';

/** What was weighed: the options, who looked at it, what was objected, and how one will know. */
export function Considered({ content }: { content: RationaleContent }) {
  const { say, write } = useLanguage();
  const words = say.rationale;
  const options = content.proposal?.options ?? [];
  return (
    <>
      <List title={words.options} items={options} render={(option) => <OptionLine option={option} />} />
      <List
        title={words.assessments}
        items={content.assessments}
        render={({ function: by, verdict, note }) => (
          <>
            <b>{by}</b>, {say.record.states(verdict)}
            {note === '' ? null : `: ${note}`}
          </>
        )}
      />
      <List title={words.concerns} items={content.concerns} render={(concern) => <ConcernLine concern={concern} />} />
      <List
        title={words.criteria}
        items={content.criteria}
        render={({ metric, window_days: days }) => (
          <>
            {metric} <span className="small quiet">{words.window(write.number(days))}</span>
          </>
        )}
      />
    </>
  );
}

type ListProps<Item> = {
  readonly title: string;
  readonly items: readonly Item[];
  readonly render: (item: Item) => ReactNode;
};

function List<Item>({ title, items, render }: ListProps<Item>) {
  if (items.length === 0) return null;
  return (
    <section className={styles['part']}>
      <h2>{title}</h2>
      <ul className={styles['list']}>
        {items.map((item, place) => (
          <li key={place}>{render(item)}</li>
        ))}
      </ul>
    </section>
  );
}

function OptionLine({ option: { title, good, bad, preferred } }: { option: Option }) {
  const { say } = useLanguage();
  const words = say.rationale;
  const sides = [
    [words.good, good],
    [words.bad, bad],
  ] as const;
  return (
    <>
      <b>{title}</b> {preferred ? <span className="small quiet">{words.preferred}</span> : null}
      {sides.map(([side, reasons]) =>
        reasons.length === 0 ? null : (
          <p key={side} className="small">
            <span className="quiet">{side}:</span> {reasons.join('; ')}
          </p>
        ),
      )}
    </>
  );
}

function ConcernLine({ concern: { text, state, answer, settled_reason } }: { concern: Concern }) {
  const { say } = useLanguage();
  const words = say.rationale;
  return (
    <>
      <p className="said">“{text}”</p>
      {answer === null ? null : (
        <p>
          <span className="quiet">{words.answered}</span> {answer}
        </p>
      )}
      <p className="small quiet">{words.ended(say.record.states(state), settled_reason ?? '')}</p>
    </>
  );
}
