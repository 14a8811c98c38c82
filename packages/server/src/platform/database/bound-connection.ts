import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { PoolClient } from 'pg';

/** What a transaction did, so that the journal helper can insist on an entry for every write. */
export type Activity = { wrote: boolean };

const writing = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']);
const rawWrite = /^\s*(insert|update|delete|merge)\b/i;
/** An index over what was recorded before: it can be made again from there, so writing it is nothing that happened. */
const indexWrite =
  /^\s*(insert into|update|delete from)\s+"?platform"?\."?(known_things|postings|term_statistics|text_statistics)\b/i;

class BoundConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #activity: Activity;

  constructor(client: PoolClient, activity: Activity) {
    this.#client = client;
    this.#activity = activity;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const writes = writing.has(query.query.kind) || rawWrite.test(query.sql);
    const result = await this.#client.query(query.sql, [...query.parameters]);
    // What met its own row, or none, wrote nothing: a job that runs twice has nothing to say the second time.
    if (writes && (result.rowCount ?? 0) > 0 && !indexWrite.test(query.sql)) this.#activity.wrote = true;
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }

  // oxlint-disable-next-line require-yield -- the interface wants a generator; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }
}

/**
 * A Kysely dialect over one client that is already inside a transaction. BEGIN, the workspace setting and COMMIT belong to
 * the transaction helper, so that they cost one round trip and nobody can nest or forget them.
 */
export function boundDialect(client: PoolClient, activity: Activity): Dialect {
  const connection = new BoundConnection(client, activity);
  const refuse = () => Promise.reject(new Error('Transactions are opened by the transaction helper only.'));
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(),
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
