import type { Pool } from 'pg';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import {
  type Consumer,
  entriesById,
  type Journal,
  type JournalEntry,
  type ReferenceNumbers,
  type Requester,
  type Writing,
} from '../../platform/journal/index.ts';
import type { ScheduledJob } from '../../platform/jobs/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { listWorkspaces } from '../charter/index.ts';
import { findChanges } from '../deliver/index.ts';
import { criteriaOf, type CriterionBrief, findDecisions } from '../prioritize/index.ts';
import { settleProblems } from './after-judging.ts';
import { hearbackItself } from './all-eyes.ts';
import { inputsFor, judgeLocked } from './judging.ts';
import { askReporters, openOutcomesOf, type Shipped } from './opening.ts';
import { dueOutcomeIds, lockOutcome, type OutcomeRow, outcomesOfDecisions } from './outcomes.store.ts';

/** One number per criterion that has no outcome yet; taken before the write, as references are. */
async function numbersFor(
  numbers: ReferenceNumbers,
  workspaceId: string,
  criteria: readonly CriterionBrief[],
): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < criteria.length) taken.push(await numbers.next(workspaceId, 'outcome'));
  return taken;
}

/** Opens what a release promised and asks whether it helped, in one write. Done before: only who is new is asked. */
export async function openShipped(
  options: { journal: Journal; numbers: ReferenceNumbers },
  requester: Requester,
  shipped: Shipped,
  andThen?: (writing: Writing, opened: readonly OutcomeRow[]) => Promise<void>,
): Promise<void> {
  const { journal, numbers } = options;
  const known = await journal.read(requester.viewpoint, async ({ tables }) => missingCriteria(tables, shipped));
  const taken = await numbersFor(numbers, requester.viewpoint.workspaceId, known);
  await journal.write(requester, async (writing) => {
    const missing = await missingCriteria(writing.tables, shipped);
    const opened = await openOutcomesOf(writing, shipped, missing, taken);
    await askReporters(writing, shipped);
    await andThen?.(writing, opened);
  });
}

async function missingCriteria(tables: WorkspaceTables, shipped: Shipped): Promise<CriterionBrief[]> {
  const opened = new Set((await outcomesOfDecisions(tables, [shipped.decision.id])).map((row) => row.criterion_id));
  return (await criteriaOf(tables, shipped.decision.id)).filter((criterion) => !opened.has(criterion.id));
}

/** Hears that a change was released, and opens the outcomes of the decisions behind it. */
export function releasedChanges(options: { journal: Journal; numbers: ReferenceNumbers }): Consumer {
  const { journal } = options;
  return {
    name: 'verify.released_changes',
    wants: (type) => type === 'deliver.change_moved',
    handle: async ({ workspaceId, entryIds }) => {
      const requester = await hearbackItself(journal, workspaceId);
      const shipped = await journal.read(requester.viewpoint, async ({ tables }) =>
        shippedBy(tables, await entriesById(tables, entryIds)),
      );
      for (const one of shipped) await openShipped(options, requester, one);
    },
  };
}

/** What these entries released: each decision of each change. A restricted change is not named on a decision of others. */
async function shippedBy(tables: WorkspaceTables, entries: readonly JournalEntry[]): Promise<Shipped[]> {
  const released = entries.filter((entry) => entry.data['to'] === 'released').map((entry) => entry.subject.id);
  const found: Shipped[] = [];
  for (const change of await findChanges(tables, released)) {
    if (change.releasedAt === null) continue;
    for (const decision of await findDecisions(tables, change.decisionIds)) {
      const isTellable = change.audienceId === null || change.audienceId === decision.audienceId;
      found.push({ decision, changeId: isTellable ? change.id : null, releasedAt: change.releasedAt, how: null });
    }
  }
  return found;
}

/** Judges every pending outcome whose window is over, each in a write of its own: one that fails does not hold the others up. */
export function dueOutcomes(options: { pool: Pool; journal: Journal; log: Log }): ScheduledJob {
  const { pool, journal, log } = options;
  return {
    name: 'verify.judge_due_outcomes',
    at: '*/10 * * * *',
    run: async () => {
      for (const workspace of await listWorkspaces(pool)) {
        const requester = await hearbackItself(journal, workspace.id);
        const due = await journal.read(requester.viewpoint, ({ tables, now }) => dueOutcomeIds(tables, now));
        for (const id of due)
          await journal
            .write(requester, (writing) => judgeDue(writing, id))
            .catch((error: unknown) => log.warn({ err: error, outcome: id }, 'a due outcome could not be judged'));
      }
    },
  };
}

/** Somebody may have judged it in the meantime. */
async function judgeDue(writing: Writing, id: string): Promise<void> {
  const row = await lockOutcome(writing.tables, id);
  if (row?.state !== 'pending') return;
  const judged = await judgeLocked(writing, row, await inputsFor(writing.tables, row, writing.now));
  if (judged) await settleProblems(writing, row.decision_id);
}
