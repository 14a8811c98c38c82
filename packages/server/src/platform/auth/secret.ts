import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a 0600 file of the data folder holds, made at the first start. Of processes that start at once one gives the file its
 * name, whole, and all read the same.
 */
export function readOrMakeSecretFile(file: string, make: () => string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, make(), { mode: 0o600 });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8');
}

/**
 * What signs session cookies: kept in the data folder. Without a folder it lives as long as the process. Never logged.
 */
export function readSessionSecret(home: string | undefined): string {
  const make = (): string => randomBytes(32).toString('base64url');
  if (home === undefined) return make();
  const file = path.join(home, 'keys', 'session.secret');
  const secret = readOrMakeSecretFile(file, () => `${make()}\n`).trim();
  if (secret.length < 32)
    throw new Error(
      `The session secret in ${file} is shorter than 32 characters. Remove the file; people sign in again.`,
    );
  return secret;
}
