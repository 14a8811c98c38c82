import { reference } from '@hearback/domain/record';
import type { Pool } from 'pg';
import { inTransaction, type WorkspaceTables } from '../../platform/database/index.ts';
import { type Consumer, entriesById, type Journal } from '../../platform/journal/index.ts';
import { forget, indexMany, type Thing } from '../../platform/known-things/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { problemRows } from './problems.store.ts';

const aboutProblems = new Set([
  'triage.problem_opened',
  'triage.problem_changed',
  'triage.problem_moved',
  'triage.problem_merged',
  'triage.problem_unmerged',
]);
const aboutAnswers = new Set(['triage.signal_answered', 'triage.signal_restricted', 'listen.signal_moved']);

/** Keeps problems and answers that were kept among the known things, as they are now, so running twice changes nothing. */
export function knownTriage(options: { pool: Pool; journal: Journal }): Consumer {
  const { pool, journal } = options;
  return {
    name: 'triage.known_things',
    wants: (type) => aboutProblems.has(type) || aboutAnswers.has(type),
    handle: async ({ workspaceId, entryIds }) => {
      const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
      await inTransaction(pool, viewpoint, 'write', async ({ tables }) => {
        const entries = await entriesById(tables, entryIds);
        const subjects = (types: ReadonlySet<string>) => [
          ...new Set(entries.filter((entry) => types.has(entry.type)).map((entry) => entry.subject.id)),
        ];
        const problems = await knownProblems(tables, subjects(aboutProblems));
        const answers = await knownAnswers(tables, subjects(aboutAnswers));
        await indexMany(tables, [...problems.known, ...answers.known]);
        for (const id of [...problems.gone, ...answers.gone]) await forget(tables, id);
      });
    },
  };
}

type Known = { readonly known: Thing[]; readonly gone: string[] };

/** A merged problem is found as the one it goes on as. */
async function knownProblems(tables: WorkspaceTables, ids: readonly string[]): Promise<Known> {
  const rows = await problemRows(tables, ids);
  return {
    known: rows
      .filter((row) => row.merged_into_id === null)
      .map((row) => ({
        id: row.id,
        kind: 'problem',
        reference: reference('problem', row.number),
        state: row.state,
        title: row.title,
        body: row.statement,
        audienceId: row.audience_id,
        at: row.opened_at,
      })),
    gone: rows.filter((row) => row.merged_into_id !== null).map((row) => row.id),
  };
}

/** An answer is known for as long as its signal stands answered by it. */
async function knownAnswers(tables: WorkspaceTables, signalIds: readonly string[]): Promise<Known> {
  if (signalIds.length === 0) return { known: [], gone: [] };
  const acts = await tables
    .selectFrom('triage.acts')
    .selectAll()
    .where('subject_id', 'in', [...signalIds])
    .where('act', '=', 'answered')
    .orderBy('id')
    .execute();
  const signals = new Map((await findSignals(tables, signalIds)).map((signal) => [signal.id, signal]));
  const newest = new Map(acts.map((act) => [act.subject_id, act.id]));
  const known: Thing[] = [];
  const gone: string[] = [];
  for (const act of acts.filter((each) => each.known_answer)) {
    const signal = signals.get(act.subject_id);
    if (signal?.state !== 'answered' || newest.get(act.subject_id) !== act.id) gone.push(act.id);
    else
      known.push({
        id: act.id,
        kind: 'answer',
        reference: signal.reference,
        state: 'answered',
        title: signal.title,
        body: act.words,
        audienceId: act.audience_id,
        at: act.at,
      });
  }
  return { known, gone };
}
