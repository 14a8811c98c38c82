import { type Listener, momentOf, momentTriggers, whoHears } from '@hearback/domain/engage';
import type { EntryType } from '@hearback/domain/loop';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import {
  entriesById,
  type Journal,
  type JournalEntry,
  systemActor,
  type Writing,
} from '../../platform/journal/index.ts';
import { allAudienceIds, contactsOf } from '../charter/index.ts';
import { concernedBy } from './audience.ts';
import { choicesOf, followersOf, insertNotifications, toldOf, toldThisWeek } from './notifications.store.ts';
import { wordsFor } from './words.ts';

/** Turns that wait for the digest: what moves on a thread beside the four moments. */
const turns: readonly EntryType[] = [
  'triage.problem_opened',
  'triage.problem_moved',
  'triage.signal_attached',
  'triage.question_asked',
  'triage.question_reminded',
  'triage.clock_breached',
  'plan.work_item_moved',
  'plan.work_item_stale',
  'deliver.change_moved',
  'verify.outcome_moved',
  'learn.lesson_moved',
];

const wanted: ReadonlySet<string> = new Set([...momentTriggers.map((trigger) => trigger.type), ...turns]);

export function isWorthTelling(type: EntryType): boolean {
  return wanted.has(type);
}

function destination(entry: JournalEntry): { type: string; to?: string } {
  const to = entry.data['to'];
  return typeof to === 'string' ? { type: entry.type, to } : { type: entry.type };
}

/**
 * What goes to the people an entry names and to nobody else: who is asked whether it helped or whether work still goes on,
 * whom a breach escalates to.
 */
const addressed: readonly EntryType[] = ['verify.help_asked', 'triage.clock_breached', 'plan.work_item_stale'];

/** Everybody with a tie to the thread, as the rule wants them. */
async function listenersOf(tables: WorkspaceTables, entry: JournalEntry, now: Date): Promise<Listener[]> {
  const concerned = await concernedBy(tables, entry);
  const named = entry.refs.filter((ref) => ref.kind === 'person').map((ref) => ref.id);
  const isAddressed = addressed.includes(entry.type);
  const reporterIds = isAddressed ? named : concerned.reporterIds;
  const follows = isAddressed ? [] : await followersOf(tables, concerned.recordIds);
  const ids = [...new Set([...reporterIds, ...follows.map((follow) => follow.person_id)])];
  const reachable = new Set((await contactsOf(tables, ids, entry.audienceId)).map((contact) => contact.id));
  const choices = await choicesOf(tables, ids);
  const told = await toldThisWeek(tables, ids, now);
  const listener = (personId: string, tie: Listener['tie'], isMuted: boolean): Listener => ({
    personId,
    tie,
    isMuted: isMuted || (choices.get(personId)?.muted ?? false),
    maySee: reachable.has(personId),
    // The rule knows one cap; a person's own is expressed by how much of it they have used.
    toldThisWeek: told.get(personId) ?? 0,
  });
  return [
    ...reporterIds.map((id) => listener(id, 'reporter', false)),
    ...follows.map((follow) => listener(follow.person_id, 'follower', follow.muted)),
  ];
}

async function tellOf(writing: Writing, entry: JournalEntry): Promise<void> {
  const { tables, now, newId, record } = writing;
  const listeners = await listenersOf(tables, entry, now);
  const choices = await choicesOf(
    tables,
    listeners.map((listener) => listener.personId),
  );
  const about = { ...destination(entry), actorId: entry.actor.id ?? '' };
  const moment = momentOf(about);
  const tellings = [...new Set(listeners.map((one) => one.personId))].flatMap((personId) => {
    const own = listeners.filter((one) => one.personId === personId);
    // A receipt goes to the speaker alone, which needs all ties at once; the cap is each person's own.
    const all = moment === 'received' ? listeners : own;
    return whoHears(about, all, choices.get(personId)?.weekly_cap).filter((telling) => telling.personId === personId);
  });
  // The relay may hand over an entry twice; whoever was told is not told again.
  const already = await toldOf(tables, entry.id);
  const fresh = tellings.filter((telling) => !already.has(telling.personId));
  if (fresh.length === 0) return;
  const words = await wordsFor(tables, entry, moment);
  await insertNotifications(
    tables,
    fresh.map((telling) => ({
      id: newId(),
      person_id: telling.personId,
      entry_id: entry.id,
      moment: moment ?? null,
      how: telling.how,
      record_kind: entry.subject.kind,
      record_id: entry.subject.id,
      words,
      at: now,
      audience_id: entry.audienceId,
    })),
  );
  record({
    type: 'engage.told',
    subject: entry.subject,
    data: { moment: moment ?? 'turn', people: fresh.length, of: entry.id },
    audienceId: entry.audienceId,
  });
}

/** Tells everybody concerned of new entries; an entry told before is told nobody again. */
export function createTeller(journal: Journal) {
  return async ({ workspaceId, entryIds }: { workspaceId: string; entryIds: readonly string[] }): Promise<void> => {
    const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
    const entries = await journal.read(viewpoint, ({ tables }) => entriesById(tables, entryIds));
    for (const entry of entries)
      await journal.write({ viewpoint, actor: systemActor }, (writing) => tellOf(writing, entry));
  };
}
