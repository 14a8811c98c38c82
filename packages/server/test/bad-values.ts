/** What the document says of one value, references resolved as they are met. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

export type Pointer = readonly (string | number)[];

/** A body with one thing in it changed, and where. */
export type BadBody = { readonly what: string; readonly pointer: Pointer; readonly body: unknown };

type Place = { readonly schema: Schema; readonly pointer: Pointer };

export type Schemas = Readonly<Record<string, Schema>>;

export function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  if (name === undefined) return schema;
  const found = schemas[name];
  if (!found) throw new Error(`The document has no schema ${name}.`);
  return resolve(found, schemas);
}

function branches(schema: Schema, schemas: Schemas): Schema[] {
  const here = resolve(schema, schemas);
  const inner = here.anyOf ?? here.oneOf ?? here.allOf;
  return inner ? inner.flatMap((one) => branches(one, schemas)) : [here];
}

function typesOf(schema: Schema): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type];
  return schema.type ?? [];
}

/** The least value that a schema takes: for what an example leaves out. */
function sample(schema: Schema, schemas: Schemas): unknown {
  const one = branches(schema, schemas)[0] ?? {};
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.enum[0];
  switch (typesOf(one)[0]) {
    case 'object':
      return Object.fromEntries(
        (one.required ?? []).map((name) => [name, sample(one.properties?.[name] ?? {}, schemas)]),
      );
    case 'array':
      return [sample(one.items ?? {}, schemas)];
    case 'number':
    case 'integer':
      return Math.max(1, one.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return sampleText(one);
  }
}

function sampleText(schema: Schema): string {
  const texts: Readonly<Record<string, string>> = {
    uuid: '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1',
    date: '2026-12-01',
    'date-time': '2026-12-01T09:00:00.000Z',
    uri: 'https://tideline.example/',
    email: 'somebody@tideline.example',
  };
  return texts[schema.format ?? ''] ?? 'something';
}

/** Every place in a body that a schema knows, the body itself left out, down to six levels. */
function placesIn(schema: Schema, schemas: Schemas, pointer: Pointer = []): Place[] {
  if (pointer.length > 6) return [];
  return branches(schema, schemas).flatMap((one) => {
    const fields = Object.entries(one.properties ?? {}).map(([name, inner]): Place => ({
      schema: inner,
      pointer: [...pointer, name],
    }));
    if (one.items) fields.push({ schema: one.items, pointer: [...pointer, 0] });
    if (typeof one.additionalProperties === 'object')
      fields.push({ schema: one.additionalProperties, pointer: [...pointer, 'some_key'] });
    return fields.flatMap((place) => [place, ...placesIn(place.schema, schemas, place.pointer)]);
  });
}

/** Whether a body is of this branch of a union, as far as its constants say. */
function isOf(schema: Schema, body: unknown): body is object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return Object.entries(schema.properties ?? {}).every(([name, one]) => {
    const only = one.const ?? (one.enum?.length === 1 ? one.enum[0] : undefined);
    return only === undefined || (body as Record<string, unknown>)[name] === only;
  });
}

/** `body` with `value` at `pointer`; what is missing on the way is filled in as the schema says. */
function withAt(body: unknown, pointer: Pointer, value: unknown, schema: Schema, schemas: Schemas): unknown {
  const [head, ...rest] = pointer;
  if (head === undefined) return value;
  const options = branches(schema, schemas);
  if (typeof head === 'number') {
    const items = options.find((one) => one.items)?.items ?? {};
    const list = Array.isArray(body) && body.length > 0 ? [...(body as unknown[])] : [sample(items, schemas)];
    list[head] = withAt(list[head], rest, value, items, schemas);
    return list;
  }
  const option = options.find((one) => one.properties?.[head]) ?? options.find((one) => one.additionalProperties) ?? {};
  const inner =
    option.properties?.[head] ?? (typeof option.additionalProperties === 'object' ? option.additionalProperties : {});
  const record = { ...(isOf(option, body) ? body : (sample(option, schemas) as object)) } as Record<string, unknown>;
  record[head] = withAt(record[head], rest, value, inner, schemas);
  return record;
}

/** Stands for a value nested deeper than any stack: it is put in when the body is already text. */
const veryDeep = '@very deep@';
const veryDeepText = `${'{"level":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

export function textOf(body: unknown): string {
  return JSON.stringify(body).replace(JSON.stringify(veryDeep), veryDeepText);
}

const deep = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = { level: value };
  return value;
};

const wrongDates = [
  '2026-02-30',
  '2026-13-01T00:00:00Z',
  '2026-11-31T09:00:00Z',
  '0000-01-01',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999-12:00',
  '+275760-09-13T00:00:00.001Z',
  '99999-01-01',
];

/** What to put at a place: wrong types for everything, then what the kind of value is known to break. */
function badValuesFor(schema: Schema, schemas: Schemas): [what: string, value: unknown][] {
  const values: [string, unknown][] = [
    ['nothing', null],
    ['a boolean', true],
    ['a number', 7],
    ['a text', 'some text'],
    ['an empty text', ''],
    ['a list', []],
    ['an object', {}],
    ['a list of the wrong', [null]],
    ['something deep', deep(50)],
  ];
  for (const one of branches(schema, schemas)) {
    const types = typesOf(one);
    // Where anything goes, nothing but its depth can be too much.
    if (types.length === 0 || one.additionalProperties) values.push(['something very deep', veryDeep]);
    if (types.includes('string') && !one.enum) {
      values.push(['a text too long', 'x'.repeat((one.maxLength ?? 500_000) + 1)]);
      values.push(
        ['a NUL', 'before\0after'],
        ['half a character', 'half \ud800 of it'],
        ['wide characters', '👩‍🚀\u202e\ufeff'],
      );
      for (const date of wrongDates) if (one.format?.startsWith('date')) values.push([`the date ${date}`, date]);
    }
    if (types.includes('number') || types.includes('integer'))
      for (const number of [-1, 0, 0.1, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324])
        values.push([`the number ${number}`, number]);
    if (types.includes('array') && one.items) {
      const item = sample(one.items, schemas);
      values.push([
        'a list too long',
        Array.from({ length: Math.min((one.maxItems ?? 5_000) + 1, 5_001) }, () => item),
      ]);
    }
  }
  return values;
}

/** Bodies with one field wrong each, for every field that the schema knows, from a body that is right. */
export function badBodies(schema: Schema, schemas: Schemas, body: unknown): BadBody[] {
  return placesIn(schema, schemas).flatMap((place) =>
    badValuesFor(place.schema, schemas).map(([what, value]) => ({
      what: `${what} at /${place.pointer.join('/')}`,
      pointer: place.pointer,
      body: withAt(body, place.pointer, value, schema, schemas),
    })),
  );
}

/** Every id in a body that names a record, replaced by another one each. */
export function bodiesWithOtherIds(
  schema: Schema,
  schemas: Schemas,
  body: unknown,
  idFor: (pointer: Pointer) => string,
): BadBody[] {
  return placesIn(schema, schemas)
    .filter(({ schema: inner }) => branches(inner, schemas).some((one) => one.format === 'uuid'))
    .map(({ pointer }) => ({
      what: `another id at /${pointer.join('/')}`,
      pointer,
      body: withAt(body, pointer, idFor(pointer), schema, schemas),
    }));
}

/** Texts and lists that a body may make as long as it likes. */
export function endlessPlaces(schema: Schema, schemas: Schemas): string[] {
  return placesIn(schema, schemas).flatMap(({ schema: inner, pointer }) =>
    branches(inner, schemas).flatMap((one) => {
      const bounded = one.maxLength !== undefined || one.enum || one.const !== undefined || one.format || one.pattern;
      if (typesOf(one).includes('string') && !bounded) return [`/${pointer.join('/')}: a text of any length`];
      if (typesOf(one).includes('array') && one.maxItems === undefined)
        return [`/${pointer.join('/')}: a list of any length`];
      return [];
    }),
  );
}

/** The id of nothing. */
export const unknownId = '01939b7e-7d2a-7cc3-98c4-111111111111';

/** What a query may hold that nobody meant, as it stands in an address. */
export const strangeTexts = [
  '',
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%',
  '%F0%9F%91%A9',
  'x'.repeat(9_000),
  '-1',
  '1e9',
  'null',
  '[]',
  '2026-02-30',
  unknownId,
];
/** Cursors that no list gave out: the wrong number of parts, or parts of the wrong kind. */
export const strangeCursors = [
  'x',
  '%00',
  '[]',
  '{}',
  '[1]',
  '[null]',
  '["x"]',
  `["${unknownId}"]`,
  '["\\u0000"]',
  '["x","x"]',
  `["2026-99-99","${unknownId}"]`,
  '[1e308,"x"]',
  '[null,null]',
  '[null,null,null]',
  '["x","x","x"]',
  '[[]]',
  '"x"',
].map((place) => (place.startsWith('[') || place.startsWith('{') ? Buffer.from(place).toString('base64url') : place));
