import type { AnswerSignal, AssignSignal, SignalTriage } from '@hearback/contract/triage';
import type { SignalState } from '@hearback/domain/listen';
import { signalTransitions } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { contactsOf, requirePeople, requireTeam } from '../charter/index.ts';
import { raiseVersion, viewpointOnSignal } from '../listen/index.ts';
import { keepWords, maskedWords } from './acts.store.ts';
import { retimeClocks } from './clocks.ts';
import { updateQueued } from './queue.store.ts';
import { endQuestion, insertQuestion } from './questions.store.ts';
import { acknowledge, type HeldSignal, holdForTriage, holdSignal, moveHeld, scopeOf } from './signals.ts';
import { signalTriageOf } from './signal-view.ts';

type Out = z.input<typeof SignalTriage>;

const subjectOf = ({ signal }: HeldSignal) =>
  ({ kind: 'signal', id: signal.id, audienceId: signal.audienceId }) as const;

/** What people do about one signal. Each answers with where it stands now. */
export function createSignalActs(journal: Journal) {
  const act = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, held: HeldSignal) => Promise<void>,
  ): Promise<Out> =>
    journal.write(caller, async (writing) => {
      await work(writing, await holdForTriage(writing, caller, id, version));
      return signalTriageOf(writing.tables, id, writing.now);
    });

  const get = async (caller: Caller, id: string): Promise<Out> => {
    const viewpoint = await viewpointOnSignal(journal, caller, id);
    return journal.read(viewpoint, ({ tables, now }) => signalTriageOf(tables, id, now));
  };

  const ask = (caller: Caller, id: string, version: number, input: { question: string }): Promise<Out> =>
    act(caller, id, version, async (writing, held) => {
      const reporterId = held.signal.reporterId;
      if (!reporterId)
        throw new Refusal('nobody_to_ask', 'Whoever said this is no person here and cannot be asked.', {
          remedy: 'Decide with what is there, or reject it and say what is missing.',
        });
      await moveHeld(writing, held, 'waiting');
      const question = await insertQuestion(writing, subjectOf(held), caller.personId, [reporterId], input.question);
      writing.record({
        type: 'triage.question_asked',
        subject: { kind: 'signal', id },
        data: { question, words: question },
        audienceId: held.signal.audienceId,
      });
    });

  const answer = (caller: Caller, id: string, version: number, input: z.infer<typeof AnswerSignal>): Promise<Out> =>
    act(caller, id, version, async (writing, held) => {
      await moveHeld(writing, held, 'answered');
      const words = await keepWords(writing, subjectOf(held), 'answered', input.answer, input.known_answer);
      writing.record({
        type: 'triage.signal_answered',
        subject: { kind: 'signal', id },
        data: { words, known_answer: input.known_answer },
        audienceId: held.signal.audienceId,
      });
    });

  const reject = (caller: Caller, id: string, version: number, input: { reason: string }): Promise<Out> =>
    act(caller, id, version, async (writing, held) => {
      await moveHeld(writing, held, 'rejected');
      const words = await keepWords(writing, subjectOf(held), 'rejected', input.reason);
      writing.record({
        type: 'triage.signal_rejected',
        subject: { kind: 'signal', id },
        data: { words },
        audienceId: held.signal.audienceId,
      });
    });

  /** Whoever triages may, and whoever said it, also where it is restricted to others. */
  const reopen = async (caller: Caller, id: string, version: number, input: { reason: string }): Promise<Out> => {
    const viewpoint = await viewpointOnSignal(journal, caller, id);
    return journal.write({ viewpoint, actor: caller.actor }, async (writing) => {
      const held = await holdSignal(writing, id);
      if (held.signal.reporterId !== caller.personId) caller.require('triage.triage', scopeOf(held));
      assertVersion(held.signal.version, version);
      if (held.signal.state === 'attached') throw attachedStays(held.signal.state);
      await moveHeld(writing, held, 'received');
      await endQuestion(writing, subjectOf(held), 'person');
      const words = await keepWords(writing, subjectOf(held), 'reopened', input.reason);
      writing.record({
        type: 'triage.signal_reopened',
        subject: { kind: 'signal', id },
        data: { words },
        audienceId: held.signal.audienceId,
      });
      return signalTriageOf(writing.tables, id, writing.now);
    });
  };

  const route = (
    caller: Caller,
    id: string,
    version: number,
    input: { owner_team_id: string; reason: string },
  ): Promise<Out> =>
    act(caller, id, version, async (writing, held) => {
      const teamId = input.owner_team_id;
      await requireTeam(writing.tables, teamId, '/owner_team_id');
      const words = await keepWords(writing, subjectOf(held), 'routed', input.reason);
      await acknowledge(writing, held);
      const next = await retimeClocks(writing, subjectOf(held), { severity: held.signal.severity, teamId });
      await updateQueued(writing.tables, id, {
        owner_team_id: teamId,
        assignee_id: null,
        routed_by: 'person',
        routed_by_id: caller.personId,
        routed_reason: maskedWords(input.reason),
        next_due_at: next,
      });
      await raiseVersion(writing, id);
      writing.record({
        type: 'triage.signal_routed',
        subject: { kind: 'signal', id },
        data: { from: held.queued.owner_team_id, team: teamId, by: 'person', words },
        audienceId: held.signal.audienceId,
      });
    });

  const assign = (caller: Caller, id: string, version: number, input: z.infer<typeof AssignSignal>): Promise<Out> =>
    act(caller, id, version, async (writing, held) => {
      await requireAssignee(writing, input.person_id, held.signal.audienceId);
      const words = input.reason ? await keepWords(writing, subjectOf(held), 'assigned', input.reason) : undefined;
      await acknowledge(writing, held);
      await updateQueued(writing.tables, id, { assignee_id: input.person_id });
      await raiseVersion(writing, id);
      writing.record({
        type: 'triage.signal_routed',
        subject: { kind: 'signal', id },
        data: { team: held.queued.owner_team_id, by: 'person', assignee: input.person_id, ...(words ? { words } : {}) },
        audienceId: held.signal.audienceId,
      });
    });

  return { get, ask, answer, reject, reopen, route, assign };
}

/** @throws Refusal `unknown_reference` for somebody who is not here, has left, or may not see what they are to move. */
export async function requireAssignee(
  { tables }: Writing,
  personId: string | null,
  audienceId: string | null,
): Promise<void> {
  if (personId === null) return;
  await requirePeople(tables, [personId], '/person_id');
  if (audienceId === null || (await contactsOf(tables, [personId], audienceId)).length > 0) return;
  throw new Refusal('unknown_reference', 'This is restricted to people of whom they are none.', {
    field: '/person_id',
    remedy: 'Name somebody of its audience, or null for nobody.',
  });
}

function attachedStays(state: SignalState): Refusal {
  return new Refusal('illegal_transition', 'A signal that is attached is taken back by detaching it.', {
    remedy: 'Detach it from its problem.',
    facts: { from: state, to: 'received', possible: signalTransitions[state] },
  });
}
