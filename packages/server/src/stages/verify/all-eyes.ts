import type { Viewpoint } from '../../platform/database/index.ts';
import { type Journal, type Requester, systemActor } from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';

/**
 * Nobody counts answers or moves problems by what they may see themselves: what is restricted counts where it belongs,
 * whoever happens to set the counting off. What they may do, and what they are shown, goes by their own eyes.
 */
export async function withAllEyes(journal: Journal, { viewpoint, actor, idempotent }: Requester): Promise<Requester> {
  return { viewpoint: await allEyes(journal, viewpoint.workspaceId), actor, idempotent };
}

/** Hearback itself, which sees everything. */
export async function hearbackItself(journal: Journal, workspaceId: string): Promise<Requester> {
  return { viewpoint: await allEyes(journal, workspaceId), actor: systemActor };
}

async function allEyes(journal: Journal, workspaceId: string): Promise<Viewpoint> {
  return { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
}
