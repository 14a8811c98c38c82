import type { ImportOwners, OwnersImport, OwnersImportRow } from '@hearback/contract/charter';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { refusalOf } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { oneAtATime } from './locks.ts';
import { type OwnersGroup, readGroup } from './owners-file.ts';
import { findMissing } from './owners-missing.ts';
import { changesAnything, type GroupPlan, planGroup } from './owners-plan.ts';
import { writeGroup } from './owners-write.ts';

type ImportOut = z.input<typeof OwnersImport>;
type RowOut = z.input<typeof OwnersImportRow>;
type Outcome = { readonly row: RowOut; readonly plan?: GroupPlan };

/** `kubernetes/community sigs.yaml @ 24e7d8f5` and a later version of it are the same source. */
function sourceOf(named: string | undefined): string {
  return named?.split('@')[0]?.trim() || 'a file of owners';
}

function countUp(outcomes: readonly Outcome[]) {
  const plans = outcomes.flatMap(({ plan }) => (plan ? [plan] : []));
  const sum = (count: (plan: GroupPlan) => number): number => plans.reduce((total, plan) => total + count(plan), 0);
  const handles = new Set(plans.flatMap((plan) => plan.group.leads.map((lead) => lead.handle.toLowerCase())));
  const added = new Set(plans.flatMap((plan) => plan.newPeople.map((lead) => lead.handle.toLowerCase())));
  const counted = (total: number, isNew: number, changed: number) => ({
    added: isNew,
    changed,
    unchanged: total - isNew - changed,
  });
  return {
    teams: counted(
      plans.length,
      sum((plan) => Number(plan.teamId === undefined)),
      sum((plan) => Number(plan.teamChanges)),
    ),
    components: counted(
      sum((plan) => plan.group.components.length),
      sum((plan) => plan.newComponents.length),
      sum((plan) => plan.changedComponents.length),
    ),
    people: { added: added.size, known: handles.size - added.size },
    members: counted(
      sum((plan) => plan.group.leads.length),
      sum((plan) => plan.newMembers.length),
      sum((plan) => plan.movedMembers.length),
    ),
  };
}

export function createOwnersImport(journal: Journal, onStandingChanged: () => void) {
  /** One group in one transaction, so that a broken one takes nothing with it and none is held open for long. */
  const takeGroup = (caller: Caller, group: OwnersGroup, source: string, dryRun: boolean): Promise<GroupPlan> => {
    if (dryRun) return journal.read(caller.viewpoint, ({ tables }) => planGroup(tables, group));
    return journal.write(caller, async (writing) => {
      await oneAtATime(writing.tables, 'owners import');
      const plan = await planGroup(writing.tables, group);
      if (changesAnything(plan)) await writeGroup(writing, plan, source);
      return plan;
    });
  };

  const takeRow = async (
    caller: Caller,
    raw: unknown,
    row: number,
    seen: Set<string>,
    how: { source: string; dryRun: boolean },
  ): Promise<Outcome> => {
    const read = readGroup(raw);
    if ('reason' in read) return { row: { row, key: read.key, result: 'rejected', reason: read.reason } };
    const { key } = read.group;
    if (seen.has(key))
      return { row: { row, key, result: 'rejected', reason: 'another group of this file has the same key' } };
    seen.add(key);
    try {
      const plan = await takeGroup(caller, read.group, how.source, how.dryRun);
      const result = changesAnything(plan) ? 'taken' : 'already_there';
      return { row: { row, key, result, reason: null }, plan };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'database_away') throw error;
      const reason = refusal.code === 'internal' ? 'it could not be stored' : refusal.message;
      return { row: { row, key, result: 'rejected', reason } };
    }
  };

  return async (asked: Caller, input: z.infer<typeof ImportOwners>): Promise<ImportOut> => {
    asked.require('charter.import');
    // Sending a file again is safe by itself, and a key is for one transaction only.
    const caller = asked.once(undefined);
    const source = sourceOf(input.source);
    const seen = new Set<string>();
    const outcomes: Outcome[] = [];
    for (const [index, raw] of input.owners.entries())
      outcomes.push(await takeRow(caller, raw, index + 1, seen, { source, dryRun: input.dry_run }));
    const rows = outcomes.map((outcome) => outcome.row);
    const resulting = (result: RowOut['result']): number => rows.filter((row) => row.result === result).length;
    const counts = countUp(outcomes);
    const taken = resulting('taken');
    if (taken > 0 && !input.dry_run) {
      await journal.write(caller, ({ newId, record }) => {
        record({
          type: 'charter.owners_imported',
          subject: { kind: 'owners_import', id: newId() },
          data: { source, read: rows.length, taken, rejected: resulting('rejected'), ...counts },
        });
        return Promise.resolve();
      });
      onStandingChanged();
    }
    return {
      dry_run: input.dry_run,
      read: rows.length,
      taken,
      already_there: resulting('already_there'),
      rejected: resulting('rejected'),
      ...counts,
      missing: await findMissing(journal, caller, source, {
        groups: outcomes.flatMap(({ plan }) => (plan ? [plan.group] : [])),
        rejectedKeys: new Set(rows.flatMap((row) => (row.result === 'rejected' && row.key ? [row.key] : []))),
      }),
      rows,
    };
  };
}
