import type { DecisionKind } from '../charter/index.ts';
import type { DecisionState, Lane } from '../prioritize/index.ts';
import { Refusal } from '../record/index.ts';

/**
 * Refuses work that nobody decided on: the decision is made and says to do something (fix or accept). In the urgent lane
 * people act first, so there a draft is enough.
 * @param field where the input names the decision, as a JSON pointer
 * @throws Refusal `decision_not_workable`
 */
export function requireWorkable(
  decision: { readonly kind: DecisionKind; readonly lane: Lane; readonly state: DecisionState },
  field = '/decision_id',
): void {
  const saysDo = decision.kind === 'fix' || decision.kind === 'accept';
  const isOpen = decision.state === 'draft' || decision.state === 'commenting';
  if (saysDo && (decision.state === 'made' || (decision.lane === 'urgent' && isOpen))) return;
  throw new Refusal('decision_not_workable', 'Nobody decided yet that this is to be done.', {
    field,
    remedy: saysDo ? 'Make the decision first.' : 'Work follows a decision to fix or to accept.',
    facts: { kind: decision.kind, lane: decision.lane, state: decision.state },
  });
}
