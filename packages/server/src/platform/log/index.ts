// One structured log per process, on standard error: standard output belongs to `serve --json`. Secrets and what people
// wrote never get here; the redaction list is a second lock behind that rule.
import { pino, type Logger } from 'pino';

export type Log = Logger;

/** As much of a problem as may be written down. The driver hangs its whole client on one, and PostgreSQL the row it refused. */
function tellableError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: tellableError(cause) }),
  };
}

export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      serializers: { err: tellableError },
      redact: {
        paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
