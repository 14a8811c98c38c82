/**
 * Runs the PostgreSQL that Hearback brings along: makes its data folder, starts it, takes over one that still runs, clears
 * what a killed one left behind, and stops it. It also keeps a second server off the folder and tells commands where the
 * running one listens. It knows nothing of schemas, roles or migrations, and no other process on the machine is ever signalled.
 */
export { startEmbeddedDatabase } from './supervisor.ts';
export type { EmbeddedDatabase, EmbeddedDatabaseOptions } from './supervisor.ts';
export { defaultHome, giveAllToOwner } from './home.ts';
export { holdDataFolder, readServerNote, writeServerNote } from './server-lock.ts';
export type { ServerNote } from './server-lock.ts';
