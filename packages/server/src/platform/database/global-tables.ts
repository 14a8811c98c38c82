/**
 * The reviewed list of tables without a workspace. Everything else has `workspace_id`, forced row-level security and keys
 * that begin with it; the catalog test holds the schema to this list.
 */
const globalTables: ReadonlySet<string> = new Set([
  // Which workspaces there are: read before a workspace is known.
  'platform.workspaces',
  // How far the relay has read, over all workspaces.
  'platform.relay_position',
]);

/** Schemas whose tables are resolved before a workspace is known, or belong to a library. */
export const globalSchemas: ReadonlySet<string> = new Set(['auth', 'graphile_worker', 'migrations']);

/** `name` is `schema.table`. */
export function isGlobalTable(name: string): boolean {
  return globalTables.has(name) || globalSchemas.has(name.slice(0, name.indexOf('.')));
}
