import { createHash } from 'node:crypto';
import type { Masked, SubmitSignal } from '@hearback/contract/listen';
import { mask } from '@hearback/domain/listen';
import type { z } from 'zod';

export type MaskedNote = z.output<typeof Masked>;
type Submission = z.output<typeof SubmitSignal>;

/** What was masked so far, per field and kind, and the texts without it. Nothing unmasked leaves this file. */
export type Masking = {
  readonly text: (field: string, text: string) => string;
  readonly optional: (field: string, text: string | undefined) => string | null;
  /** A name that identifies: where it holds a secret its hash stands for it, so that it still identifies. */
  readonly identifier: (field: string, text: string) => string;
  /** A fact with its name, since a name may be what gives a value away (`password`). */
  readonly fact: <Value extends string | number | boolean>(field: string, name: string, value: Value) => Value | string;
  readonly notes: () => MaskedNote[];
};

export function createMasking(): Masking {
  const counts = new Map<string, MaskedNote>();
  const note = (field: string, kinds: readonly string[]): void => {
    for (const kind of kinds) {
      const words = kind.replaceAll('_', ' ');
      const key = `${field} ${words}`;
      counts.set(key, { field, kind: words, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  };
  const text: Masking['text'] = (field, given) => {
    // Halves of characters cannot be stored; they become the replacement character.
    const done = mask(given.toWellFormed());
    note(
      field,
      done.masked.map((one) => one.kind),
    );
    return done.text;
  };
  return {
    text,
    optional: (field, given) => (given === undefined || given === '' ? null : text(field, given)),
    identifier: (field, given) => {
      const wellFormed = given.toWellFormed();
      if (mask(wellFormed).masked.length === 0) return wellFormed;
      text(field, given);
      return `sha256:${createHash('sha256').update(wellFormed).digest('hex')}`;
    },
    fact: (field, name, value) => {
      if (typeof value !== 'string') return value;
      const lead = `${name}=`;
      const done = mask(lead + value.toWellFormed());
      note(
        field,
        done.masked.map((one) => one.kind),
      );
      return done.text.startsWith(lead) ? done.text.slice(lead.length) : done.text;
    },
    notes: () => [...counts.values()],
  };
}

/** The words of a submission as they may be stored. */
export type SignalWords = ReturnType<typeof maskSubmission>;

/** Takes secrets and personal data out of everything somebody wrote, in memory, before anything stores or logs it. */
export function maskSubmission(input: Submission) {
  const masking = createMasking();
  return {
    title: masking.text('title', input.title),
    description: masking.text('description', input.description),
    workaround: masking.optional('workaround', input.workaround),
    reproduction: masking.optional('reproduction', input.reproduction),
    environment: masking.optional('environment', input.environment),
    test_coverage: masking.optional('test_coverage', input.test_coverage),
    on_behalf_of: masking.optional('on_behalf_of', input.on_behalf_of),
    evidence: input.evidence.map(({ url, label }) => ({
      url: masking.text('evidence', url),
      ...(label === undefined ? {} : { label: masking.text('evidence', label) }),
    })),
    incident_url: masking.optional('incident_url', input.incident_url),
    context: Object.fromEntries(
      Object.entries(input.context).map(([name, value]) => [name, masking.fact('context', name, value)]),
    ),
    source_id: input.source_id === undefined ? null : masking.identifier('source_id', input.source_id),
    masked: masking.notes(),
  };
}
