import { termsOf } from '@hearback/domain/text';
import { sql } from 'kysely';
import type { WorkspaceTables } from '../database/index.ts';
import { renewNorms } from './norms.ts';
import { changeCounts, type CountChange } from './statistics.ts';

/** Something worth finding again. Indexing the same id again replaces what was there. */
export type Thing = {
  readonly id: string;
  /** `signal`, `problem`, `answer`, `change`, `lesson`: what searches can ask for. */
  readonly kind: string;
  /** `P-12`. */
  readonly reference: string;
  readonly state: string;
  readonly title: string;
  readonly body: string;
  /** Null is open to the workspace. */
  readonly audienceId: string | null;
  /** When it came about. */
  readonly at: Date;
};

type TermCounts = ReadonlyMap<string, number>;
type Kept = { readonly kind: string; readonly audienceId: string | null; readonly terms: TermCounts };

const excerptLength = 240;

/** Indexes one thing; see `indexMany`. */
export function index(tables: WorkspaceTables, thing: Thing): Promise<void> {
  return indexMany(tables, [thing]);
}

/**
 * Indexes things, replacing what was there under the same ids, in a handful of statements however many they are. For jobs
 * that follow the journal, as the first write of their transaction: indexing goes one transaction at a time per workspace,
 * because all of them count the same common words.
 */
export async function indexMany(tables: WorkspaceTables, things: readonly Thing[]): Promise<void> {
  const last = [...new Map(things.map((thing) => [thing.id, thing])).values()];
  if (last.length === 0) return;
  await takeIndexLock(tables);
  const before = await keptThings(
    tables,
    last.map((thing) => thing.id),
  );
  const after = new Map(last.map((thing) => [thing.id, { ...thing, terms: termCounts(thing) }]));
  const moved = [...after.values()].filter((thing) => !isSame(before.get(thing.id), thing));
  await removePostings(
    tables,
    moved.filter(({ id }) => before.has(id)).map(({ id }) => id),
  );
  await upsertThings(tables, [...after.values()]);
  await insertPostings(tables, moved);
  const change: CountChange = { documents: 0, terms: new Map() };
  for (const thing of moved) {
    count(change, before.get(thing.id), -1);
    count(change, thing, 1);
  }
  await changeCounts(tables, change);
  if (moved.length > 0)
    await renewNorms(
      tables,
      moved.map(({ id }) => id),
    );
}

/** Takes a thing out of the index; nothing happens when it is not there. */
export async function forget(tables: WorkspaceTables, id: string): Promise<void> {
  await takeIndexLock(tables);
  const before = await keptThings(tables, [id]);
  if (before.size === 0) return;
  await removePostings(tables, [id]);
  await tables.deleteFrom('platform.known_things').where('id', '=', id).execute();
  const change: CountChange = { documents: 0, terms: new Map() };
  count(change, before.get(id), -1);
  await changeCounts(tables, change);
}

/** Until commit. Without it two jobs that index several things each would wait for each other's words, crosswise. */
async function takeIndexLock(tables: WorkspaceTables): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('known things ' || current_setting('hearback.workspace'), 0))`.execute(
    tables,
  );
}

function termCounts(thing: Thing): TermCounts {
  return new Map([...termsOf(thing)].map(([term, { tf }]) => [term, tf]));
}

function isSame(before: Kept | undefined, after: Kept): boolean {
  return (
    before !== undefined &&
    before.kind === after.kind &&
    before.audienceId === after.audienceId &&
    before.terms.size === after.terms.size &&
    [...after.terms].every(([term, tf]) => before.terms.get(term) === tf)
  );
}

/** Restricted things are in no kept count. */
function count(change: CountChange, thing: Kept | undefined, by: 1 | -1): void {
  if (!thing || thing.audienceId !== null) return;
  change.documents += by;
  for (const term of thing.terms.keys()) change.terms.set(term, (change.terms.get(term) ?? 0) + by);
}

async function keptThings(tables: WorkspaceTables, ids: readonly string[]): Promise<Map<string, Kept>> {
  const rows = await tables
    .selectFrom('platform.known_things')
    .select(['id', 'kind', 'audience_id', 'terms'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        kind: row.kind,
        audienceId: row.audience_id,
        terms: new Map(Object.entries(row.terms as Record<string, number>)),
      },
    ]),
  );
}

async function upsertThings(tables: WorkspaceTables, things: readonly (Thing & Kept)[]): Promise<void> {
  const rows = things.map((thing) => ({
    id: thing.id,
    kind: thing.kind,
    reference: thing.reference,
    state: thing.state,
    title: thing.title,
    excerpt: excerptOf(thing.body),
    terms: Object.fromEntries(thing.terms),
    at: thing.at.toISOString(),
    audience_id: thing.audienceId,
  }));
  await sql`
    INSERT INTO platform.known_things AS kept (id, kind, reference, state, title, excerpt, terms, at, audience_id)
    SELECT id, kind, reference, state, title, excerpt, terms, at, audience_id
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given (id uuid, kind text, reference text, state text,
           title text, excerpt text, terms jsonb, at timestamptz, audience_id uuid)
    ON CONFLICT (workspace_id, id) DO UPDATE SET kind = excluded.kind, reference = excluded.reference,
       state = excluded.state, title = excluded.title, excerpt = excluded.excerpt, terms = excluded.terms,
       at = excluded.at, audience_id = excluded.audience_id,
       norm = CASE WHEN excluded.audience_id IS NULL AND kept.terms = excluded.terms THEN kept.norm END`.execute(
    tables,
  );
}

async function insertPostings(tables: WorkspaceTables, things: readonly (Thing & Kept)[]): Promise<void> {
  const postings = things.flatMap((thing) => [...thing.terms].map(([term, tf]) => ({ thing, term, tf })));
  if (postings.length === 0) return;
  postings.sort((a, b) => (a.term < b.term ? -1 : a.term > b.term ? 1 : a.thing.id < b.thing.id ? -1 : 1));
  await sql`
    INSERT INTO platform.postings (term, doc, kind, tf, audience_id)
    SELECT * FROM unnest(${postings.map(({ term }) => term)}::text[], ${postings.map(({ thing }) => thing.id)}::uuid[],
      ${postings.map(({ thing }) => thing.kind)}::text[], ${postings.map(({ tf }) => tf)}::int[],
      ${postings.map(({ thing }) => thing.audienceId)}::uuid[])`.execute(tables);
}

async function removePostings(tables: WorkspaceTables, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await tables
      .deleteFrom('platform.postings')
      .where('doc', 'in', [...ids])
      .execute();
}

function excerptOf(body: string): string {
  const line = body.replaceAll(/\s+/g, ' ').trim();
  // By code points, so that no character is cut in half.
  const characters = Array.from(line.slice(0, 2 * excerptLength));
  return characters.length <= excerptLength ? line : `${characters.slice(0, excerptLength - 1).join('')}…`;
}
