/** The short references people see and say, as product.md names them. */
const prefixes = {
  signal: 'S',
  problem: 'P',
  proposal: 'PROP',
  decision: 'D',
  work_item: 'W',
  change: 'C',
  rollout: 'R',
  outcome: 'O',
  lesson: 'L',
  retrospective: 'RETRO',
} as const;

/** Kinds of record that have a short reference. */
export type RecordKind = keyof typeof prefixes;
export const recordKinds = Object.keys(prefixes) as readonly RecordKind[];

/** `prefixOf('proposal')` is `PROP`. */
export function prefixOf(kind: RecordKind): string {
  return prefixes[kind];
}

/** `reference('signal', 1042)` is `S-1042`. Numbers rise within a workspace and kind; gaps are normal. */
export function reference(kind: RecordKind, number: number): string {
  return `${prefixes[kind]}-${number}`;
}

/** Reads `S-1042` (any case) back; undefined when it is no reference of ours. */
export function parseReference(text: string): { kind: RecordKind; number: number } | undefined {
  const match = /^([A-Z]+)-([1-9][0-9]{0,9})$/.exec(text.trim().toUpperCase());
  const kind = match && recordKinds.find((candidate) => prefixes[candidate] === match[1]);
  return match && kind ? { kind, number: Number(match[2]) } : undefined;
}
