import type { LaneQuestions } from '@hearback/contract/prioritize';
import type { DecisionKind } from '@hearback/domain/charter';
import { flag, type LaneAnswers, laneOf, type LaneResult, losesFixLane } from '@hearback/domain/prioritize';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findComponents } from '../charter/index.ts';
import { fixHistory } from './fix-history.ts';
import type { Subject } from './subject.ts';

export type LaneQuestionsIn = z.output<typeof LaneQuestions>;

/** The answers of a form that nobody filled in: nothing special, undone in one step. */
const nothingSpecial: LaneQuestionsIn = {
  has_existing_answer: false,
  is_harm_now: false,
  must_users_act: false,
  is_breaking: false,
  is_flagged: false,
  undo: 'one_step',
};

/** A “no” or a “later” changes nothing for users, so the five questions say nothing about it: it is open for comment. */
const laneOfNo: LaneResult = {
  lane: 'standard',
  reasons: [{ code: 'a_no', words: 'A “no” or a “later” is open for comment before it is made.' }],
};

export type LaneAsk = {
  readonly kind: DecisionKind | null;
  readonly subject: Subject | null;
  readonly questions: LaneQuestionsIn | null;
  /** Null where nobody estimated: then it is no small fix. */
  readonly likelyPersonDays: number | null;
  /** An assessor's flag, which nobody clears. */
  readonly isFlagged: boolean;
  readonly now: Date;
};

/** The lane of a decision, from the questions and what the records know. A kind of null takes the questions as they are. */
export async function laneFor(tables: WorkspaceTables, ask: LaneAsk): Promise<LaneResult> {
  if (ask.kind === 'defer' || ask.kind === 'decline') return laneOfNo;
  const questions = ask.questions ?? nothingSpecial;
  const { subject } = ask;
  const answers: LaneAnswers = {
    hasExistingAnswer: ask.kind === null ? questions.has_existing_answer : ask.kind === 'answer',
    isHarmNow: questions.is_harm_now && ask.kind !== 'answer',
    mustUsersAct: questions.must_users_act,
    isBreaking: questions.is_breaking,
    isFlagged: questions.is_flagged,
    undo: questions.undo,
    components: subject?.componentIds.length ?? 0,
    isOwnedByDecidingTeam: subject !== null && (await isOwned(tables, subject)),
    likelyPersonDays: ask.likelyPersonDays ?? Number.POSITIVE_INFINITY,
  };
  const history = subject
    ? await fixHistory(tables, subject.componentIds, ask.now)
    : { finished: 0, reopenedOrRolledBack: 0 };
  return laneOf(ask.isFlagged ? flag(answers) : answers, !losesFixLane(history));
}

/** Whether one team owns both the problems and every component they touch; who owns a component nobody named is the stewards. */
async function isOwned(tables: WorkspaceTables, subject: Subject): Promise<boolean> {
  if (subject.ownerTeamIds.length > 1) return false;
  const components = await findComponents(tables, subject.componentIds);
  return components.every((component) => (component.ownerTeamId ?? subject.ownerTeamId) === subject.ownerTeamId);
}
