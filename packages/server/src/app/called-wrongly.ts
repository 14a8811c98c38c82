/** The command cannot be meant as it was typed: said with a hint, and exit code 2. */
export class CalledWrongly extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CalledWrongly';
  }
}

/** Whether nothing went wrong but the typing; `parseArgs` says so by its codes. */
export function isCalledWrongly(error: unknown): boolean {
  if (error instanceof CalledWrongly) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
