import { Refusal } from '../record/index.ts';
import { hashText, ln, randomKey } from '../statistics/index.ts';
import type { Formula } from './formula.ts';
import { beliefSize, packBelief, termsOfFormula, viewsOf, type RankedProposal, type Term } from './score.ts';

/**
 * Proposals made ready for drawing: numbers only, ordered by id. Every random number is keyed by (seed, proposal id, input,
 * draw), so neither the order of the input nor the split over threads changes a result, and another proposal changes no
 * one else's draws.
 */
export type Field = {
  readonly formula: Formula;
  readonly seed: number;
  readonly proposals: readonly RankedProposal[];
  readonly terms: readonly Term[];
  /** Packed beliefs, view after view, input after input. */
  readonly beliefs: Float64Array;
  readonly firstBelief: Int32Array;
  readonly viewCount: Int32Array;
  /** Hash words per (proposal, input), and one more per proposal for which assessor is drawn. */
  readonly keys: Int32Array;
  readonly bounds: Float64Array;
  readonly positive: Uint8Array;
  /** A place in an arbitrary but fixed order, for scores that are exactly equal. */
  readonly tieOrder: Int32Array;
  readonly byTieOrder: Int32Array;
};

/** More proposals than this are not ranked against one another at once. */
const mostProposals = 4_000;

/**
 * @param seed any 32-bit integer; stored with the decision
 * @throws Refusal `too_many_proposals`, `proposal_twice`, `invalid_formula`, `invalid_estimate`
 */
export function prepareField(formula: Formula, proposals: readonly RankedProposal[], seed: number): Field {
  if (proposals.length > mostProposals)
    throw new Refusal('too_many_proposals', `${proposals.length} proposals are more than can be ranked at once.`, {
      remedy: `Filter to ${mostProposals} or fewer, for example by component.`,
    });
  const sorted = [...proposals].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  sorted.forEach((proposal, index) => {
    if (proposal.id !== sorted[index - 1]?.id) return;
    throw new Refusal('proposal_twice', `Proposal ${proposal.id} is in the list twice.`, { remedy: 'List it once.' });
  });
  const { inputs } = formula;
  const views = sorted.map((proposal) => viewsOf(formula, proposal));
  const beliefs = new Float64Array(views.reduce((sum, one) => sum + one.length, 0) * inputs.length * beliefSize);
  const firstBelief = new Int32Array(sorted.length);
  const keys = new Int32Array(sorted.length * (inputs.length + 1) * 2);
  let at = 0;
  let keyAt = 0;
  sorted.forEach((proposal, index) => {
    firstBelief[index] = at;
    for (const view of views[index] ?? [])
      for (const [inputIndex, input] of inputs.entries()) {
        packBelief(input, view[inputIndex] ?? input.unknown, beliefs, at);
        at += beliefSize;
      }
    for (const name of [...inputs.map((input) => input.name), ':assessor']) {
      const key = randomKey(seed, `${proposal.id}/${name}`);
      keys[keyAt] = key.first;
      keys[keyAt + 1] = key.second;
      keyAt += 2;
    }
  });
  return {
    formula,
    seed,
    proposals: sorted,
    terms: termsOfFormula(formula),
    beliefs,
    firstBelief,
    viewCount: Int32Array.from(views, (one) => one.length),
    keys,
    bounds: Float64Array.from(
      inputs.flatMap((input) => (input.positive ? [ln(input.least), ln(input.most)] : [input.least, input.most])),
    ),
    positive: Uint8Array.from(inputs, (input) => (input.positive ? 1 : 0)),
    ...tieOrders(sorted, seed),
  };
}

function tieOrders(sorted: readonly RankedProposal[], seed: number): Pick<Field, 'tieOrder' | 'byTieOrder'> {
  const hashes = sorted.map((proposal) => hashText(proposal.id, seed));
  const byTieOrder = Int32Array.from(sorted.keys()).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b);
  const tieOrder = new Int32Array(sorted.length);
  byTieOrder.forEach((proposal, place) => (tieOrder[proposal] = place));
  return { tieOrder, byTieOrder };
}
