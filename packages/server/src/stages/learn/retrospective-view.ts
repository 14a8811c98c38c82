import type { Retrospective, RetrospectiveItem } from '@hearback/contract/learn';
import {
  blamingWords,
  type RetrospectiveCause,
  type RetrospectiveSubject,
  withoutReferences,
} from '@hearback/domain/learn';
import { reference } from '@hearback/domain/record';
import type { z } from 'zod';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { actionsOut } from './action-view.ts';
import { actionsOf } from './actions.store.ts';
import type { StoredDraft } from './draft-retrospective.ts';
import { namedRecords } from './named-records.ts';
import { findRetrospective, type RetrospectiveRow } from './retrospectives.store.ts';

export type RetrospectiveItemOut = z.input<typeof RetrospectiveItem>;
export type RetrospectiveOut = z.input<typeof Retrospective>;

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Retrospectives as lists show them, in the order given. One whose subject was restricted to others since is left out: it
 * would tell what the subject no longer does.
 */
export async function retrospectivesOut(
  tables: WorkspaceTables,
  rows: readonly RetrospectiveRow[],
): Promise<RetrospectiveItemOut[]> {
  const subjects = await namedRecords(
    tables,
    rows.map((row) => ({ kind: row.subject_kind, id: row.subject_id })),
  );
  return rows.flatMap((row): RetrospectiveItemOut[] => {
    const subject = subjects.get(row.subject_id);
    if (!subject) return [];
    return [
      {
        id: row.id,
        reference: reference('retrospective', row.number),
        state: row.state,
        cause: row.cause as RetrospectiveCause,
        subject: {
          kind: row.subject_kind as RetrospectiveSubject,
          id: row.subject_id,
          reference: subject.reference,
          title: subject.title,
        },
        title: row.title,
        is_failure_analysis: row.is_failure_analysis,
        owner_team_id: row.owner_team_id,
        component_ids: row.component_ids,
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at.toISOString(),
        published_at: row.published_at?.toISOString() ?? null,
        version: row.version,
      },
    ];
  });
}

/** Whether its subject was not restricted to others since. */
export async function isForTheseEyes(tables: WorkspaceTables, row: RetrospectiveRow): Promise<boolean> {
  return (await namedRecords(tables, [{ kind: row.subject_kind, id: row.subject_id }])).size > 0;
}

/** References of what the draft was taken from and these eyes may see no more. */
async function hiddenIn(tables: WorkspaceTables, draft: StoredDraft): Promise<ReadonlySet<string>> {
  const visible = await namedRecords(tables, draft.sources);
  return new Set(draft.sources.filter(({ id }) => !visible.has(id)).map((source) => source.reference));
}

function draftedFrom(draft: StoredDraft, hidden: ReadonlySet<string>): RetrospectiveOut['drafted_from'] {
  const shown = (one: { readonly reference: string }): boolean => !hidden.has(one.reference);
  return {
    summary: draft.summary,
    timeline: draft.timeline.filter(shown).map((turn) => ({ ...turn, at: iso(turn.at) })),
    decisions: draft.decisions.filter(shown).map((decision) => ({ ...decision, at: iso(decision.at) })),
    numbers: draft.numbers.filter(shown),
    quotes: draft.quotes.filter(shown),
    prompts: [...draft.prompts],
  };
}

/** One retrospective with its actions, without what was restricted after it was drafted. @throws Refusal `not_found` */
export async function retrospectiveDetail(tables: WorkspaceTables, id: string, now: Date): Promise<RetrospectiveOut> {
  const row = await findRetrospective(tables, id);
  const [item] = row ? await retrospectivesOut(tables, [row]) : [];
  if (!row || !item) throw notFound('retrospective');
  const draft = row.draft as unknown as StoredDraft;
  const hidden = await hiddenIn(tables, draft);
  const body = withoutReferences(row.body, hidden);
  return {
    ...item,
    body,
    blaming: [...blamingWords(body)],
    drafted_from: draftedFrom(draft, hidden),
    actions: await actionsOut(tables, await actionsOf(tables, id), now),
    published_by: row.published_by,
    superseded_by_id: row.superseded_by_id,
    ended_why: row.ended_why,
  };
}
