import type { StateTable } from '../record/index.ts';

/** Where a proposal is: see `proposalTransitions`. */
export type ProposalState = 'draft' | 'open' | 'accepted' | 'deferred' | 'declined' | 'withdrawn';

/** Every state of a proposal, in the order people meet them. */
export const proposalStates: readonly ProposalState[] = [
  'draft',
  'open',
  'accepted',
  'deferred',
  'declined',
  'withdrawn',
];

/**
 * Anybody may draft a proposal; a maintainer opens it, and from then on it is assessed and ranked. A decision ends it as
 * accepted, deferred or declined; its author may withdraw it before that. Only a deferred proposal comes back: a
 * declined one would need new facts, and new facts make a new proposal that links to the old one.
 */
export const proposalTransitions: StateTable<ProposalState> = {
  draft: ['open', 'withdrawn'],
  open: ['accepted', 'deferred', 'declined', 'withdrawn'],
  deferred: ['open'],
  accepted: [],
  declined: [],
  withdrawn: [],
};
