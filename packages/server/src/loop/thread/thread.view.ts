import type { Thread } from '@hearback/contract/loop';
import { reference } from '@hearback/domain/record';
import { type Stage, type ThreadKind, threadKinds, type ThreadRecord } from '@hearback/domain/loop';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { closureOf, type Journal, type JournalEntry } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { personNames } from '../../stages/charter/index.ts';
import { wordsBehind } from '../../stages/triage/index.ts';
import { evidenceIn } from './evidence.view.ts';
import { factsOf } from './facts.view.ts';
import { nextOf } from './next.view.ts';
import { type ThreadRow, rowsOf } from './rows.view.ts';
import { stepsOf } from './steps.ts';
import { toldIn } from './told.view.ts';
import { stateWords, wordsOf } from './words.ts';

type ThreadOut = z.input<typeof Thread>;

/** Which stage a kind of record is of. */
const stageOfKind: Readonly<Record<ThreadKind, Stage>> = {
  signal: 'listen',
  problem: 'triage',
  proposal: 'prioritize',
  decision: 'prioritize',
  work_item: 'plan',
  change: 'deliver',
  rollout: 'deliver',
  outcome: 'verify',
  retrospective: 'learn',
  lesson: 'learn',
};

/** The newest entries only: a thread is read by people, the audit listing has them all. */
const mostEntries = 300;

async function readRows(
  tables: WorkspaceTables,
  records: readonly ThreadRecord[],
): Promise<Map<ThreadKind, ThreadRow[]>> {
  const rows = new Map<ThreadKind, ThreadRow[]>();
  for (const kind of threadKinds) {
    const ids = records.filter((record) => record.kind === kind).map((record) => record.id);
    rows.set(kind, await rowsOf(tables, kind, ids));
  }
  return rows;
}

/** Entries name the words that came with them; the words themselves are in a row that can be restricted and erased. */
function wordsIdOf(entry: JournalEntry): string | undefined {
  const id = entry.data['words'];
  return typeof id === 'string' ? id : undefined;
}

async function entriesOut(tables: WorkspaceTables, entries: readonly JournalEntry[]): Promise<ThreadOut['entries']> {
  const shown = entries.slice(-mostEntries);
  const names = await personNames(tables, [
    ...new Set(shown.flatMap((entry) => (entry.actor.id ? [entry.actor.id] : []))),
  ]);
  const said = await wordsBehind(
    tables,
    shown.flatMap((entry) => wordsIdOf(entry) ?? []),
  );
  return shown.map((entry) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    type: entry.type,
    words: wordsOf(entry),
    said: said.get(wordsIdOf(entry) ?? '') ?? null,
    actor: entry.actor.id ? (names.get(entry.actor.id) ?? null) : null,
  }));
}

/** The whole thread of a record: who said what, what became of it, what comes next, and who was told. */
export function readThread(journal: Journal, caller: Caller, start: ThreadRecord): Promise<ThreadOut> {
  return journal.read(caller.viewpoint, async ({ tables }) => {
    const [own] = await rowsOf(tables, start.kind, [start.id]);
    if (!own) throw notFound(stateWords(start.kind));
    const closure = await closureOf(tables, start);
    const rows = await readRows(tables, closure.records);
    const problemIds = (rows.get('problem') ?? []).map((row) => row.id);
    return {
      record: {
        kind: own.kind,
        id: own.id,
        reference: reference(own.kind, own.number),
        title: own.title,
        state: own.state,
        facts: await factsOf(tables, start),
      },
      next: await nextOf(tables, own, rows),
      evidence: problemIds.length > 0 ? await evidenceIn(tables, problemIds) : null,
      steps: stepsOf(rows, closure.entries, own.id).map((step) => ({ ...step, stage: stageOfKind[step.kind] })),
      told: await toldIn(tables, closure.entries),
      entries: await entriesOut(tables, closure.entries),
    };
  });
}
