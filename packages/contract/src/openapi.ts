import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { operations } from './loop/index.ts';
import type { Operation } from './operation/index.ts';
import { z } from './operation/index.ts';
import { Problem } from './problem/index.ts';

const problem = { 'application/problem+json': { schema: Problem } };

/** Headers that depend on an operation's effect only. */
function headersOf(operation: Operation): z.ZodObject | undefined {
  if (operation.effect === 'create' && operation.method === 'post')
    return z.object({ 'Idempotency-Key': z.string().min(1).max(200).optional() });
  if (operation.effect === 'change')
    return z.object({ 'If-Match': z.string().openapi({ example: '"3"', description: 'The ETag you saw.' }) });
  return undefined;
}

function routeOf(operation: Operation): RouteConfig {
  const headers = headersOf(operation);
  const empty = operation.status === 204;
  return {
    operationId: operation.id,
    method: operation.method,
    path: operation.path,
    tags: [operation.stage],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    ...(operation.access === 'public' ? { security: [] } : {}),
    'x-access': operation.access,
    request: {
      ...(operation.params ? { params: operation.params as z.ZodObject } : {}),
      ...(operation.query ? { query: operation.query as z.ZodObject } : {}),
      ...(headers ? { headers } : {}),
      ...(operation.body
        ? {
            body: {
              required: true,
              content: {
                'application/json': {
                  schema: operation.body,
                  ...(operation.example === undefined ? {} : { example: operation.example as unknown }),
                },
              },
            },
          }
        : {}),
    },
    responses: {
      [operation.status]: {
        description: 'Done',
        ...(empty ? {} : { content: { 'application/json': { schema: operation.result } } }),
      },
      default: {
        description:
          operation.errors.length > 0 ? `A problem; of its own: ${operation.errors.join(', ')}` : 'A problem',
        content: problem,
      },
    },
  };
}

/**
 * The generator writes a named schema that may be null as “this one and null-or-its-type”, which nothing null can satisfy.
 * JSON Schema says it with anyOf.
 */
function withHonestNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHonestNulls);
  if (typeof value !== 'object' || value === null) return value;
  const { allOf, ...rest } = value as { allOf?: unknown };
  if (Array.isArray(allOf) && allOf.length === 2 && isReference(allOf[0]) && mayBeNull(allOf[1]))
    return { ...rest, anyOf: [allOf[0], { type: 'null' }] };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withHonestNulls(inner)]));
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value;
}

function mayBeNull(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    Array.isArray(value.type) &&
    value.type.includes('null')
  );
}

/** The OpenAPI 3.1 document of the whole API, the same bytes each time. */
export function buildDocument(): ReturnType<OpenApiGeneratorV31['generateDocument']> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'hearback.session' });
  for (const operation of operations) registry.registerPath(routeOf(operation));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Hearback',
      version: '1',
      description:
        'The feedback loop over HTTP. Tags are the stages of the loop. Lists page by cursor; changes need If-Match; every POST that makes something takes an Idempotency-Key for 24 hours; errors are RFC 9457 problems with a code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
  });
  return withHonestNulls(document) as typeof document;
}
