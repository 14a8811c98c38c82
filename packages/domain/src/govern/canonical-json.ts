import { Refusal } from '../record/index.ts';

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * The one text of a JSON value that hashes are taken of (RFC 8785, JSON Canonicalization Scheme): no white space, keys in
 * order of their UTF-16 units, numbers as ECMAScript writes them.
 * @throws Refusal `not_canonical` for numbers that are not finite, lone surrogates, and values JSON does not have
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return canonicalObject(value as { readonly [key: string]: JsonValue });
  if (typeof value === 'number' && !Number.isFinite(value)) throw notCanonical(`${value} is no JSON number.`);
  if (typeof value === 'string') return canonicalString(value);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw notCanonical(`A value of type ${typeof value} has no JSON text.`);
  return text;
}

function canonicalObject(value: { readonly [key: string]: JsonValue }): string {
  const members = Object.keys(value)
    // The default order of strings is that of UTF-16 units, as the scheme demands.
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalJson(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

function canonicalString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw notCanonical('A text holds half a character (a lone surrogate).');
  return JSON.stringify(value);
}

function notCanonical(detail: string): Refusal {
  return new Refusal('not_canonical', `This cannot be written down in one way only. ${detail}`, {
    remedy: 'Store plain JSON: texts, finite numbers, true, false, null, lists and objects.',
  });
}
