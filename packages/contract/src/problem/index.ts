// Errors as RFC 9457 problems: one shape, one table from code to HTTP status per stage. Messages are for people; programs
// branch on `code`.
import { z } from '../operation/index.ts';

/** What a problem code means to HTTP: its status, and a title that never changes with the occasion. */
export type ProblemType = { readonly status: number; readonly title: string };
export type ProblemTable = Readonly<Record<string, ProblemType>>;

export const Problem = z
  .object({
    type: z.string().openapi({ example: '/docs/problems#invalid_input' }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ example: 'invalid_input' }),
    detail: z.string().openapi({ description: 'What happened, in words.' }),
    remedy: z.string().openapi({ description: 'What to do next, in words.' }),
    errors: z
      .array(z.object({ field: z.string().openapi({ example: '/title' }), detail: z.string() }))
      .optional()
      .openapi({ description: 'Each field that was wrong, as a JSON pointer, and how.' }),
    facts: z.record(z.string(), z.unknown()).optional().openapi({ description: 'Facts that a program can use.' }),
  })
  .openapi('Problem');

/** Problems that any operation may answer with. */
export const commonProblems = {
  invalid_input: { status: 400, title: 'The input is not what this operation takes' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  foreign_origin: { status: 403, title: 'The request came from another site' },
  not_found: { status: 404, title: 'There is no such thing here' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  illegal_transition: { status: 409, title: 'The record cannot go there from where it is' },
  idempotency_in_flight: { status: 409, title: 'The same request is still being carried out' },
  already_exists: { status: 409, title: 'There is one already' },
  stale_version: { status: 412, title: 'Somebody changed it in the meantime' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body has the wrong type' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another body' },
  unknown_reference: { status: 422, title: 'The input names something that is not here' },
  version_required: { status: 428, title: 'Say which version you saw' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  database_away: { status: 503, title: 'The database cannot be reached right now' },
} as const satisfies ProblemTable;
