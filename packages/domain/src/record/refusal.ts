/**
 * A rule said no. Every refusal has a code (one table in the contract maps codes to an HTTP status and an exit code), says
 * what happened, and what the person can do about it. Callers branch on `code`, never on the message.
 */
export class Refusal<Code extends string = string> extends Error {
  readonly code: Code;
  /** The input field that caused it, as a JSON pointer such as `/title`; absent when no single field did. */
  readonly field: string | undefined;
  /** What to do next, as one sentence. */
  readonly remedy: string;
  /** Facts a program can use, for example the lane's missing steps. Never personal data. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: Code,
    detail: string,
    options: { remedy: string; field?: string; facts?: Readonly<Record<string, unknown>> },
  ) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.field = options.field;
    this.remedy = options.remedy;
    this.facts = options.facts ?? {};
  }
}
