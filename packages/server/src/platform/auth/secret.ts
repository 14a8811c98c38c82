import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What signs session cookies: kept in a 0600 file of the data folder and made at the first start. Without a folder it lives
 * as long as the process. Never logged.
 */
export function readSessionSecret(home: string | undefined): string {
  const fresh = randomBytes(32).toString('base64url');
  if (home === undefined) return fresh;
  const file = path.join(home, 'keys', 'session.secret');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start at once, one writes and both read the same.
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  chmodSync(file, 0o600);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32)
    throw new Error(
      `The session secret in ${file} is shorter than 32 characters. Remove the file; people sign in again.`,
    );
  return secret;
}
