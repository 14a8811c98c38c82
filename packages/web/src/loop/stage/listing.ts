import type { Language } from '../../ui/messages/language.tsx';

/** A line of a stage's list. */
export type Row = {
  readonly id: string;
  /** The kind of record that it leads to; null for what has no page of its own. */
  readonly kind: string | null;
  readonly reference: string;
  readonly title: string;
  /** Whether the title is somebody's own words. */
  readonly isSaid?: boolean;
  readonly state: string | null;
  readonly at: string | null;
  readonly meta: (language: Language, now: Date) => readonly (string | null)[];
};

export type Rows = { readonly rows: readonly Row[]; readonly next: string | null };

/** One thing that a list can show: its name in the address, and how a page of it is fetched. */
export type Show = { readonly name: string; readonly load: (page: PageQuery) => Promise<Rows> };

export type PageQuery = { readonly limit: number; readonly cursor?: string };

/** A page of the API as rows. */
export function rowsOf<Item>(
  { items, next_cursor }: { items: readonly Item[]; next_cursor: string | null },
  rowOf: (item: Item) => Row,
): Rows {
  return { rows: items.map(rowOf), next: next_cursor };
}

export const nothing = (): readonly (string | null)[] => [];
