// HTTP without a stage in it: mounts the contract's operations, turns refusals into problems, and keeps cursors and versions
// alike everywhere. What an operation does is its stage's business.
export { decodeCursor, encodeCursor, pageFrom } from './cursor.ts';
export { type Authenticate, type Gate, type Route, route } from './mount.ts';
export { createHttpApp } from './app.ts';
export { refusalOf } from './problem.ts';
export { assertVersion } from './versions.ts';
