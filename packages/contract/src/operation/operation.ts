import type { Permission } from '@hearback/domain/charter';
import type { Stage } from '@hearback/domain/loop';
import type { z } from 'zod';

/** `public` needs nobody; `member` needs to be signed in; the rest is a permission of domain/charter. */
export type Access = Permission | 'public' | 'member';

/**
 * How an operation treats what is stored: `read` changes nothing; `create` makes a record and takes an Idempotency-Key;
 * `change` changes one and needs If-Match with the version the caller saw.
 */
export type Effect = 'read' | 'create' | 'change';

/** One operation of the API as data: the server mounts it, openapi.json describes it, the permission matrix lists it. */
export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> = {
  /** Unique; the client's and the document's `operationId`. */
  readonly id: string;
  readonly stage: Stage | 'loop';
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, parameters in braces: `/signals/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly effect: Effect;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly status: 200 | 201 | 202 | 204;
  readonly result: Result;
  /** Problem codes it answers with, beside those that every operation may (see `commonErrors`). */
  readonly errors: readonly string[];
  /** A body that works, shown in the document and run as a test; operations with a body have one. */
  readonly example?: Body extends z.ZodType<unknown, infer Input> ? Input : never;
};

/** Keeps the literal types of an operation. */
export function operation<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Result extends z.ZodType = z.ZodType,
>(definition: Operation<Params, Query, Body, Result>): Operation<Params, Query, Body, Result> {
  return definition;
}
