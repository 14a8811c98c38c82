// What spans the stages in the contract: the list of all operations and the table of all problem codes. The list is what
// the server mounts, the document describes and the permission matrix must cover.
export { operations } from './operations.ts';
export { problemTable } from './problem-table.ts';
export { getHome, getMine, getThread } from './loop-operations.ts';
export { Home, Mine, Thread } from './schemas.ts';
