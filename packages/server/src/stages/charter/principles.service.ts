import type {
  AddCoreQuestion,
  AddPrinciple,
  ChangeCoreQuestion,
  ChangePrinciple,
  CoreQuestion,
  Principle,
} from '@hearback/contract/charter';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { present, retirement } from './change.ts';
import {
  findPrinciple,
  findQuestion,
  insertPrinciple,
  insertQuestion,
  listPrincipleRows,
  listQuestionRows,
  type PrincipleRow,
  type QuestionRow,
  updatePrinciple,
  updateQuestion,
} from './principles.store.ts';

type PrincipleOut = z.input<typeof Principle>;
type QuestionOut = z.input<typeof CoreQuestion>;

function isOver(day: string | null, now: Date): boolean {
  return day !== null && day < now.toISOString().slice(0, 10);
}

function principleOf(row: PrincipleRow, now: Date): PrincipleOut {
  return {
    id: row.id,
    direction: row.direction,
    reason: row.reason,
    expires_on: row.expires_on,
    in_force: row.retired_at === null && !isOver(row.expires_on, now),
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

function questionOf(row: QuestionRow): QuestionOut {
  return {
    id: row.id,
    question: row.question,
    view: row.view,
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  };
}

function assertAhead(expiresOn: string | null | undefined, now: Date): void {
  if (!isOver(expiresOn ?? null, now)) return;
  throw new Refusal('invalid_input', 'The principle would be over before it begins.', {
    field: '/expires_on',
    remedy: 'Name its last day, or null for none.',
  });
}

export function createPrinciples(journal: Journal) {
  const list = (caller: Caller, filter: { all: boolean }): Promise<{ items: PrincipleOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const items = (await listPrincipleRows(tables)).map((row) => principleOf(row, now));
      return { items: items.filter((principle) => filter.all || principle.in_force) };
    });

  const get = (caller: Caller, id: string): Promise<PrincipleOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const row = await findPrinciple(tables, id);
      if (!row) throw notFound('principle');
      return principleOf(row, now);
    });

  const add = (caller: Caller, input: z.infer<typeof AddPrinciple>): Promise<PrincipleOut> =>
    journal.write(caller, async ({ tables, now, newId, record }) => {
      caller.require('charter.steward');
      assertAhead(input.expires_on, now);
      const row = await insertPrinciple(tables, { ...input, id: newId() });
      record({
        type: 'charter.principle_added',
        subject: { kind: 'principle', id: row.id },
        data: { direction: row.direction, expires_on: row.expires_on },
      });
      return principleOf(row, now);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangePrinciple>,
  ): Promise<PrincipleOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const before = await findPrinciple(tables, id, 'to change');
      if (!before) throw notFound('principle');
      assertVersion(before.version, version);
      const { retired, ...fields } = input;
      assertAhead(fields.expires_on, now);
      const row = await updatePrinciple(tables, id, { ...present(fields), ...retirement(retired, now) });
      record({
        type: 'charter.principle_changed',
        subject: { kind: 'principle', id },
        data: {
          before: { direction: before.direction, expires_on: before.expires_on },
          after: { direction: row.direction, expires_on: row.expires_on, retired: row.retired_at !== null },
        },
      });
      return principleOf(row, now);
    });

  return { list, get, add, change };
}

export function createCoreQuestions(journal: Journal) {
  const list = (caller: Caller, filter: { retired: boolean }): Promise<{ items: QuestionOut[] }> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await listQuestionRows(tables);
      return { items: rows.filter((row) => filter.retired || row.retired_at === null).map(questionOf) };
    });

  const get = (caller: Caller, id: string): Promise<QuestionOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = await findQuestion(tables, id);
      if (!row) throw notFound('core question');
      return questionOf(row);
    });

  const add = (caller: Caller, input: z.infer<typeof AddCoreQuestion>): Promise<QuestionOut> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      const row = await insertQuestion(tables, { ...input, id: newId() });
      record({
        type: 'charter.question_added',
        subject: { kind: 'core_question', id: row.id },
        data: { question: row.question, view: row.view },
      });
      return questionOf(row);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeCoreQuestion>,
  ): Promise<QuestionOut> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const before = await findQuestion(tables, id, 'to change');
      if (!before) throw notFound('core question');
      assertVersion(before.version, version);
      const { retired, ...fields } = input;
      const row = await updateQuestion(tables, id, { ...present(fields), ...retirement(retired, now) });
      record({
        type: 'charter.question_changed',
        subject: { kind: 'core_question', id },
        data: {
          before: { question: before.question, view: before.view },
          after: { question: row.question, view: row.view, retired: row.retired_at !== null },
        },
      });
      return questionOf(row);
    });

  return { list, get, add, change };
}
