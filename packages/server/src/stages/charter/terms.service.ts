import type { AddTerm, ChangeTerm, Term } from '@hearback/contract/charter';
import { defaultVocabulary, fixedTermKinds, type TermKind, termKinds } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { findTerm, findTermByKey, insertTerms, listTermRows, type TermRow, updateTerm } from './terms.store.ts';

type TermOut = z.input<typeof Term>;

function termOf(row: TermRow): TermOut {
  return {
    id: row.id,
    kind: row.kind as TermKind,
    key: row.key,
    name: row.name,
    definition: row.definition,
    example: row.example,
    position: row.position,
    successor_key: row.successor_key,
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** The words of a new workspace. */
export async function seedVocabulary(writing: Writing): Promise<void> {
  await insertTerms(
    writing.tables,
    termKinds.flatMap((kind) =>
      defaultVocabulary[kind].map((term, position) => ({ ...term, id: writing.newId(), kind, position })),
    ),
  );
}

export function createTerms(journal: Journal) {
  const list = (caller: Caller, filter: { kind?: TermKind | undefined; retired: boolean }) =>
    journal.read(caller.viewpoint, async ({ tables }) => ({ items: (await listTermRows(tables, filter)).map(termOf) }));

  const add = (caller: Caller, input: z.infer<typeof AddTerm>): Promise<TermOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      if (fixedTermKinds.includes(input.kind))
        throw new Refusal('words_fixed', `The rules count on the words for a ${input.kind}: none is added.`, {
          field: '/kind',
          remedy: 'Rename or reword one that is there.',
        });
      const siblings = await listTermRows(tables, { kind: input.kind, retired: true });
      const position = Math.max(-1, ...siblings.map((row) => row.position)) + 1;
      const [row] = await insertTerms(tables, [{ ...input, id: newId(), position }]);
      if (!row) throw new Error('An insert returned no row.');
      record({
        type: 'charter.term_added',
        subject: { kind: 'term', id: row.id },
        data: { kind: row.kind, key: row.key },
      });
      return termOf(row);
    });

  const change = (caller: Caller, id: string, version: number, input: z.infer<typeof ChangeTerm>): Promise<TermOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const term = await findTerm(tables, id);
      if (!term) throw notFound('term');
      assertVersion(term.version, version);
      if (input.retire) await assertRetirable(tables, term, input.retire.successor_key);
      const row = await updateTerm(tables, id, {
        ...(input.name ? { name: input.name } : {}),
        ...(input.definition ? { definition: input.definition } : {}),
        ...(input.example ? { example: input.example } : {}),
        ...(input.retire ? { retired_at: now, successor_key: input.retire.successor_key } : {}),
      });
      record({
        type: 'charter.term_changed',
        subject: { kind: 'term', id },
        data: { before: { name: term.name }, after: { name: row.name, successor_key: row.successor_key } },
      });
      return termOf(row);
    });

  /** One term by id, for answering a repeated request. */
  const get = (caller: Caller, id: string): Promise<TermOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await tables.selectFrom('charter.terms').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) throw notFound('term');
      return termOf(row);
    });

  return { list, add, change, get };
}

/** @throws Refusal `words_fixed` for a status, `unknown_reference` for a successor that is not another word in use */
async function assertRetirable(tables: WorkspaceTables, term: TermRow, successorKey: string | null): Promise<void> {
  if (term.kind === 'status')
    throw new Refusal('words_fixed', 'Records are in this state, whatever it is called: it is not retired.', {
      field: '/retire',
      remedy: 'Rename or reword it.',
    });
  if (successorKey === null) return;
  const successor = await findTermByKey(tables, term.kind as TermKind, successorKey);
  if (successor && successor.retired_at === null && successor.id !== term.id) return;
  throw new Refusal('unknown_reference', `There is no other ${term.kind} “${successorKey}” in use.`, {
    field: '/retire/successor_key',
    remedy: 'Name a word of the same kind that is in use.',
  });
}
