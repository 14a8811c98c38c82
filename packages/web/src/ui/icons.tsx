/** The loop as one shape: an ink half (what you said), a magenta half (what came back). */
export function Mark() {
  return (
    <svg viewBox="0 0 34 24" fill="none" strokeWidth="2.6" aria-hidden="true">
      <path d="M9.5 18A7 7 0 0 1 9.5 4H24" stroke="currentColor" />
      <path d="M24 4a7 7 0 0 1 0 14H14.5m4-4.2L14.2 18l4.3 4.2" stroke="var(--accent)" />
    </svg>
  );
}

/** Before what happens next. */
export function NextGlyph() {
  return (
    <svg viewBox="0 0 26 18" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <path d="M2 3h15.5a5 5 0 0 1 0 10H7m4-4-4 4 4 4" />
    </svg>
  );
}
