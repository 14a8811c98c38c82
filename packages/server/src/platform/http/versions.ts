import { Refusal } from '@hearback/domain/record';

/** Reads If-Match: `"3"` is 3. @throws Refusal `version_required` or `invalid_input`. */
export function expectedVersion(header: string | undefined): number {
  if (header === undefined || header.trim() === '')
    throw new Refusal('version_required', 'A change needs the version you saw.', {
      remedy: 'Read the record and send its ETag as If-Match.',
    });
  const match = /^(?:W\/)?"([1-9][0-9]{0,9})"$/.exec(header.trim());
  if (!match)
    throw new Refusal('invalid_input', 'If-Match is not an ETag that this API gave out, such as "3".', {
      field: '/If-Match',
      remedy: 'Send the ETag as it came, quotes included.',
    });
  return Number(match[1]);
}

/** @throws Refusal `stale_version` unless the stored version is the one the caller saw. */
export function assertVersion(stored: number, expected: number): void {
  if (stored === expected) return;
  throw new Refusal('stale_version', `Somebody changed this in the meantime: it is at version ${stored}.`, {
    remedy: 'Read it again, look at what changed, and send your change with the new ETag.',
    facts: { expected, stored },
  });
}
