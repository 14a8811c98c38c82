// The database: where it is, who logs in, how the schema comes up to date, and the one way to open a transaction that sees
// a single workspace. It knows no stage; tables of every stage appear here only as generated types.
export {
  startEmbeddedDatabase,
  defaultHome,
  giveAllToOwner,
  holdDataFolder,
  readServerNote,
  writeServerNote,
  type EmbeddedDatabase,
} from './embedded/index.ts';
export { isDatabaseAway, sqlState } from './failure.ts';
export { globalSchemas } from './global-tables.ts';
export { migrate } from './migrate.ts';
export { assertConfinedRole, openPool, parseDatabaseUrl, roleAddresses, type DatabaseAddress } from './pools.ts';
export { ensureRoles, quoteIdentifier, roleNames, roleStatements } from './roles.ts';
export { inTransaction, type OpenTransaction, type Viewpoint, type WorkspaceTables } from './transaction.ts';
export type { DB } from './tables.gen.ts';
