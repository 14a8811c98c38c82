import type { EntryType } from '@hearback/domain/loop';

/** A record as the journal names it. */
export type RecordRef = { readonly kind: string; readonly id: string };

/** A record that an entry ties to its subject; `tie` says how (`evidence`, `decides`, `merged_into`, …). */
export type Tie = RecordRef & { readonly tie: string };

/** Who did it: a person or service account (both people of the workspace), or Hearback itself. */
export type Actor =
  { readonly kind: 'person' | 'service'; readonly id: string } | { readonly kind: 'system'; readonly id: null };

export const systemActor: Actor = { kind: 'system', id: null };

/** What a service says happened; the commit helper adds id, time, actor and workspace. */
export type NewEntry = {
  readonly type: EntryType;
  readonly subject: RecordRef;
  readonly refs?: readonly Tie[];
  /** Small enough to read; never personal data in plain (a salted hash where a field may have to be erased). */
  readonly data?: Readonly<Record<string, unknown>>;
  /** The subject's audience: null is open to the workspace. */
  readonly audienceId?: string | null;
};

/** An entry as it was stored. */
export type JournalEntry = {
  readonly id: string;
  readonly workspaceId: string;
  readonly at: Date;
  readonly type: EntryType;
  readonly subject: RecordRef;
  readonly refs: readonly Tie[];
  readonly actor: Actor;
  readonly data: Readonly<Record<string, unknown>>;
  readonly audienceId: string | null;
};
