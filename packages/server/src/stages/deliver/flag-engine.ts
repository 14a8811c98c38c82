import type { FlagdDefinition } from '@hearback/domain/deliver';
import { Refusal } from '@hearback/domain/record';
import { type FeatureFlag, MemoryStorage } from '@openfeature/flagd-core';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What an evaluation came to, as OFREP says it. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown; readonly variant: string; readonly reason: string }
  /** The code that asks uses its own default: the flag is disabled, or names no default variant. */
  | { readonly kind: 'code_default'; readonly reason: string }
  | { readonly kind: 'error'; readonly errorCode: string; readonly errorDetails: string };

export type FlagEngine = ReadonlyMap<string, FeatureFlag>;

function storage(): MemoryStorage {
  // Rules are interpreted, never compiled into code.
  return new MemoryStorage(silent, { disableDynamicCodeGeneration: true });
}

/** Definitions made ready to be evaluated. They were checked when they were written. */
export function buildEngine(definitions: Readonly<Record<string, FlagdDefinition>>): FlagEngine {
  const flags = storage();
  flags.setConfigurations(JSON.stringify({ flags: definitions }));
  return flags.getFlags();
}

/**
 * Refuses a definition that flagd would not take: its strict schemas, and one evaluation to see that the rules run.
 * @throws Refusal `flag_invalid`
 */
export function requireEvaluable(key: string, definition: FlagdDefinition): void {
  const refuse = (detail: string, field: string): never => {
    throw new Refusal('flag_invalid', detail, {
      field,
      remedy:
        'Write variants of one type, a default that is one of them, and rules as the flagd documentation gives them.',
    });
  };
  const { variants, defaultVariant } = definition;
  if (defaultVariant !== null && !Object.hasOwn(variants, defaultVariant))
    refuse(`There is no variant “${defaultVariant}” to be the default.`, '/default_variant');
  const flags = storage();
  try {
    flags.setConfigurations(JSON.stringify({ flags: { [key]: definition } }), true);
  } catch (error) {
    refuse(`flagd does not take it: ${firstComplaint(error)}.`, definition.targeting ? '/targeting' : '/variants');
  }
  const flag = flags.getFlag(key);
  const tried = flag?.evaluate({ targetingKey: 'somebody' });
  if (tried?.errorCode !== undefined)
    refuse(`The rules do not run: ${tried.errorMessage ?? tried.errorCode}.`, '/targeting');
}

function firstComplaint(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  const path = /"instancePath": "([^"]*)"/.exec(text)?.[1];
  const message = /"message": "([^"]*)"/.exec(text)?.[1];
  return path !== undefined && message !== undefined ? `${path} ${message}` : 'it is no flagd definition';
}

/** Evaluates one flag for one context. */
export function evaluate(flag: FeatureFlag, context: Readonly<Record<string, unknown>>): Evaluation {
  if (flag.state === 'DISABLED') return { kind: 'code_default', reason: 'DISABLED' };
  const result = flag.evaluate(context as Parameters<FeatureFlag['evaluate']>[0]);
  if (result.errorCode !== undefined)
    return {
      kind: 'error',
      errorCode: result.errorCode,
      errorDetails: result.errorMessage ?? 'The rules did not run.',
    };
  if (result.value === undefined || result.variant === undefined)
    return { kind: 'code_default', reason: result.reason ?? 'DEFAULT' };
  return { kind: 'value', value: result.value, variant: result.variant, reason: result.reason ?? 'STATIC' };
}
