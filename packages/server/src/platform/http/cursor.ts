import { Refusal } from '@hearback/domain/record';
import { isUuid } from '../identifiers/index.ts';

/** A place in a list: the values of the sort columns of the last row seen. */
export function encodeCursor(place: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What a part of a place is: an id or an instant (either as text), any text, a whole number. */
export type PlacePart = 'id' | 'instant' | 'instant_or_null' | 'text' | 'integer';

type PlaceValue<Part> = Part extends 'integer' ? number : Part extends 'instant_or_null' ? string | null : string;
export type Place<Parts extends readonly PlacePart[]> = { -readonly [Index in keyof Parts]: PlaceValue<Parts[Index]> };

function isPart(part: PlacePart, value: unknown): boolean {
  switch (part) {
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case 'instant_or_null':
      return value === null || isPart('instant', value);
    case 'instant':
      return typeof value === 'string' && value.length === 24 && !Number.isNaN(Date.parse(value));
    case 'id':
      return typeof value === 'string' && isUuid(value);
    case 'text':
      return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
  }
}

/** @throws Refusal `invalid_cursor` when it is not these parts, in this order: it goes into a query as it is. */
export function decodeCursor<const Parts extends readonly PlacePart[]>(
  cursor: string | undefined,
  parts: Parts,
): Place<Parts> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === parts.length && parts.every((part, at) => isPart(part, place[at])))
      return place as Place<Parts>;
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
