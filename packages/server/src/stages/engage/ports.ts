import type { SignalFate } from '@hearback/domain/engage';
import type { WorkspaceTables } from '../../platform/database/index.ts';

/** What became of each live signal received since a day, over all stages; wired by `app` from the loop. */
export type SignalFates = (tables: WorkspaceTables, since: Date) => Promise<readonly SignalFate[]>;
