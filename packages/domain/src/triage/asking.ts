const dayMs = 86_400_000;

/** After how many calendar days without a reply somebody who was asked is reminded, once. */
export const remindsAfterDays = 10;

/** After how many calendar days without a reply what was asked about closes, with a notice. */
export const closesAfterDays = 20;

/** When a question reminds and when its silence closes, calendar days after it was asked. */
export function silenceOf(askedAt: Date): { readonly remindAt: Date; readonly closesAt: Date } {
  const after = (days: number) => new Date(askedAt.getTime() + days * dayMs);
  return { remindAt: after(remindsAfterDays), closesAt: after(closesAfterDays) };
}
