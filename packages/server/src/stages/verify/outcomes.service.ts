import { isDeepStrictEqual } from 'node:util';
import type { OpenOutcomes, OutcomeQuery, OutcomeReplay } from '@hearback/contract/verify';
import { mask } from '@hearback/domain/listen';
import { Refusal } from '@hearback/domain/record';
import { judge as judgeInputs, type JudgementInputs } from '@hearback/domain/verify';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type DecisionBrief, findDecisions } from '../prioritize/index.ts';
import { settleProblems } from './after-judging.ts';
import { withAllEyes } from './all-eyes.ts';
import { inputsFor, judgeLocked } from './judging.ts';
import { shipProblems } from './opening.ts';
import { itemsOut, outcomeDetail, type OutcomeItemOut, type OutcomeOut } from './outcome-view.ts';
import {
  findOutcome,
  judgementsOf,
  listOutcomeRows,
  lockOutcome,
  type OutcomeRow,
  outcomesOfDecisions,
} from './outcomes.store.ts';
import { requireForDecision } from './permission.ts';
import { openShipped } from './released.ts';

type ReplayOut = z.input<typeof OutcomeReplay>;

/** The decision, when something of it can reach people and it is the caller's to say so. */
async function releasable(tables: WorkspaceTables, caller: Caller, decisionId: string): Promise<DecisionBrief> {
  const [decision] = await findDecisions(tables, [decisionId]);
  if (!decision) throw notFound('decision');
  await requireForDecision(tables, caller, 'verify.measure', decision);
  if (decision.state !== 'made' || (decision.kind !== 'fix' && decision.kind !== 'accept'))
    throw new Refusal('decision_not_made', `${decision.reference} is not a decision to do something that was made.`, {
      remedy: 'Name a fix or an acceptance that was made.',
      facts: { kind: decision.kind, state: decision.state },
    });
  return decision;
}

/** @throws Refusal `already_exists` */
function requireOpened(opened: readonly OutcomeRow[], decision: DecisionBrief): void {
  if (opened.length > 0) return;
  throw new Refusal('already_exists', `The outcomes of ${decision.reference} are open already.`, {
    remedy: 'Read them (GET /outcomes?decision_id=…).',
  });
}

/** @throws Refusal `invalid_input` */
function releasedAtOf(input: z.output<typeof OpenOutcomes>, now: Date): Date {
  const releasedAt = input.released_at === undefined ? now : new Date(input.released_at);
  if (releasedAt <= now) return releasedAt;
  throw new Refusal('invalid_input', 'It says that it reaches people in the future.', {
    field: '/released_at',
    remedy: 'Say it when it was released.',
  });
}

/** @throws Refusal `window_open` */
function requireWindowOver(row: OutcomeRow, now: Date): void {
  if (row.state !== 'pending' || row.window_ends_at <= now) return;
  throw new Refusal('window_open', `Its window is open until ${row.window_ends_at.toISOString()}.`, {
    remedy: 'Wait until then: looking early finds by chance what is not there.',
    facts: { window_ends_at: row.window_ends_at.toISOString() },
  });
}

/** As it comes back from the database: what is undefined is not there. */
function asStored(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

async function replayOf(tables: WorkspaceTables, id: string): Promise<ReplayOut> {
  if (!(await findOutcome(tables, id))) throw notFound('outcome');
  const last = (await judgementsOf(tables, id)).at(-1);
  if (!last)
    return { outcome_id: id, judged: false, equals: false, judge_version: null, stored: null, recomputed: null };
  const again = judgeInputs(last.inputs as unknown as JudgementInputs);
  const stored = { result: last.result, reason: last.reason, evidence: last.evidence as Record<string, unknown> };
  const recomputed = again && {
    result: again.result,
    reason: again.reason,
    evidence: asStored(again.evidence),
  };
  return {
    outcome_id: id,
    judged: true,
    equals: isDeepStrictEqual(stored, recomputed),
    judge_version: last.judge_version,
    stored,
    recomputed: recomputed ?? null,
  };
}

export function createOutcomes(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal } = options;

  const list = (
    caller: Caller,
    ask: z.output<typeof OutcomeQuery>,
  ): Promise<{ items: OutcomeItemOut[]; next_cursor: string | null }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const rows = await listOutcomeRows(tables, {
        state: ask.state,
        kind: ask.kind,
        decisionId: ask.decision_id,
        before,
        limit: ask.limit,
      });
      const page = pageFrom(
        rows,
        ask.limit,
        (row) => [row.id],
        (row) => row,
      );
      return { items: await itemsOut(tables, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<OutcomeOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => outcomeDetail(tables, id, now));

  const ofDecision = (caller: Caller, decisionId: string): Promise<{ items: OutcomeItemOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: await itemsOut(tables, await outcomesOfDecisions(tables, [decisionId])),
    }));

  const open = async (caller: Caller, decisionId: string, input: z.output<typeof OpenOutcomes>) => {
    const { decision, releasedAt } = await journal.read(caller.viewpoint, async ({ tables, now }) => ({
      decision: await releasable(tables, caller, decisionId),
      releasedAt: releasedAtOf(input, now),
    }));
    const how = mask(input.reason.toWellFormed()).text;
    const shipped = { decision, changeId: null, releasedAt, how };
    await openShipped(options, await withAllEyes(journal, caller), shipped, async (writing, opened) => {
      requireOpened(opened, decision);
      await shipProblems(writing, decision, how);
    });
    return ofDecision(caller, decisionId);
  };

  /** The answer that `open` gave, from what it wrote first. */
  const openedAgain = async (caller: Caller, subjectId: string): Promise<{ items: OutcomeItemOut[] }> => {
    const first = await journal.read(caller.viewpoint, ({ tables }) => findOutcome(tables, subjectId));
    return ofDecision(caller, first?.decision_id ?? subjectId);
  };

  const judge = async (caller: Caller, id: string, version: number): Promise<OutcomeOut> => {
    await journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findOutcome(tables, id);
      const [decision] = row ? await findDecisions(tables, [row.decision_id]) : [];
      if (!decision) throw notFound('outcome');
      await requireForDecision(tables, caller, 'verify.measure', decision);
    });
    await journal.write(await withAllEyes(journal, caller), async (writing) => {
      const row = await lockOutcome(writing.tables, id);
      if (!row) throw notFound('outcome');
      assertVersion(row.version, version);
      requireWindowOver(row, writing.now);
      await judgeLocked(writing, row, await inputsFor(writing.tables, row, writing.now));
      await settleProblems(writing, row.decision_id);
    });
    return get(caller, id);
  };

  const replay = (caller: Caller, id: string): Promise<ReplayOut> =>
    journal.read(caller.viewpoint, ({ tables }) => replayOf(tables, id));

  return { list, get, open, openedAgain, judge, replay };
}
