import type { components } from './schema.gen.ts';

type ProblemBody = components['schemas']['Problem'];

/**
 * What the API refused, as an error to catch: RFC 9457 with a code for programs, and a detail and a remedy for people. Two codes
 * are the client's own, both with status 0 or the answer's: `unreachable` (no answer came) and `unreadable` (it was no problem).
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What happened, in words. */
  readonly detail: string;
  /** What to do next, in words. */
  readonly remedy: string;
  /** Each field that was wrong, as a JSON pointer, and how. */
  readonly errors: NonNullable<ProblemBody['errors']>;
  readonly facts: NonNullable<ProblemBody['facts']>;

  constructor(body: ProblemBody) {
    super(body.detail);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.detail = body.detail;
    this.remedy = body.remedy;
    this.errors = body.errors ?? [];
    this.facts = body.facts ?? {};
  }
}

/** The problem that an answer carries, whatever stood in between (a proxy answers with HTML). */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblemBody(body)) return new Problem(body);
  return new Problem({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'unreadable',
    detail: `The server answered ${response.status}, and not in a way this program understands.`,
    remedy: 'Something between here and the server may have answered instead. Try again in a moment.',
  });
}

/** No answer came at all. */
export function unreachable(): Problem {
  return new Problem({
    type: 'about:blank',
    title: 'The server cannot be reached',
    status: 0,
    code: 'unreachable',
    detail: 'The server cannot be reached.',
    remedy: 'Check that it runs and that you are connected, then try again. Nothing you wrote is lost.',
  });
}

function isProblemBody(body: unknown): body is ProblemBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    ['code', 'detail', 'remedy'].every((key) => typeof (body as Record<string, unknown>)[key] === 'string') &&
    typeof (body as Record<string, unknown>)['status'] === 'number'
  );
}
