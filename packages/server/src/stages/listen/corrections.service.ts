import type { CorrectSignal, RestrictSignal } from '@hearback/contract/listen';
import { mask } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import type { SignalOwner } from './ports.ts';
import { briefsOf } from './signal-brief.ts';
import { detailOf, type SignalDetailOut } from './signal-views.ts';
import { checkVocabulary, findSignalBy } from './signals.service.ts';
import {
  deleteSignalComponents,
  findSignalRow,
  insertCorrections,
  insertSignalComponents,
  lockSignal,
  type SignalChange,
  type SignalRow,
  updateAudience,
  updateSignal,
} from './signals.store.ts';
import { viewpointOn } from './viewpoint.ts';

type Correcting = z.infer<typeof CorrectSignal>;
type Field = Exclude<keyof Correcting, 'reason'>;
type Corrected = { readonly field: Field; readonly before: unknown; readonly after: unknown };

/** What a correction would change: fields that are named and say something else than the signal does. */
function correctedFields(row: SignalRow, input: Correcting): Corrected[] {
  const said: Readonly<Record<Field, unknown>> = {
    kind: row.kind,
    severity: row.severity,
    layer: row.layer_key,
    component_ids: [...row.component_ids].sort(),
    impact: row.impact,
  };
  const wanted: Readonly<Record<Field, unknown>> = {
    kind: input.kind,
    severity: input.severity,
    layer: input.layer,
    component_ids: input.component_ids && [...new Set(input.component_ids.map((id) => id.toLowerCase()))].sort(),
    impact: input.impact,
  };
  return (Object.keys(said) as Field[])
    .filter((field) => wanted[field] !== undefined && canonical(wanted[field]) !== canonical(said[field]))
    .map((field) => ({ field, before: said[field], after: wanted[field] }));
}

/** Json columns come back with their keys in another order. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function changeOf(input: Correcting): SignalChange {
  return {
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.severity === undefined ? {} : { severity: input.severity }),
    ...(input.layer === undefined ? {} : { layer_key: input.layer }),
    ...(input.impact === undefined ? {} : { impact: JSON.stringify(input.impact) }),
  };
}

export function createCorrections(options: { journal: Journal; ownerOf: SignalOwner }) {
  const { journal, ownerOf } = options;

  /** Finds and holds the signal for whoever said it or triages it. */
  const hold = async (writing: Writing, caller: Caller, idOrReference: string, version: number): Promise<SignalRow> => {
    const found = await findSignalBy(writing.tables, idOrReference);
    const row = found && (await lockSignal(writing.tables, found.id));
    if (!row) throw notFound('signal');
    if (row.reporter_id !== caller.personId) {
      const [brief] = await briefsOf(writing.tables, [row]);
      if (!brief) throw notFound('signal');
      const ownerTeamId = await ownerOf(writing.tables, brief);
      caller.require('triage.triage', { componentIds: row.component_ids, ownerTeamId });
    }
    assertVersion(row.version, version);
    return row;
  };

  const answer = async (writing: Writing, id: string): Promise<SignalDetailOut> => {
    const row = await findSignalRow(writing.tables, id);
    if (!row) throw notFound('signal');
    return detailOf(writing.tables, row);
  };

  const correct = async (caller: Caller, idOrReference: string, version: number, input: Correcting) => {
    const viewpoint = await viewpointOn(journal, caller, (tables) => findSignalBy(tables, idOrReference));
    return journal.write({ viewpoint, actor: caller.actor }, async (writing) => {
      const { tables, now, newId, record } = writing;
      const row = await hold(writing, caller, idOrReference, version);
      await checkVocabulary(tables, input);
      const corrected = correctedFields(row, input);
      if (corrected.length === 0)
        throw new Refusal('nothing_to_correct', 'The signal says all of that already.', {
          remedy: 'Leave it, or name a field that is different.',
        });
      const reason = mask(input.reason).text;
      await insertCorrections(
        tables,
        corrected.map(({ field, before, after }) => ({
          id: newId(),
          signal_id: row.id,
          field,
          before: JSON.stringify(before),
          after: JSON.stringify(after),
          reason,
          by_id: caller.personId,
          at: now,
          audience_id: row.audience_id,
        })),
      );
      await updateSignal(tables, row.id, changeOf(input));
      if (input.component_ids) {
        await deleteSignalComponents(tables, row.id);
        await insertSignalComponents(tables, { id: row.id, audienceId: row.audience_id }, input.component_ids);
      }
      record({
        type: 'listen.signal_corrected',
        subject: { kind: 'signal', id: row.id },
        data: { fields: corrected.map(({ field }) => field) },
        audienceId: row.audience_id,
      });
      return answer(writing, row.id);
    });
  };

  const restrict = async (
    caller: Caller,
    idOrReference: string,
    version: number,
    input: z.infer<typeof RestrictSignal>,
  ) => {
    const { workspaceId, actor } = caller;
    const audienceId = input.audience_id?.toLowerCase() ?? null;
    if (audienceId !== null && !(await allAudienceIds(journal, workspaceId)).includes(audienceId))
      throw new Refusal('unknown_reference', 'There is no such audience here.', {
        field: '/audience_id',
        remedy: 'Use the id of an audience of this workspace.',
      });
    const own = await viewpointOn(journal, caller, (tables) => findSignalBy(tables, idOrReference));
    // Through the eyes that come next, a signal of that audience would be found by whoever only names the audience.
    if (!(await journal.read(own, ({ tables }) => findSignalBy(tables, idOrReference)))) throw notFound('signal');
    // Somebody may hand a signal to an audience that they are not of, and then no longer sees it unless it is their own.
    const viewpoint = { workspaceId, audienceIds: [...own.audienceIds, ...(audienceId ? [audienceId] : [])] };
    return journal.write({ viewpoint, actor }, async (writing) => {
      const row = await hold(writing, caller, idOrReference, version);
      await insertCorrections(writing.tables, [
        {
          id: writing.newId(),
          signal_id: row.id,
          field: 'audience_id',
          before: JSON.stringify(row.audience_id),
          after: JSON.stringify(audienceId),
          reason: mask(input.reason).text,
          by_id: caller.personId,
          at: writing.now,
          audience_id: audienceId,
        },
      ]);
      await updateSignal(writing.tables, row.id, { audience_id: audienceId });
      await updateAudience(writing.tables, row.id, audienceId);
      writing.record({
        type: 'listen.signal_restricted',
        subject: { kind: 'signal', id: row.id },
        data: { restricted: audienceId !== null },
        audienceId: audienceId ?? row.audience_id,
      });
      return answer(writing, row.id);
    });
  };

  return { correct, restrict };
}
