import type { ChangeRetrospective, DraftRetrospective, RetrospectiveQuery } from '@hearback/contract/learn';
import { type RetrospectiveState, retrospectiveTransitions } from '@hearback/domain/learn';
import { reference, Refusal, transition } from '@hearback/domain/record';
import type { Updateable } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { DB } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { maskedWords } from '../triage/index.ts';
import { factsForReaders, tieToSubject, writeDraft } from './draft-retrospective.ts';
import { unknownReference } from './references.ts';
import {
  type RetrospectiveItemOut,
  type RetrospectiveOut,
  isForTheseEyes,
  retrospectiveDetail,
  retrospectivesOut,
} from './retrospective-view.ts';
import {
  listRetrospectiveRows,
  lockRetrospectives,
  type RetrospectiveRow,
  updateRetrospective,
} from './retrospectives.store.ts';
import { findSubject } from './subject.ts';
import { requireSuccessor } from './successor.ts';

/** @throws Refusal `not_editable` once its words stand */
function requireEditable(row: RetrospectiveRow): void {
  if (row.state === 'draft' || row.state === 'in_review') return;
  throw new Refusal('not_editable', `${reference('retrospective', row.number)} is ${row.state}: its words stay.`, {
    remedy: 'Draft a new one that supersedes it.',
    facts: { state: row.state },
  });
}

export function createRetrospectives(options: { journal: Journal; numbers: ReferenceNumbers }) {
  const { journal, numbers } = options;

  const list = (
    caller: Caller,
    ask: z.output<typeof RetrospectiveQuery>,
  ): Promise<{ items: RetrospectiveItemOut[]; next_cursor: string | null }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const [before] = decodeCursor(ask.cursor, ['id']) ?? [];
      const { state, cause, subject_id: subjectId, limit } = ask;
      const rows = await listRetrospectiveRows(tables, { state, cause, subjectId, before, limit });
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      );
      return { items: await retrospectivesOut(tables, page.items), next_cursor: page.next_cursor };
    });

  const get = (caller: Caller, id: string): Promise<RetrospectiveOut> =>
    journal.read(caller.viewpoint, ({ tables, now }) => retrospectiveDetail(tables, id, now));

  const draft = async (caller: Caller, input: z.output<typeof DraftRetrospective>): Promise<RetrospectiveOut> => {
    const subject = await journal.read(caller.viewpoint, ({ tables }) => findSubject(tables, input.subject));
    if (!subject) throw unknownReference(input.subject.kind, '/subject/id');
    const thread = await factsForReaders(journal, caller.workspaceId, subject, 'asked_for');
    const number = await numbers.next(caller.workspaceId, 'retrospective');
    return journal.write(caller, async (writing) => {
      const row = await writeDraft(writing, { number, subject, thread, title: input.title });
      if (!row)
        throw new Error('A retrospective that nothing called for was taken for one that was called for before.');
      return retrospectiveDetail(writing.tables, row.id, writing.now);
    });
  };

  /** Locks the retrospective, and what takes its place, at the version that the caller saw. */
  const changing = (
    caller: Caller,
    id: string,
    version: number,
    work: (writing: Writing, row: RetrospectiveRow, others: ReadonlyMap<string, RetrospectiveRow>) => Promise<void>,
    otherIds: readonly string[] = [],
  ): Promise<RetrospectiveOut> =>
    journal.write(caller, async (writing) => {
      const rows = await lockRetrospectives(writing.tables, [id, ...otherIds]);
      const row = rows.get(id);
      if (!row || !(await isForTheseEyes(writing.tables, row))) throw notFound('retrospective');
      assertVersion(row.version, version);
      await work(writing, row, rows);
      return retrospectiveDetail(writing.tables, id, writing.now);
    });

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeRetrospective>) =>
    changing(caller, id, version, async ({ tables, record }, row) => {
      requireEditable(row);
      await updateRetrospective(tables, id, {
        ...(input.title === undefined ? {} : { title: maskedWords(input.title) }),
        ...(input.body === undefined ? {} : { body: maskedWords(input.body) }),
        ...(input.is_failure_analysis === undefined ? {} : { is_failure_analysis: input.is_failure_analysis }),
      });
      record({
        type: 'learn.retrospective_changed',
        subject: { kind: 'retrospective', id },
        data: { fields: Object.keys(input) },
        audienceId: row.audience_id,
      });
    });

  const moveIn = async (
    { tables, record }: Writing,
    row: RetrospectiveRow,
    to: RetrospectiveState,
    more: Updateable<DB['learn.retrospectives']> = {},
    refs: readonly Tie[] = [],
  ): Promise<void> => {
    const from = row.state as RetrospectiveState;
    transition('retrospective', retrospectiveTransitions, from, to);
    await updateRetrospective(tables, row.id, { ...more, state: to });
    record({
      type: 'learn.retrospective_moved',
      subject: { kind: 'retrospective', id: row.id },
      refs: [tieToSubject(row), ...refs],
      data: { from, to },
      audienceId: row.audience_id,
    });
  };

  const review = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, (writing, row) => moveIn(writing, row, 'in_review'));

  const publish = (caller: Caller, id: string, version: number) =>
    changing(caller, id, version, (writing, row) =>
      moveIn(writing, row, 'published', { published_at: writing.now, published_by: writing.actor.id }),
    );

  const retire = (caller: Caller, id: string, version: number, reason: string) =>
    changing(caller, id, version, (writing, row) =>
      moveIn(writing, row, 'retired', { ended_why: maskedWords(reason) }),
    );

  const supersede = (caller: Caller, id: string, version: number, input: { by_id: string; reason: string }) =>
    changing(
      caller,
      id,
      version,
      (writing, row, rows) => {
        requireSuccessor('retrospective', row, input.by_id, rows.get(input.by_id));
        const more = { superseded_by_id: input.by_id, ended_why: maskedWords(input.reason) };
        const tie = { kind: 'retrospective', id: input.by_id, tie: 'superseded_by' };
        return moveIn(writing, row, 'superseded', more, [tie]);
      },
      [input.by_id],
    );

  return { list, get, draft, change, review, publish, supersede, retire };
}
