/** The next line of a record: what happens next, whose move it is, and by when; a part that nobody knows is undefined. */
export type NextStep = { readonly what: string; readonly who: string | undefined; readonly by: Date | undefined };
