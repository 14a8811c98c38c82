import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

extendZodWithOpenApi(z);

/** Zod with `.openapi()`: every schema of the contract is built with this one. Name a schema after its last `.extend()`. */
export { z };

/** A UUIDv7 of ours. In lower case from here on, because ids are compared as text. */
export const Id = z
  .uuid()
  .toLowerCase()
  .openapi({ description: 'An id, a UUIDv7.', example: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1' });

/** A year that calendars, databases and ISO 8601 with four digits all know, a time zone away too. */
const isOfOurTime = (text: string): boolean => text >= '1900' && text < '3000';
const outOfTime = 'lies outside of the years 1900 to 2999';

/** An instant, ISO 8601 in UTC, of the years 1900 to 2999. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isOfOurTime, outOfTime)
  .openapi({ example: '2026-11-19T09:12:00.000Z' });

/** A calendar date without a time, of the years 1900 to 2999. */
export const CalendarDate = z.iso.date().refine(isOfOurTime, outOfTime).openapi({ example: '2026-11-19' });

/** Raised by one with each change; the ETag. */
export const Version = z.int().min(1).openapi({ description: 'Send it back as If-Match: "3".', example: 3 });

/** A short reference people say: S-1042. */
export const Reference = z.string().openapi({ example: 'S-1042' });

/** One line that people write: trimmed, not empty, at most 200 characters. */
export const Line = z.string().trim().min(1).max(200);

/** Text that people write, Markdown, at most 20,000 characters. */
export const Prose = z.string().trim().min(1).max(20_000);

/** Why somebody did something: shown on the thread. */
export const Reason = z.string().trim().min(3).max(2_000);

export const IdParams = z.object({ id: Id });

/** Paging: `cursor` is opaque and comes from the page before. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

/** A page of `item`, named `name`; `next_cursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() }).openapi(name);
}
