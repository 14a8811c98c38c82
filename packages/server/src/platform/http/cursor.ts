import { Refusal } from '@hearback/domain/record';

/** A place in a list: the values of the sort columns of the last row seen. */
export function encodeCursor(place: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws Refusal `invalid_cursor` when it is not `length` strings, numbers or nulls. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(place) &&
      place.length === length &&
      place.every((part) => part === null || typeof part === 'string' || typeof part === 'number')
    )
      return place;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal('invalid_cursor', 'The cursor is not one that this list gave out.', {
    field: '/cursor',
    remedy: 'Leave the cursor out to start from the beginning.',
  });
}

/** Cuts `rows` (read with limit + 1) to a page. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => readonly (string | number | null)[],
  item: (row: Row) => Item,
): { items: Item[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(item),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(place(last)) : null,
  };
}
