import {
  numberWords,
  type RetrospectiveCause,
  type RetrospectiveFacts,
  type ThreadTurn,
  turnWords,
} from '@hearback/domain/learn';
import { stages } from '@hearback/domain/loop';
import { countVoices } from '@hearback/domain/triage';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { closureOf, type JournalEntry } from '../../platform/journal/index.ts';
import { findSignals, type SignalBrief } from '../listen/index.ts';
import { findDecisions } from '../prioritize/index.ts';
import { evidenceOfMany } from '../triage/index.ts';
import { findOutcomes } from '../verify/index.ts';
import { type NamedRecord, namedRecords } from './named-records.ts';
import type { Subject } from './subject.ts';

/** The newest turns only: a retrospective is read by people, the audit listing has them all. */
const mostTurns = 200;
const mostQuotes = 5;
const quoteLength = 400;
const reasonLength = 200;

/** What happened on a thread is what the stages before this one say; who was told of it is not. */
const toldOf: ReadonlySet<string> = new Set(stages.slice(stages.indexOf('listen'), stages.indexOf('learn')));

/** A record whose title a turn can say; proposals and rollouts say their reference alone, in the entry that opened them. */
type Speakable = { readonly reference: string; readonly title: string };

/** What a retrospective is drafted from, and the records that it was taken from. */
export type ThreadFacts = { readonly facts: RetrospectiveFacts; readonly sources: readonly NamedRecord[] };

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`.toWellFormed();
}

function openedAs(entries: readonly JournalEntry[]): Map<string, Speakable> {
  return new Map(
    entries.flatMap(({ subject, data }) => {
      const { reference } = data;
      return typeof reference === 'string' ? [[subject.id, { reference, title: '' }] as const] : [];
    }),
  );
}

function turnsOf(entries: readonly JournalEntry[], named: ReadonlyMap<string, Speakable>): ThreadTurn[] {
  const turns = entries
    .filter((entry) => toldOf.has(entry.type.slice(0, entry.type.indexOf('.'))))
    .flatMap((entry): ThreadTurn[] => {
      const record = named.get(entry.subject.id);
      if (!record) return [];
      const words = turnWords(entry.type, entry.data);
      return [
        {
          at: entry.at.getTime(),
          type: entry.type,
          reference: record.reference,
          words: record.title === '' ? words : `${record.title}: ${words}`,
        },
      ];
    });
  return turns.slice(-mostTurns);
}

async function decisionsIn(tables: WorkspaceTables, ids: readonly string[]): Promise<RetrospectiveFacts['decisions']> {
  return (await findDecisions(tables, ids)).flatMap(({ reference, title, rationale, madeAt }) =>
    madeAt === null ? [] : [{ reference, title, because: shortened(rationale, reasonLength), at: madeAt.getTime() }],
  );
}

async function numbersIn(tables: WorkspaceTables, ids: readonly string[]): Promise<RetrospectiveFacts['numbers']> {
  return (await findOutcomes(tables, ids)).map((outcome) => ({
    reference: outcome.reference,
    words:
      outcome.kind === 'reporters'
        ? numberWords({ kind: 'reporters', metric: outcome.metric, state: outcome.state, answered: outcome.helped })
        : numberWords({
            kind: 'metric',
            metric: outcome.metric,
            unit: outcome.unit,
            target: outcome.target,
            before: outcome.meanBefore,
            after: outcome.meanAfter,
            state: outcome.state,
          }),
  }));
}

function quotesOf(signals: readonly SignalBrief[]): RetrospectiveFacts['quotes'] {
  return signals
    .filter((signal) => signal.reporterId !== null && signal.onBehalfOf === null)
    .slice(0, mostQuotes)
    .map(({ reference, title, description }) => ({
      reference,
      text: shortened(description.trim() === '' ? title : description, quoteLength),
    }));
}

/** How many the thread touched, each once over all of its problems; without a problem, whoever said it. */
async function touched(
  tables: WorkspaceTables,
  problemIds: readonly string[],
  signals: readonly SignalBrief[],
): Promise<{ people: number; teams: number }> {
  const evidence = [...(await evidenceOfMany(tables, problemIds)).values()];
  const voices = evidence.flatMap((each) => each.voices.map((voice) => ({ ...voice, problemId: 'thread' })));
  if (voices.length > 0) return countVoices([], 'thread', voices);
  return {
    people: new Set(signals.flatMap((signal) => signal.reporterId ?? signal.respondentId ?? [])).size,
    teams: new Set(signals.flatMap((signal) => [...signal.teamIds])).size,
  };
}

/**
 * What the thread of a record says, in words that name nobody. Read it through the eyes of everybody who will read the
 * retrospective: what is restricted to fewer is not in it, whoever asks for it.
 */
export async function threadFacts(
  tables: WorkspaceTables,
  subject: Subject,
  cause: RetrospectiveCause,
): Promise<ThreadFacts> {
  const { records, entries } = await closureOf(tables, subject);
  const idsOf = (kind: string): string[] => records.filter((record) => record.kind === kind).map(({ id }) => id);
  const named = await namedRecords(tables, records);
  const signals = await findSignals(tables, idsOf('signal'));
  const facts: RetrospectiveFacts = {
    subject: { reference: subject.reference, title: subject.title },
    cause,
    turns: turnsOf(entries, new Map<string, Speakable>([...openedAs(entries), ...named])),
    decisions: await decisionsIn(tables, idsOf('decision')),
    numbers: await numbersIn(tables, idsOf('outcome')),
    quotes: quotesOf(signals),
    ...(await touched(tables, idsOf('problem'), signals)),
  };
  return { facts, sources: [...named.values()] };
}
