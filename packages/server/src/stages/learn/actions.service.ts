import type { ActionQuery, AddAction, ChangeAction } from '@hearback/contract/learn';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion, decodeCursor, pageFrom } from '../../platform/http/index.ts';
import type { Journal, Tie, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireTeam } from '../charter/index.ts';
import { maskedWords } from '../triage/index.ts';
import { type ActionOut, actionsOut } from './action-view.ts';
import { type ActionRow, findAction, insertAction, listActionRows, lockAction, updateAction } from './actions.store.ts';
import { namedRecords } from './named-records.ts';
import { unknownReference } from './references.ts';
import { isForTheseEyes } from './retrospective-view.ts';
import { findRetrospective, type RetrospectiveRow, retrospectiveRows } from './retrospectives.store.ts';

type Link = { readonly kind: 'work_item' | 'signal'; readonly id: string };

/** @throws Refusal `unknown_reference` unless whoever reads the retrospective may see what the action is done as */
async function requireLink(tables: WorkspaceTables, link: Link, readBy: string | null): Promise<void> {
  const record = (await namedRecords(tables, [link])).get(link.id);
  if (!record) throw unknownReference(link.kind.replace('_', ' '), '/linked/id');
  if (record.audienceId === null || record.audienceId === readBy) return;
  throw new Refusal('unknown_reference', `${record.reference} is restricted to others than those who read this.`, {
    field: '/linked/id',
    remedy: 'Name one that everybody who reads the retrospective may see.',
  });
}

async function visibleRetrospective(tables: WorkspaceTables, id: string): Promise<RetrospectiveRow | undefined> {
  const row = await findRetrospective(tables, id);
  return row && (await isForTheseEyes(tables, row)) ? row : undefined;
}

/** Says what happened to an action; what it is done as is tied to the retrospective, so that its thread closes over both. */
function sayAction(
  { record }: Writing,
  row: ActionRow,
  said: { type: 'learn.action_added' | 'learn.action_changed'; fields: readonly string[] },
  link: Link | null | undefined,
): void {
  const refs: Tie[] = [{ kind: 'retrospective', id: row.retrospective_id, tie: 'asked_for_by' }];
  record({
    type: said.type,
    subject: { kind: 'action', id: row.id },
    refs,
    data: { fields: said.fields },
    audienceId: row.audience_id,
  });
  if (!link) return;
  record({
    type: 'learn.retrospective_changed',
    subject: { kind: 'retrospective', id: row.retrospective_id },
    refs: [{ kind: link.kind, id: link.id, tie: 'done_as' }],
    data: { fields: ['actions'] },
    audienceId: row.audience_id,
  });
}

export function createActions(journal: Journal) {
  const list = (caller: Caller, ask: z.output<typeof ActionQuery>) =>
    journal.read(caller.viewpoint, async ({ tables, now }) => {
      const after = decodeCursor(ask.cursor, ['integer', 'id']);
      const { retrospective_id: retrospectiveId, owner_team_id: ownerTeamId, limit } = ask;
      const rows = await listActionRows(tables, { retrospectiveId, ownerTeamId, after, limit });
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.due_day, row.id],
        (row) => row,
      );
      const retrospectives = await retrospectiveRows(
        tables,
        page.items.map((row) => row.retrospective_id),
      );
      const subjects = await namedRecords(
        tables,
        retrospectives.map((row) => ({ kind: row.subject_kind, id: row.subject_id })),
      );
      const shown = new Set(retrospectives.filter((row) => subjects.has(row.subject_id)).map((row) => row.id));
      const items = page.items.filter((row) => shown.has(row.retrospective_id));
      return { items: await actionsOut(tables, items, now), next_cursor: page.next_cursor };
    });

  const out = async (tables: WorkspaceTables, row: ActionRow | undefined, now: Date): Promise<ActionOut> => {
    const [action] = row ? await actionsOut(tables, [row], now) : [];
    if (!action) throw notFound('action');
    return action;
  };

  const get = (caller: Caller, id: string): Promise<ActionOut> =>
    journal.read(caller.viewpoint, async ({ tables, now }) => out(tables, await findAction(tables, id), now));

  const add = (caller: Caller, retrospectiveId: string, input: z.output<typeof AddAction>): Promise<ActionOut> =>
    journal.write(caller, async (writing) => {
      const { tables, now, newId } = writing;
      const retrospective = await visibleRetrospective(tables, retrospectiveId);
      if (!retrospective) throw notFound('retrospective');
      await requireTeam(tables, input.owner_team_id, '/owner_team_id');
      if (input.linked) await requireLink(tables, input.linked, retrospective.audience_id);
      const row = await insertAction(tables, {
        id: newId(),
        retrospective_id: retrospectiveId,
        text: maskedWords(input.text),
        type: input.type,
        owner_team_id: input.owner_team_id,
        due_on: input.due_on,
        linked_kind: input.linked?.kind ?? null,
        linked_id: input.linked?.id ?? null,
        audience_id: retrospective.audience_id,
      });
      sayAction(writing, row, { type: 'learn.action_added', fields: Object.keys(input) }, input.linked);
      return out(tables, row, now);
    });

  const change = (caller: Caller, id: string, version: number, input: z.output<typeof ChangeAction>) =>
    journal.write(caller, async (writing): Promise<ActionOut> => {
      const { tables, now } = writing;
      const row = await lockAction(tables, id);
      if (!row || !(await visibleRetrospective(tables, row.retrospective_id))) throw notFound('action');
      assertVersion(row.version, version);
      const { text, type, owner_team_id: ownerTeamId, due_on: dueOn, linked } = input;
      if (ownerTeamId !== undefined) await requireTeam(tables, ownerTeamId, '/owner_team_id');
      if (linked) await requireLink(tables, linked, row.audience_id);
      const changed = await updateAction(tables, id, {
        ...(text === undefined ? {} : { text: maskedWords(text) }),
        ...(type === undefined ? {} : { type }),
        ...(ownerTeamId === undefined ? {} : { owner_team_id: ownerTeamId }),
        ...(dueOn === undefined ? {} : { due_on: dueOn }),
        ...(linked === undefined ? {} : { linked_kind: linked?.kind ?? null, linked_id: linked?.id ?? null }),
      });
      sayAction(writing, changed, { type: 'learn.action_changed', fields: Object.keys(input) }, linked);
      return out(tables, changed, now);
    });

  return { list, get, add, change };
}
