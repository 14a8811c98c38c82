/** What a stage's list shows; each stage knows its own words and falls back to its first. */
export type StageSearch = { readonly show?: string };

export function readStageSearch({ show }: Record<string, unknown>): StageSearch {
  return typeof show === 'string' ? { show } : {};
}
