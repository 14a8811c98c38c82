import type { WorkspaceTables } from '../../platform/database/index.ts';

/** A record that is in somebody's hands: a work item they are assigned, an action they own. */
export type HeldRecord = {
  readonly kind: string;
  readonly id: string;
  readonly reference: string;
  readonly title: string;
};

/** What later stages have in a person's hands, for when they leave. Asked inside the transaction in which they do. */
export type HeldRecords = (tables: WorkspaceTables, personId: string) => Promise<readonly HeldRecord[]>;
