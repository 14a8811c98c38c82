// What every stage hands to `app` through its door, and nothing else: routes to mount, consumers of the journal, jobs by the
// clock. `app` wires them; no stage sees another's.
import type { Consumer } from '../journal/index.ts';
import type { Route } from '../http/index.ts';
import type { ScheduledJob } from '../jobs/index.ts';

export type Door = {
  readonly routes: readonly Route[];
  readonly consumers: readonly Consumer[];
  readonly scheduled: readonly ScheduledJob[];
};
