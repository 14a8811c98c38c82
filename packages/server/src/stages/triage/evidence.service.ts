import { Refusal } from '@hearback/domain/record';
import { canonicalOf, merge as mergeRule, unmerge as unmergeRule } from '@hearback/domain/triage';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { maskedWords } from './acts.store.ts';
import { attach } from './attach.ts';
import { attachmentsOf, endAttachment, lockMerges, mergeLinks, mergeRows } from './evidence.store.ts';
import { assertCanonical, contributing } from './moves.ts';
import { lockProblem, type ProblemRow, updateProblem } from './problems.store.ts';
import { holdProblem, problemScope, startDecide } from './hold-problem.ts';
import { requireSignals } from './open-problem.ts';
import { problemRecordOf, type ProblemRecordOut } from './problem-view.ts';
import { holdSignal, moveHeld, scopeOf } from './signals.ts';

/** What belongs to which problem; each act has an exact inverse. */
export function createEvidence(journal: Journal) {
  const attachAll = (
    caller: Caller,
    id: string,
    version: number,
    input: { signal_ids: readonly string[]; reason?: string | undefined },
  ): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const row = await holdProblem(writing, caller, id, version);
      assertCanonical(row);
      // Sorted, so that two people who attach the same signals wait for each other and not crosswise.
      const ids = [...new Set(input.signal_ids)].sort();
      await requireSignals(writing, ids);
      let live = row.live;
      for (const signalId of ids) {
        const held = await holdSignal(writing, signalId);
        caller.require('triage.triage', scopeOf(held));
        await attach(writing, row, held, input.reason);
        live ||= held.signal.live;
      }
      if (live && !row.live) await startDecide(writing, row);
      await updateProblem(writing.tables, id, {});
      return problemRecordOf(writing.tables, id, writing.now);
    });

  const detachAll = (
    caller: Caller,
    id: string,
    version: number,
    input: { signal_ids: readonly string[]; reason: string },
  ): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const row = await holdProblem(writing, caller, id, version);
      assertCanonical(row);
      const ids = [...new Set(input.signal_ids)].sort();
      await requireSignals(writing, ids);
      const members = contributing(await mergeLinks(writing.tables), id);
      for (const signalId of ids) await detachOne(writing, row, members, signalId, input.reason);
      await updateProblem(writing.tables, id, {});
      return problemRecordOf(writing.tables, id, writing.now);
    });

  const detachOne = async (
    writing: Writing,
    row: ProblemRow,
    members: readonly string[],
    signalId: string,
    why: string,
  ): Promise<void> => {
    const held = await holdSignal(writing, signalId);
    const [attachment] = await attachmentsOf(writing.tables, [signalId]);
    if (!attachment || !members.includes(attachment.problem_id))
      throw new Refusal('not_attached', `${held.signal.reference} is not attached to this problem.`, {
        field: '/signal_ids',
        remedy: 'Read the problem again: somebody may have detached it already.',
        facts: { signal_id: signalId },
      });
    await endAttachment(writing.tables, attachment.id, {
      why: maskedWords(why),
      by: writing.actor.id,
      at: writing.now,
    });
    writing.record({
      type: 'triage.signal_detached',
      subject: { kind: 'problem', id: attachment.problem_id },
      refs: [{ kind: 'signal', id: signalId, tie: 'no_evidence' }],
      data: { attachment: attachment.id },
      audienceId: attachment.audience_id ?? row.audience_id,
    });
    await moveHeld(writing, held, 'received');
  };

  const merge = (
    caller: Caller,
    id: string,
    version: number,
    input: { into_id: string; reason: string },
  ): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const { tables } = writing;
      await lockMerges(tables);
      const { merged, into } = await lockPair(writing, id, input.into_id);
      caller.require('triage.triage', problemScope(merged));
      caller.require('triage.triage', problemScope(into));
      assertVersion(merged.version, version);
      mergeRule(await mergeLinks(tables), id, into.id);
      assertMergeable(merged, into);
      const linkId = writing.newId();
      await tables
        .insertInto('triage.merges')
        .values({
          id: linkId,
          merged_id: id,
          into_id: into.id,
          why: maskedWords(input.reason),
          merged_by: writing.actor.id,
          merged_at: writing.now,
          audience_id: merged.audience_id,
        })
        .execute();
      await updateProblem(tables, id, { merged_into_id: into.id });
      await updateProblem(tables, into.id, {});
      writing.record({
        type: 'triage.problem_merged',
        subject: { kind: 'problem', id },
        refs: [{ kind: 'problem', id: into.id, tie: 'merged_into' }],
        data: { merge: linkId, words: linkId, into: into.id },
        audienceId: merged.audience_id,
      });
      return problemRecordOf(tables, canonicalOf(await mergeLinks(tables), id), writing.now);
    });

  const unmerge = (caller: Caller, id: string, version: number, input: { reason: string }): Promise<ProblemRecordOut> =>
    journal.write(caller, async (writing) => {
      const { tables } = writing;
      await lockMerges(tables);
      const row = await holdProblem(writing, caller, id, version);
      unmergeRule(await mergeLinks(tables), id);
      const link = (await mergeRows(tables)).find((each) => each.merged_id === id);
      if (!link) throw notFound('problem');
      await tables
        .updateTable('triage.merges')
        .set({ unmerged_why: maskedWords(input.reason), unmerged_by: writing.actor.id, unmerged_at: writing.now })
        .where('id', '=', link.id)
        .execute();
      await updateProblem(tables, id, { merged_into_id: null });
      await updateProblem(tables, link.into_id, {});
      writing.record({
        type: 'triage.problem_unmerged',
        subject: { kind: 'problem', id },
        refs: [{ kind: 'problem', id: link.into_id, tie: 'unmerged_from' }],
        data: { merge: link.id, from: link.into_id },
        audienceId: row.audience_id,
      });
      return problemRecordOf(tables, id, writing.now);
    });

  return { attach: attachAll, detach: detachAll, merge, unmerge };
}

/** Both problems, locked in the order of their ids. @throws Refusal `not_found`, `unknown_reference` */
async function lockPair(
  { tables }: Writing,
  mergedId: string,
  intoId: string,
): Promise<{ merged: ProblemRow; into: ProblemRow }> {
  const locked = new Map<string, ProblemRow | undefined>();
  for (const id of [...new Set([mergedId, intoId])].sort()) locked.set(id, await lockProblem(tables, id));
  const merged = locked.get(mergedId);
  const into = locked.get(intoId);
  if (!merged) throw notFound('problem');
  if (!into)
    throw new Refusal('unknown_reference', 'There is no such problem to go on as.', {
      field: '/into_id',
      remedy: 'Use the id of a problem that you may see.',
    });
  return { merged, into };
}

function assertMergeable(merged: ProblemRow, into: ProblemRow): void {
  assertCanonical(into);
  if (merged.audience_id !== into.audience_id)
    throw new Refusal('audience_mismatch', 'The two problems are not for the same people.', {
      field: '/into_id',
      remedy: 'Merge problems that are both open, or both restricted to the same people.',
    });
  if (merged.live && !into.live)
    throw new Refusal('merge_into_historical', 'The chosen problem is from an import and has no clock.', {
      field: '/into_id',
      remedy: 'Merge the other way round.',
    });
}
