/** The fields that were given; null is given, undefined is not. */
export function present<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
}

/** `retired: true` retires, `false` takes back, left out leaves as it is. */
export function retirement(retired: boolean | undefined, now: Date): { retired_at?: Date | null } {
  return retired === undefined ? {} : { retired_at: retired ? now : null };
}
