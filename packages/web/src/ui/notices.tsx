import { Problem } from '@hearback/client';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useLanguage } from './messages/language.tsx';

/** What will come, and one useful thing to do. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className="empty stack">
      <p>
        <b>{title}</b>
      </p>
      <p className="quiet">{hint}</p>
      {children}
    </div>
  );
}

/** What went wrong in words, and what to do. */
export function Trouble({
  error,
  onAgain,
  heading = 'h2',
}: {
  error: unknown;
  onAgain?: () => void;
  heading?: 'h1' | 'h2';
}) {
  const { say } = useLanguage();
  const Heading = heading;
  const { detail, remedy, code } = wordsOf(error, say.trouble);
  return (
    <section className="trouble" role="alert">
      {heading === 'h1' ? <title>{`${say.trouble.title} · ${say.brand}`}</title> : null}
      <Heading>
        <span aria-hidden="true">▲</span> {say.trouble.title}
      </Heading>
      <p>{detail}</p>
      <p className="quiet">{remedy}</p>
      {code ? (
        <p className="tiny quiet">
          <code>{code}</code>
        </p>
      ) : null}
      {onAgain ? <Button onPress={onAgain}>{say.trouble.again}</Button> : null}
    </section>
  );
}

function wordsOf(error: unknown, words: { unexpected: string; unexpectedRemedy: string }) {
  if (error instanceof Problem) return { detail: error.detail, remedy: error.remedy, code: error.code };
  return { detail: words.unexpected, remedy: words.unexpectedRemedy, code: undefined };
}

/** Ruled lines where strips will be; nothing moves. */
export function Waiting({ lines = 5 }: { lines?: number }) {
  const { say } = useLanguage();
  return (
    <div className="waiting-lines" role="status">
      <span className="sr">{say.waiting}</span>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}
