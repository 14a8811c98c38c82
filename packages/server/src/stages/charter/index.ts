// Charter keeps why the loop runs, who is in it, which words and clocks hold, and who decides. It is the first stage: every
// other may ask it, and it never knows a signal.
import type { Pool } from 'pg';
import type { Tokens } from '../../platform/auth/index.ts';
import type { Door } from '../../platform/door/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import type { HeldRecords } from './ports.ts';
import { charterRoutes } from './routes.ts';
import { createWorkspaces } from './workspace.service.ts';

export { type ComponentBrief, findComponents } from './components.store.ts';
export { type Contact, contactsOf } from './contacts.store.ts';
export { decisionRights } from './decision-rights.store.ts';
export { createPersonDirectory } from './directory.ts';
export { peopleWithRole, personNames, requirePeople } from './people.store.ts';
export { clocksPolicy } from './policies.store.ts';
export { type PrincipleBrief, principlesInForce } from './principles.store.ts';
export { findTeam, requireTeam, retiredTeamIds, stewardsTeamId, type TeamBrief, teamsOfPeople } from './teams.store.ts';
export { createGroupsToTeams, createSignInPeople } from './sign-in.ts';
export { requireTerm } from './terms.store.ts';
export { allAudienceIds, listWorkspaces, type MadeWorkspace, type NewWorkspace } from './workspace.service.ts';

export type { HeldRecord, HeldRecords } from './ports.ts';

export function createCharter(options: {
  pool: Pool;
  journal: Journal;
  tokens: Tokens;
  seeds: readonly ((writing: Writing) => Promise<void>)[];
  /** What later stages have in a person's hands. */
  heldRecords: HeldRecords;
  /** Called after what somebody may do or see has changed, so that nothing is answered from memory any more. */
  onStandingChanged: () => void;
}) {
  const door: Door = { routes: charterRoutes(options), consumers: [], scheduled: [] };
  return { door, workspaces: createWorkspaces(options) };
}
