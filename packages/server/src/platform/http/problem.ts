import type { ProblemTable } from '@hearback/contract/problem';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import { isDatabaseAway, sqlState } from '../database/index.ts';

/** A field that was wrong, as a JSON pointer, and how. */
export type FieldError = { readonly field: string; readonly detail: string };

/** A refusal of the input's shape, with every field that was wrong. */
export class InvalidInput extends Refusal<'invalid_input'> {
  readonly errors: readonly FieldError[];
  constructor(where: 'body' | 'query' | 'path', issues: readonly z.core.$ZodIssue[]) {
    const errors = issues.flatMap((issue) => fieldErrors(issue));
    const first = errors[0];
    super(
      'invalid_input',
      `The ${where} is not what this operation takes: ${first?.field ?? '/'} ${first?.detail ?? ''}`.trim() + '.',
      {
        remedy: 'Correct the fields listed under errors and send it again.',
        ...(first ? { field: first.field } : {}),
      },
    );
    this.errors = errors.slice(0, 20);
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: pointer([...issue.path, key]),
      detail: 'is not a field of this operation',
    }));
  return [{ field: pointer(issue.path), detail: issue.message }];
}

export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly errors?: readonly FieldError[];
  readonly facts?: Readonly<Record<string, unknown>>;
};

export function problemOf(table: ProblemTable, refusal: Refusal): ProblemBody {
  const type = table[refusal.code] ?? table['internal'];
  const errors =
    refusal instanceof InvalidInput
      ? refusal.errors
      : refusal.field
        ? [{ field: refusal.field, detail: refusal.message }]
        : undefined;
  return {
    type: `/docs/problems#${refusal.code}`,
    title: type?.title ?? 'Something went wrong on our side',
    status: type?.status ?? 500,
    code: refusal.code,
    detail: refusal.message,
    remedy: refusal.remedy,
    ...(errors ? { errors } : {}),
    ...(Object.keys(refusal.facts).length > 0 ? { facts: refusal.facts } : {}),
  };
}

/** What an error that is no refusal means to the person: the database is away, the input broke a constraint, or our fault. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isDatabaseAway(error))
    return new Refusal('database_away', 'The database cannot be reached right now. Nothing was written.', {
      remedy: 'Try again in a few seconds; use the same Idempotency-Key if there was one.',
    });
  switch (sqlState(error)) {
    case '23503':
      return new Refusal('unknown_reference', 'The input names a record that is not here.', {
        remedy: 'Check the ids; they must be of this workspace.',
      });
    case '23505':
      return new Refusal('already_exists', 'There is a record with this name or key already.', {
        remedy: 'Use the existing one or choose another name.',
      });
    case '22021':
    case '22P05':
      return new Refusal('invalid_input', 'The text holds a character that cannot be stored (a NUL).', {
        remedy: 'Take the character out and send it again.',
      });
    case '55P03':
    case '57014':
    case '40P01':
    case '40001':
      return new Refusal('database_away', 'The database was too busy to finish this. Nothing was written.', {
        remedy: 'Try again in a few seconds.',
      });
    default:
      return new Refusal('internal', 'Something went wrong on our side. It was logged.', {
        remedy: 'Try again; if it stays, tell whoever runs this Hearback the time it happened.',
      });
  }
}
