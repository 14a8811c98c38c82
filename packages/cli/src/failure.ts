/** A command that cannot go on, with its exit code: 1 it failed, 2 it was called wrongly, 3 the server refused, 4 it cannot be reached. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: 1 | 2 | 3 | 4) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** The process that we started has said on standard error what went wrong. */
export class AlreadySaid extends Error {
  readonly exitCode: 1 | 2;
  constructor(exitCode: 1 | 2) {
    super('What went wrong is on standard error.');
    this.name = 'AlreadySaid';
    this.exitCode = exitCode;
  }
}
