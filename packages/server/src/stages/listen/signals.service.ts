import type { SignalQuery, SubmitSignal } from '@hearback/contract/listen';
import { apiChannelKey } from '@hearback/domain/listen';
import { parseReference, Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Viewpoint, WorkspaceTables } from '../../platform/database/index.ts';
import { decodeCursor, pageFrom } from '../../platform/http/index.ts';
import { isUuid } from '../../platform/identifiers/index.ts';
import { AlreadyDone, type Journal, type ReferenceNumbers, type Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { allAudienceIds, findComponents, requireTerm } from '../charter/index.ts';
import { requireChannel } from './channels.service.ts';
import type { createIntake } from './intake.ts';
import { insertAccepted } from './intake.store.ts';
import type { SignalOwner } from './ports.ts';
import { detailOf, receiptOf, type ReceiptOut, reporterNames, type SignalDetailOut, signalOf } from './signal-views.ts';
import {
  findSignalRow,
  findSignalRowByNumber,
  findSignalRowBySource,
  insertSignalComponents,
  insertSignals,
  listSignalRows,
  type SignalRow,
} from './signals.store.ts';
import { isFor, viewpointOn } from './viewpoint.ts';
import { maskSubmission, type SignalWords } from './words.ts';

type Submission = z.infer<typeof SubmitSignal>;

/** Somebody else stored the same submission first. */
class Repeated extends Error {}

/** Finds a signal by id or reference. */
export function findSignalBy(tables: WorkspaceTables, idOrReference: string): Promise<SignalRow | undefined> {
  if (isUuid(idOrReference)) return findSignalRow(tables, idOrReference);
  const parsed = parseReference(idOrReference);
  return parsed?.kind === 'signal' ? findSignalRowByNumber(tables, parsed.number) : Promise.resolve(undefined);
}

/** @throws Refusal when a word is not of the vocabulary or a component is not here. */
export async function checkVocabulary(
  tables: WorkspaceTables,
  said: {
    kind?: string | undefined;
    severity?: string | undefined;
    layer?: string | undefined;
    component_ids?: readonly string[] | undefined;
  },
): Promise<void> {
  if (said.kind !== undefined) await requireTerm(tables, 'kind', said.kind);
  if (said.severity !== undefined) await requireTerm(tables, 'severity', said.severity);
  if (said.layer !== undefined) await requireTerm(tables, 'layer', said.layer);
  const wanted = [...new Set(said.component_ids ?? [])];
  if (wanted.length === 0) return;
  const found = await findComponents(tables, wanted);
  const missing = wanted.filter((id) => !found.some((component) => component.id === id.toLowerCase()));
  if (missing.length > 0)
    throw new Refusal('unknown_reference', `${missing.length} of the components are not here.`, {
      field: '/component_ids',
      remedy: 'Use ids of components of this workspace.',
      facts: { missing },
    });
}

export function createSignals(options: {
  journal: Journal;
  numbers: ReferenceNumbers;
  intake: ReturnType<typeof createIntake>;
  publicUrl: string | undefined;
  ownerOf: SignalOwner;
}) {
  const { journal, numbers, intake, publicUrl, ownerOf } = options;

  const store = async (writing: Writing, caller: Caller, input: Submission, words: SignalWords, number: number) => {
    const { tables, now, newId, record } = writing;
    const channel = await requireChannel(tables, input.channel ?? apiChannelKey);
    await checkVocabulary(tables, input);
    const id = newId();
    const audienceId = input.audience_id ?? null;
    const { evidence, context, masked, ...texts } = words;
    const stored = await insertSignals(tables, [
      {
        ...texts,
        id,
        number,
        channel_id: channel.id,
        state: 'received',
        live: true,
        kind: input.kind ?? null,
        severity: input.severity ?? null,
        impact: JSON.stringify(input.impact),
        layer_key: input.layer ?? null,
        evidence: JSON.stringify(evidence),
        context: JSON.stringify(context),
        masked: JSON.stringify(masked),
        reporter_id: caller.personId,
        audience_id: audienceId,
        received_at: now,
      },
    ]);
    if (!stored.has(id)) throw new Repeated();
    await insertSignalComponents(tables, { id, audienceId }, input.component_ids);
    await insertAccepted(tables, channel.id, now, [{ id: newId(), signalId: id, audienceId }]);
    record({
      type: 'listen.signal_received',
      subject: { kind: 'signal', id },
      data: { channel: channel.key, live: true, masked: masked.length },
      audienceId,
    });
    const row = await findSignalRow(tables, id);
    if (!row) throw new Error('A signal that was just stored cannot be read.');
    return receiptOf(tables, row, { repeated: false, publicUrl, ownerOf });
  };

  /** The receipt of what is there already, for whoever may see it. It was found through everybody's eyes. */
  const repeat = async (caller: Caller, find: (tables: WorkspaceTables) => Promise<SignalRow | undefined>) => {
    const audienceIds = await allAudienceIds(journal, caller.workspaceId);
    return journal.read({ workspaceId: caller.workspaceId, audienceIds }, async ({ tables }) => {
      const row = await find(tables);
      if (!row) return undefined;
      if (!isFor(caller, row))
        throw new Refusal('already_exists', 'A signal with this source id came in on this channel before.', {
          remedy: 'Leave it at that, or use a source id of its own for something new.',
          field: '/source_id',
        });
      return receiptOf(tables, row, { repeated: true, publicUrl, ownerOf });
    });
  };

  /** Somebody may hand something in to an audience that they are not of themselves. */
  const viewpointFor = async (caller: Caller, audienceId: string | undefined): Promise<Viewpoint> => {
    const { viewpoint, workspaceId } = caller;
    if (audienceId === undefined || viewpoint.audienceIds.includes(audienceId)) return viewpoint;
    if (!(await allAudienceIds(journal, workspaceId)).includes(audienceId.toLowerCase()))
      throw new Refusal('unknown_reference', 'There is no such audience here.', {
        field: '/audience_id',
        remedy: 'Leave it out, or use the id of an audience of this workspace.',
      });
    return { workspaceId, audienceIds: [...viewpoint.audienceIds, audienceId] };
  };

  const tell = async (caller: Caller, input: Submission): Promise<ReceiptOut> => {
    caller.require('listen.tell');
    const words = maskSubmission(input);
    const channelKey = input.channel ?? apiChannelKey;
    const { source_id: sourceId } = words;
    const known = () =>
      sourceId === null
        ? Promise.resolve(undefined)
        : repeat(caller, (tables) => findSignalRowBySource(tables, channelKey, sourceId));
    const countRepeat = () => intake.count(caller, channelKey, 'deduplicated');
    try {
      const before = await known();
      if (before) {
        await countRepeat();
        return before;
      }
      const viewpoint = await viewpointFor(caller, input.audience_id);
      const number = await numbers.next(caller.workspaceId, 'signal');
      const requester = { viewpoint, actor: caller.actor, idempotent: caller.idempotent };
      return await journal.write(requester, (writing) => store(writing, caller, input, words, number));
    } catch (error) {
      if (!(error instanceof Repeated || error instanceof AlreadyDone)) throw error;
      await countRepeat();
      const receipt = error instanceof Repeated ? await known() : undefined;
      if (receipt) return receipt;
      throw error;
    }
  };

  /** The receipt again, for a repeated Idempotency-Key. */
  const receipt = async (caller: Caller, id: string): Promise<ReceiptOut> => {
    const found = await repeat(caller, (tables) => findSignalRow(tables, id));
    if (!found) throw notFound('signal');
    return found;
  };

  const get = async (caller: Caller, idOrReference: string): Promise<SignalDetailOut> => {
    const viewpoint = await viewpointOn(journal, caller, (tables) => findSignalBy(tables, idOrReference));
    return journal.read(viewpoint, async ({ tables }) => {
      const row = await findSignalBy(tables, idOrReference);
      if (!row) throw notFound('signal');
      return detailOf(tables, row);
    });
  };

  const list = (caller: Caller, query: z.infer<typeof SignalQuery>) => {
    const { q, reporter, cursor, limit, ...filter } = query;
    const beforeId = placeIn(cursor);
    const sought = q === undefined ? undefined : parseReference(q);
    return journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await listSignalRows(tables, {
        ...filter,
        ...(sought?.kind === 'signal' ? { number: sought.number } : { words: q }),
        reporterId: reporter === 'me' ? caller.personId : undefined,
        beforeId,
        limit: limit + 1,
      });
      const names = await reporterNames(tables, rows);
      return pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => signalOf(row, names),
      );
    });
  };

  return { tell, receipt, get, list };
}

/** Lists go by id, which rises with time. */
export function placeIn(cursor: string | undefined): string | undefined {
  return decodeCursor(cursor, ['id'])?.[0];
}
