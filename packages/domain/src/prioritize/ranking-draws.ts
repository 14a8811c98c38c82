import { exp, ln, normalQuantile, randomInteger, randomIntegerOf, type RandomKey } from '../statistics/index.ts';
import type { Field } from './ranking-field.ts';
import { beliefSize, type Term } from './score.ts';

/**
 * The standard normal at 8,192 equally likely points, small enough for the nearest cache: an order of magnitude quicker than
 * the quantile function, and no probability that we print could show the difference.
 */
const normalPoints = 8_192;
const normalShift = 19;
let normalTable: Float64Array | undefined;
function standardNormals(): Float64Array {
  normalTable ??= Float64Array.from({ length: normalPoints }, (_, index) =>
    normalQuantile((index + 0.5) / normalPoints),
  );
  return normalTable;
}

/** Writes the sums of amounts of one proposal for `count` draws from `fromDraw` into `into`. */
export type Drawer = (proposal: number, fromDraw: number, count: number, into: Float64Array) => void;

/**
 * Makes a drawer with its own scratch space for up to `mostDraws` draws at once, so that drawing allocates nothing. It walks
 * input by input, each in one tight loop over the draws: half of a ranking's time is spent here.
 */
export function makeDrawer(field: Field, mostDraws: number): Drawer {
  const inputCount = field.positive.length;
  const stride = inputCount * beliefSize;
  const values = Array.from({ length: inputCount }, () => new Float64Array(mostDraws));
  const views = new Int32Array(mostDraws);
  const work = new Float64Array(mostDraws);
  return (proposal, fromDraw, count, into) => {
    const viewCount = field.viewCount[proposal] ?? 1;
    const assessor = keyAt(field, proposal, inputCount);
    for (let i = 0; i < count; i += 1)
      views[i] = viewCount === 1 ? 0 : (randomInteger(assessor, fromDraw + i) % viewCount) * stride;
    const first = field.firstBelief[proposal] ?? 0;
    values.forEach((column, input) => {
      const bounds = { least: field.bounds[input * 2] ?? 0, most: field.bounds[input * 2 + 1] ?? 0 };
      const key = keyAt(field, proposal, input);
      drawInput(field.beliefs, first + input * beliefSize, views, key, bounds, fromDraw, count, column);
    });
    into.fill(0, 0, count);
    for (const term of field.terms) addAmounts(term, values, field.positive, work, count, into);
  };
}

function keyAt(field: Field, proposal: number, input: number): RandomKey {
  const at = (proposal * (field.positive.length + 1) + input) * 2;
  return { first: field.keys[at] ?? 0, second: field.keys[at + 1] ?? 0 };
}

function drawInput(
  beliefs: Float64Array,
  first: number,
  views: Int32Array,
  key: RandomKey,
  bounds: { readonly least: number; readonly most: number },
  fromDraw: number,
  count: number,
  into: Float64Array,
): void {
  const normals = standardNormals();
  const { least, most } = bounds;
  const keyFirst = key.first | 0;
  const keySecond = key.second | 0;
  for (let i = 0; i < count; i += 1) {
    const at = first + (views[i] ?? 0);
    const random = randomIntegerOf(keyFirst, keySecond, fromDraw + i);
    // The upper half of the integers is the upper half of the normal: no branch that a processor would guess wrong.
    const reach = beliefs[at + 1 + (random >>> 31)] ?? 0;
    const value = (beliefs[at] ?? 0) + (normals[random >>> normalShift] ?? 0) * reach;
    into[i] = value < least ? least : value > most ? most : value;
  }
}

/** As `termAmount`, on drawn values, which are logarithms where the input is positive. */
function addAmounts(
  term: Term,
  values: readonly Float64Array[],
  positive: Uint8Array,
  work: Float64Array,
  count: number,
  into: Float64Array,
): void {
  const addsNumbers = term.kind === 'log_sum' && term.inputs.length > 1;
  work.fill(0, 0, count);
  for (const input of term.inputs) {
    const column = values[input] ?? work;
    for (let i = 0; i < count; i += 1)
      work[i] = (work[i] ?? 0) + (addsNumbers ? exp(column[i] ?? 0) : (column[i] ?? 0));
  }
  if (term.kind === 'log_sum') {
    for (let i = 0; i < count; i += 1)
      into[i] = (into[i] ?? 0) + term.sign * (addsNumbers ? ln(work[i] ?? 1) : (work[i] ?? 0));
    return;
  }
  const isProductOfLogs = term.kind === 'linear_points' && positive[term.inputs[0] ?? 0] === 1;
  const { offset, slope, weight } = term;
  for (let i = 0; i < count; i += 1) {
    const x = work[i] ?? 0;
    const points = offset + slope * (isProductOfLogs ? exp(x) : x);
    into[i] = (into[i] ?? 0) + weight * (points < 0 ? 0 : points > 10 ? 10 : points);
  }
}
