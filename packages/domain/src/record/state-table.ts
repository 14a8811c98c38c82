import { Refusal } from './refusal.ts';

/** Which states may follow which. A state with an empty list is an end. */
export type StateTable<State extends string> = { readonly [From in State]: readonly State[] };

/** Whether `table` allows the step. */
export function allows<State extends string>(table: StateTable<State>, from: State, to: State): boolean {
  return table[from].includes(to);
}

/**
 * Returns `to` when the table allows the step.
 * @throws Refusal `illegal_transition` naming both states and what is possible instead.
 */
export function transition<State extends string>(
  record: string,
  table: StateTable<State>,
  from: State,
  to: State,
): State {
  if (allows(table, from, to)) return to;
  const possible = table[from];
  throw new Refusal('illegal_transition', `A ${record} that is “${from}” cannot become “${to}”.`, {
    remedy:
      possible.length === 0
        ? `“${from}” is where this ${record} ends.`
        : `From “${from}” it can become: ${possible.join(', ')}.`,
    facts: { from, to, possible },
  });
}
