import type { SignalFate } from '@hearback/domain/engage';
import { sql } from 'kysely';
import type { SignalFates } from '../stages/engage/index.ts';

type Row = {
  readonly received_at: Date;
  readonly acknowledged_at: Date | null;
  readonly decided_at: Date | null;
  readonly to_ship: boolean | null;
  readonly shipped_at: Date | null;
  readonly verified_at: Date | null;
  readonly heard_back_at: Date | null;
};

function fateOf(row: Row): SignalFate {
  return {
    receivedAt: row.received_at,
    ...(row.acknowledged_at ? { acknowledgedAt: row.acknowledged_at } : {}),
    ...(row.decided_at ? { decidedAt: row.decided_at } : {}),
    ...(row.to_ship ? { isToShip: true } : {}),
    ...(row.shipped_at ? { shippedAt: row.shipped_at } : {}),
    ...(row.verified_at ? { verifiedAt: row.verified_at } : {}),
    ...(row.heard_back_at ? { heardBackAt: row.heard_back_at } : {}),
  };
}

/**
 * What became of each live signal: heard by a person (its clock), answered directly or decided through its problem, shipped,
 * verified, and when its reporter was first told more than the receipt.
 */
export function createSignalFates(): SignalFates {
  return async (tables, since) => {
    const { rows } = await sql<Row>`
      SELECT s.received_at,
             (SELECT min(c.ended_at) FROM triage.clocks c
               WHERE c.workspace_id = s.workspace_id AND c.subject_id = s.id AND c.kind = 'acknowledge') AS acknowledged_at,
             coalesce(d.made_at, (SELECT min(j.at) FROM platform.journal j
               WHERE j.workspace_id = s.workspace_id AND j.subject_id = s.id AND j.type = 'listen.signal_moved'
                 AND j.data ->> 'to' IN ('answered', 'rejected', 'closed'))) AS decided_at,
             d.kind IN ('fix', 'accept') AS to_ship,
             d.shipped_at, d.verified_at,
             (SELECT min(n.at) FROM engage.notifications n
               WHERE n.workspace_id = s.workspace_id AND n.person_id = s.reporter_id AND n.moment <> 'received'
                 AND n.at >= s.received_at
                 AND n.record_id IN (s.id, d.id, d.problem_id, d.change_id)) AS heard_back_at
        FROM listen.signals s
        LEFT JOIN LATERAL (
          SELECT x.id, x.kind, x.made_at, dp.problem_id, ch.id AS change_id, ch.released_at AS shipped_at,
                 (SELECT min(o.judged_at) FROM verify.outcomes o
                   WHERE o.workspace_id = x.workspace_id AND o.decision_id = x.id AND o.state IN ('met', 'not_met')) AS verified_at
            FROM triage.attachments a
            JOIN prioritize.decision_problems dp ON dp.workspace_id = a.workspace_id AND dp.problem_id = a.problem_id
            JOIN prioritize.decisions x ON x.workspace_id = dp.workspace_id AND x.id = dp.decision_id AND x.state = 'made'
            LEFT JOIN deliver.change_decisions cd ON cd.workspace_id = x.workspace_id AND cd.decision_id = x.id
            LEFT JOIN deliver.changes ch ON ch.workspace_id = cd.workspace_id AND ch.id = cd.change_id
           WHERE a.workspace_id = s.workspace_id AND a.signal_id = s.id AND a.detached_at IS NULL
           ORDER BY x.made_at LIMIT 1
        ) d ON true
       WHERE s.workspace_id = platform.current_workspace() AND s.live AND s.received_at >= ${since}
       LIMIT 50000`.execute(tables);
    return rows.map(fateOf);
  };
}
