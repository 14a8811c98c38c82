import type { Pool } from 'pg';
import { sql } from 'kysely';
import type { ScheduledJob } from '../../platform/jobs/index.ts';
import { type Journal, type Requester, systemActor, type Writing } from '../../platform/journal/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { closesAfterDays } from '@hearback/domain/triage';
import { allAudienceIds, clocksPolicy, listWorkspaces } from '../charter/index.ts';
import { keepWords } from './acts.store.ts';
import type { ClockRow } from './clocks.ts';
import { escalatesTo } from './escalation.ts';
import { moveProblem } from './moves.ts';
import { dueQuestions, endQuestion, type QuestionRow } from './questions.store.ts';
import { holdSignal, moveHeld } from './signals.ts';

const atOnce = 200;
const silenceNotice = `We asked and heard nothing for ${closesAfterDays} days, so this is closed. One click opens it again.`;

/** Every few minutes: clocks that warn or are breached are said once; questions remind, and silence closes. */
export function clockWatch(options: { pool: Pool; journal: Journal; log: Log }): ScheduledJob {
  const { pool, journal, log } = options;
  return {
    name: 'triage.clock_watch',
    at: '*/5 * * * *',
    run: async () => {
      for (const { id: workspaceId } of await listWorkspaces(pool)) {
        const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
        const requester: Requester = { viewpoint, actor: systemActor };
        while ((await journal.write(requester, sayDueClocks)) === atOnce);
        while ((await journal.write(requester, remind)) === atOnce);
        await closeSilent(journal, requester, log);
      }
    },
  };
}

/** Says each warning and breach once; a breach that counts escalates. Before clocks are enforced it is only marked. */
async function sayDueClocks(writing: Writing): Promise<number> {
  const { tables, now, record } = writing;
  const { enforcedFrom } = await clocksPolicy(tables);
  const { rows } = await sql<ClockRow>`
    SELECT clock.* FROM triage.clocks AS clock
      LEFT JOIN triage.problems AS problem
        ON problem.workspace_id = clock.workspace_id AND problem.id = clock.subject_id
     WHERE clock.workspace_id = platform.current_workspace() AND clock.ended_at IS NULL AND problem.merged_into_id IS NULL
       AND ((clock.warn_at <= ${now} AND clock.warned_at IS NULL) OR (clock.due_at < ${now} AND clock.breached_at IS NULL))
     ORDER BY clock.due_at, clock.id LIMIT ${atOnce} FOR UPDATE OF clock SKIP LOCKED`.execute(tables);
  for (const row of rows) {
    const isBreached = row.due_at !== null && row.due_at < now;
    await tables
      .updateTable('triage.clocks')
      .set({ warned_at: row.warned_at ?? now, ...(isBreached ? { breached_at: now } : {}) })
      .where('id', '=', row.id)
      .execute();
    const isEnforced = now >= enforcedFrom;
    const escalated = isBreached && isEnforced ? await escalatesTo(tables, row) : undefined;
    record({
      type: isBreached ? 'triage.clock_breached' : 'triage.clock_warned',
      subject: { kind: row.subject_kind, id: row.subject_id },
      refs: escalated ? [{ kind: 'person', id: escalated, tie: 'escalated_to' }] : [],
      data: {
        clock: row.kind,
        due_at: row.due_at?.toISOString() ?? null,
        team: row.team_id,
        enforced: isEnforced,
        escalated_to: escalated ?? null,
      },
      audienceId: row.audience_id,
    });
  }
  return rows.length;
}

async function remind(writing: Writing): Promise<number> {
  const { tables, now, record } = writing;
  const due = await dueQuestions(tables, 'remind_at', now, atOnce);
  for (const row of due) {
    await tables.updateTable('triage.questions').set({ reminded_at: now }).where('id', '=', row.id).execute();
    record({
      type: 'triage.question_reminded',
      subject: { kind: row.subject_kind, id: row.subject_id },
      data: { question: row.id, words: row.id },
      audienceId: row.audience_id,
    });
  }
  return due.length;
}

/** One transaction each, so that one that cannot be closed does not keep the others open. */
async function closeSilent(journal: Journal, requester: Requester, log: Log): Promise<void> {
  const due = await journal.read(requester.viewpoint, ({ tables, now }) =>
    dueQuestions(tables, 'closes_at', now, 1_000),
  );
  for (const question of due)
    await journal
      .write(requester, (writing) => closeOne(writing, question))
      .catch((error: unknown) => log.warn({ err: error, question: question.id }, 'silence could not close this'));
}

async function closeOne(writing: Writing, question: QuestionRow): Promise<void> {
  if (question.subject_kind === 'problem') {
    await moveProblem(writing, question.subject_id, 'closed', { why: silenceNotice, endedBy: 'silence' });
    return;
  }
  const held = await holdSignal(writing, question.subject_id);
  const subject = { kind: 'signal', id: held.signal.id, audienceId: held.signal.audienceId } as const;
  // A reply came in while this job was on its way.
  if (held.signal.state !== 'waiting') return;
  await moveHeld(writing, held, 'closed');
  await keepWords(writing, subject, 'closed', silenceNotice);
  await endQuestion(writing, subject, 'silence');
}
