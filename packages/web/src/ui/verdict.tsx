type Look = 'safe' | 'harm' | 'unsure' | 'none';

/** States that are a verdict: what a criterion or a rollout came to. Every other state is a word. */
const looks: Readonly<Record<string, Look>> = {
  'outcome met': 'safe',
  'outcome not_met': 'harm',
  'outcome cant_tell': 'unsure',
  'outcome pending': 'none',
  'rollout finished': 'safe',
  'rollout rolled_back': 'harm',
  'rollout held': 'unsure',
  'change rolled_back': 'harm',
};

/** A record's state in words; a verdict differs by glyph, word, fill and hue, so that any one suffices. */
export function Verdict({ kind, state, words }: { kind: string; state: string; words: string }) {
  const look = looks[`${kind} ${state}`];
  if (look === undefined) return <span>{words}</span>;
  return (
    <span className={`v ${look}`}>
      <Glyph look={look} />
      {words}
    </span>
  );
}

function Glyph({ look }: { look: Look }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {look === 'safe' ? <path fill="currentColor" d="M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Z" /> : null}
      {look === 'harm' ? <path fill="currentColor" d="M6 0.5 12 11.5H0Z" /> : null}
      {look === 'unsure' ? (
        <>
          <circle cx="6" cy="6" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path fill="currentColor" d="M6 0a6 6 0 0 0 0 12Z" />
        </>
      ) : null}
      {look === 'none' ? (
        <circle cx="6" cy="6" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />
      ) : null}
    </svg>
  );
}
