/** What the inbox is narrowed to. */
export type Filters = {
  readonly kind?: 'signal' | 'problem';
  readonly queue?: 'historical';
  readonly assignee?: 'me';
};

/** What the inbox's address says: how the list is narrowed, and which one is open. */
export type InboxSearch = Filters & { readonly open?: string };

/** Whatever is no filter of ours is left out of the address. */
export function readInboxSearch({ open, kind, queue, assignee }: Record<string, unknown>): InboxSearch {
  return {
    ...(kind === 'signal' || kind === 'problem' ? { kind } : {}),
    ...(queue === 'historical' ? { queue } : {}),
    ...(assignee === 'me' ? { assignee } : {}),
    ...(typeof open === 'string' ? { open } : {}),
  };
}

export function filtersIn({ open: _open, ...filters }: InboxSearch): Filters {
  return filters;
}
