import type { Mine } from '@hearback/contract/loop';
import { reference } from '@hearback/domain/record';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { Journal } from '../../platform/journal/index.ts';

type Row = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly at: Date;
  readonly question: string | null;
  readonly problem_id: string | null;
  readonly problem_number: number;
  readonly problem_title: string;
  readonly problem_state: string;
};

const most = 100;

/** What somebody told us, newest first: the problem that it became part of, and what was asked back. */
export function readMine(journal: Journal, caller: Caller): Promise<z.input<typeof Mine>> {
  return journal.read(caller.viewpoint, async ({ tables }) => {
    const { rows } = await sql<Row>`
      SELECT s.id, s.number, s.title, s.state, s.received_at AS at, q.question, p.id AS problem_id,
             p.number AS problem_number, p.title AS problem_title, p.state AS problem_state
        FROM listen.signals s
        LEFT JOIN triage.attachments a
          ON a.workspace_id = s.workspace_id AND a.signal_id = s.id AND a.detached_at IS NULL
        LEFT JOIN triage.problems o ON o.workspace_id = a.workspace_id AND o.id = a.problem_id
        LEFT JOIN triage.problems p ON p.workspace_id = o.workspace_id AND p.id = coalesce(o.merged_into_id, o.id)
        LEFT JOIN LATERAL (
          SELECT x.question FROM triage.questions x
           WHERE x.workspace_id = s.workspace_id AND x.subject_id = s.id AND x.ended_at IS NULL
           ORDER BY x.asked_at DESC LIMIT 1) q ON true
       WHERE s.workspace_id = platform.current_workspace() AND s.reporter_id = ${caller.personId}
       ORDER BY s.received_at DESC, s.id DESC LIMIT ${most}`.execute(tables);
    return {
      items: rows.map((row) => ({
        id: row.id,
        reference: reference('signal', row.number),
        title: row.title,
        state: row.state as z.input<typeof Mine>['items'][number]['state'],
        at: row.at.toISOString(),
        question: row.question,
        problem:
          row.problem_id === null
            ? null
            : {
                id: row.problem_id,
                reference: reference('problem', row.problem_number),
                title: row.problem_title,
                state: row.problem_state,
              },
      })),
    };
  });
}
