// Ids are UUIDv7 (RFC 9562): they sort by time, so new rows land at the end of an index. Made here and not in the database,
// because PostgreSQL 15 to 17 cannot. Random bytes come from the system; the time comes from the caller's clock.
import { randomBytes } from 'node:crypto';

let lastMs = -1;
let counter = 0;

/** A UUIDv7 for `now`. Within one process and millisecond ids still rise (12-bit counter in rand_a, RFC 9562 method 1). */
export function newId(now: Date): string {
  const ms = now.getTime();
  if (ms === lastMs) counter = (counter + 1) & 0xfff;
  else {
    lastMs = ms;
    counter = randomBytes(2).readUInt16BE(0) & 0x7ff;
  }
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, ms), 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  randomBytes(8).copy(bytes, 8);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
