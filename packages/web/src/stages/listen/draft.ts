import type { components } from '@hearback/client';
import { useEffect, useState } from 'react';
import { keep, kept } from '../../ui/kept.ts';

const fields = [
  'kind',
  'title',
  'description',
  'people',
  'hours',
  'workaround',
  'reproduction',
  'environment',
] as const;

export type DraftField = (typeof fields)[number];

/** What somebody has written and not sent, as typed. The key makes sending it twice the same as once. */
export type Draft = Readonly<Record<DraftField, string>> & { readonly key: string };

const name = 'draft';

/** A draft that outlives the page on this device, until `clear`. */
export function useDraft(freshKey: () => string) {
  const empty = (): Draft => ({ ...blank(), key: freshKey() });
  const [draft, setDraft] = useState<Draft>(() => ({ ...empty(), ...keptDraft() }));
  const isEmpty = fields.every((field) => field === 'kind' || draft[field] === '');
  useEffect(() => {
    keep(name, isEmpty ? undefined : JSON.stringify(draft));
  }, [draft, isEmpty]);
  return {
    draft,
    isEmpty,
    // Another text is another submission, so it gets another key.
    change: (part: Partial<Omit<Draft, 'key'>>) => setDraft({ ...draft, ...part, key: freshKey() }),
    // At once: whoever clears it is about to leave the page, and no effect runs after that.
    clear: () => {
      keep(name, undefined);
      setDraft(empty());
    },
  };
}

/** What is sent: only what somebody said. */
export function signalOf(draft: Draft): components['schemas']['SubmitSignal'] {
  const { title, description, people, hours } = draft;
  const said = (['kind', 'workaround', 'reproduction', 'environment'] as const).flatMap((field) =>
    draft[field].trim() === '' ? [] : [[field, draft[field]] as const],
  );
  const impact = {
    ...(people.trim() === '' ? {} : { people: numberIn(people) }),
    ...(hours.trim() === '' ? {} : { hours_per_week: numberIn(hours) }),
  };
  return { title, description, channel: 'form', impact, ...Object.fromEntries(said) };
}

/** The fields that cannot be sent as they are, in the form's order. */
export function wrongFieldsOf({ title, people, hours }: Draft): readonly ('title' | 'people' | 'hours')[] {
  return [
    ...(title.trim() === '' ? (['title'] as const) : []),
    ...(isAmount(people) && Number.isInteger(numberIn(people)) ? [] : (['people'] as const)),
    ...(isAmount(hours) ? [] : (['hours'] as const)),
  ];
}

function isAmount(text: string): boolean {
  const number = numberIn(text);
  return number >= 0 && number <= 1_000_000;
}

/** A number as people write it, with a point or a comma; not a number where it is none. */
function numberIn(text: string): number {
  return Number(text.trim().replace(',', '.'));
}

function blank(): Record<DraftField, string> {
  return Object.fromEntries(fields.map((field) => [field, ''])) as Record<DraftField, string>;
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
