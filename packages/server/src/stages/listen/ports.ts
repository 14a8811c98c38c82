import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { SignalBrief } from './signal-brief.ts';

/** What listen has to know of a record to take a comment on it. */
export type CommentableRecord = {
  /** Null is open to the workspace. */
  readonly audienceId: string | null;
  readonly componentIds: readonly string[];
  readonly ownerTeamId: string | null;
};

/** Finds a record of one kind by id; undefined when there is none, or none for these eyes. */
export type RecordLookup = (tables: WorkspaceTables, id: string) => Promise<CommentableRecord | undefined>;

/** Later stages' records by their kind (`problem`, `proposal`, …), wired by `app`. Signals are listen's own. */
export type RecordLookups = Readonly<Record<string, RecordLookup>>;

/** The id of the team whose a signal is, or will be as soon as it is routed; triage knows, and there always is one. */
export type SignalOwner = (tables: WorkspaceTables, signal: SignalBrief) => Promise<string>;
