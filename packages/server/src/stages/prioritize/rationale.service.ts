import { isDeepStrictEqual } from 'node:util';
import type { Rationale, Replay } from '@hearback/contract/prioritize';
import { rationaleFile, type RationaleFacts } from '@hearback/domain/prioritize';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { personNames } from '../charter/index.ts';
import { findSignals } from '../listen/index.ts';
import { type DecisionRow, findDecision, findRationale } from './decisions.store.ts';
import type { RationaleContent } from './rationale-content.ts';
import { rank } from './ranking-field.ts';

const quoteLength = 280;
const mostQuotes = 3;

function criteriaFacts(content: RationaleContent): RationaleFacts['criteria'] {
  return content.criteria.map((one) => ({
    metric: one.metric,
    baseline: one.baseline === null ? 'not measured' : `${one.baseline} ${one.unit}`,
    target: `${Number(one.target.toPrecision(4))} ${one.unit}`,
    smallestEffect: `${one.smallest_effect} ${one.unit}`,
    windowDays: one.window_days,
  }));
}

function concernFacts(content: RationaleContent, nameOf: (id: string) => string): RationaleFacts['concerns'] {
  return content.concerns.flatMap((one) => {
    const { state } = one;
    if (state !== 'resolved' && state !== 'withdrawn' && state !== 'overridden') return [];
    return [
      {
        raisedBy: nameOf(one.raiser_id),
        text: one.text,
        ending: state,
        ...(one.answer === null ? {} : { answer: one.answer }),
        ...(state === 'overridden' && one.settled_reason !== null ? { reason: one.settled_reason } : {}),
      },
    ];
  });
}

function replayFacts(content: RationaleContent): RationaleFacts['replay'] {
  const { ranking, proposal } = content;
  if (!ranking || !proposal) return undefined;
  const { formula } = ranking;
  return {
    formula: formula.label,
    formulaVersion: formula.version,
    weights: formula.kind === 'weighted' ? formula.criteria.map(({ label, weight }) => ({ label, weight })) : [],
    seed: ranking.seed,
    draws: ranking.draws,
    score: Number((ranking.rows.find((row) => row.id === proposal.id)?.score ?? 0).toPrecision(4)),
  };
}

/** The stored content as a MADR file, with the names and words of those who are still there. */
async function fileOf(tables: WorkspaceTables, row: DecisionRow, content: RationaleContent): Promise<string> {
  const people = [
    content.made_by,
    ...content.assessments.map((one) => one.assessor_id),
    ...content.concerns.map((one) => one.raiser_id),
  ];
  const names = await personNames(tables, people);
  const nameOf = (id: string): string => names.get(id) ?? 'somebody who left';
  const signals = await findSignals(tables, content.signal_ids.slice(0, mostQuotes));
  const by = row.superseded_by_id ? await findDecision(tables, row.superseded_by_id) : undefined;
  const replay = replayFacts(content);
  const reporters = content.problems.reduce((sum, problem) => sum + problem.people, 0);
  return rationaleFile({
    reference: content.reference,
    title: content.title,
    result: content.kind as RationaleFacts['result'],
    ...(by ? { supersededBy: reference('decision', by.number) } : {}),
    date: content.made_at.slice(0, 10),
    decidedBy: nameOf(content.made_by),
    assessedBy: content.assessments.map((one) => ({ name: nameOf(one.assessor_id), function: one.function })),
    informed: reporters === 0 ? [] : ['everybody who reported it'],
    context: content.proposal?.summary ?? '',
    problems: content.problems,
    quotes: signals.map((signal) => ({
      text: (signal.description === '' ? signal.title : signal.description).slice(0, quoteLength),
      reference: signal.reference,
    })),
    drivers: content.alignments.map(
      (one) =>
        `${one.direction} (${one.points > 0 ? '+' : ''}${one.points})${one.note === null ? '' : `: ${one.note}`}`,
    ),
    options: (content.proposal?.options ?? []).map(({ title, good, bad, preferred }) => ({
      title,
      good,
      bad,
      isChosen: preferred && content.kind === 'accept',
    })),
    because: content.answer === null ? content.rationale : `${content.rationale}\n\n${content.answer}`,
    wouldChangeOurMind: content.what_would_change === null ? [] : [content.what_would_change],
    consequences: { good: [], bad: [] },
    criteria: criteriaFacts(content),
    concerns: concernFacts(content, nameOf),
    ...(replay ? { replay } : {}),
  });
}

type Difference = z.input<typeof Replay>['differences'][number];

/** Ranks the stored inputs again with the stored formula, seed and draws, and holds each number against the stored one. */
async function differencesOf(ranking: NonNullable<RationaleContent['ranking']>): Promise<Difference[]> {
  const { formula, inputs: proposals, seed, draws, ks } = ranking;
  const again = JSON.parse(JSON.stringify(await rank({ formula, proposals, seed, draws, ks }))) as typeof ranking.rows;
  return ranking.rows.flatMap((stored) => {
    const recomputed = again.find((row) => row.id === stored.id);
    return Object.entries(stored).flatMap(([field, value]) => {
      const other: unknown = recomputed ? recomputed[field as keyof typeof recomputed] : null;
      return isDeepStrictEqual(value, other)
        ? []
        : [{ proposal_id: stored.id, field, stored: value, recomputed: other }];
    });
  });
}

export function createRationales(journal: Journal) {
  const read = (caller: Caller, decisionId: string) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findDecision(tables, decisionId);
      const stored = row && (await findRationale(tables, decisionId));
      if (!row || !stored) throw notFound('rationale');
      const content = stored.content as RationaleContent;
      return { row, content, writtenAt: stored.written_at, markdown: await fileOf(tables, row, content) };
    });

  const get = async (caller: Caller, id: string): Promise<z.input<typeof Rationale>> => {
    const { row, content, writtenAt, markdown } = await read(caller, id);
    return {
      decision_id: row.id,
      reference: content.reference,
      written_at: writtenAt.toISOString(),
      content,
      markdown,
    };
  };

  const text = async (caller: Caller, id: string) => ({ markdown: (await read(caller, id)).markdown });

  const replay = async (caller: Caller, id: string): Promise<z.input<typeof Replay>> => {
    const { content } = await read(caller, id);
    const differences = content.ranking ? await differencesOf(content.ranking) : [];
    return { decision_id: id, has_ranking: content.ranking !== null, equals: differences.length === 0, differences };
  };

  return { get, text, replay };
}
