import { useEffect, useState } from 'react';
import { keep, kept } from '../../ui/kept.ts';

/** What somebody has written and not sent. The key makes sending it twice the same as once. */
export type Draft = {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly key: string;
};

const name = 'draft';

/** A draft that outlives the page on this device, until `clear`. */
export function useDraft(freshKey: () => string) {
  const empty = (): Draft => ({ kind: '', title: '', description: '', key: freshKey() });
  const [draft, setDraft] = useState<Draft>(() => ({ ...empty(), ...keptDraft() }));
  const isEmpty = draft.title === '' && draft.description === '';
  useEffect(() => {
    keep(name, isEmpty ? undefined : JSON.stringify(draft));
  }, [draft, isEmpty]);
  return {
    draft,
    isEmpty,
    // Another text is another submission, so it gets another key.
    change: (part: Partial<Omit<Draft, 'key'>>) => setDraft({ ...draft, ...part, key: freshKey() }),
    clear: () => setDraft(empty()),
  };
}

function keptDraft(): Partial<Draft> {
  try {
    const parsed: unknown = JSON.parse(kept(name) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    const texts = Object.entries(parsed).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(texts) as Partial<Draft>;
  } catch {
    return {};
  }
}
