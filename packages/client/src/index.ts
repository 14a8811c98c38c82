// The typed client of the API: what web, the terminal and other programs import. It knows the document and nothing else; it
// decides nothing, it keeps nothing.
export { answered, createClient, freshKey, type HearbackClient, ifMatch } from './client.ts';
export { Problem } from './problem.ts';
export type { components, operations, paths } from './schema.gen.ts';
