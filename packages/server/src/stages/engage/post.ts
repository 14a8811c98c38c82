import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import type { Pool } from 'pg';
import type { Clock } from '../../platform/clock/index.ts';
import { inTransaction, type WorkspaceTables } from '../../platform/database/index.ts';
import { isUuid } from '../../platform/identifiers/index.ts';
import { type Journal, systemActor } from '../../platform/journal/index.ts';
import type { Mailer } from '../../platform/mail/index.ts';
import { allAudienceIds, contactsOf, listWorkspaces } from '../charter/index.ts';
import { choicesOf, type NotificationRow } from './notifications.store.ts';

const mostPerRun = 200;

/** Proves that a mute link is ours: it names one notification and cannot be made up. */
function muteKey(secret: string, workspaceId: string, notificationId: string): string {
  return createHmac('sha256', secret).update(`mute ${workspaceId} ${notificationId}`).digest('base64url').slice(0, 32);
}

export type PostOffice = {
  /** Sends what waits to be told at once. */
  deliver(workspaceId: string): Promise<void>;
  /** One message a person with everything that waited. */
  deliverDigests(): Promise<void>;
  /** The page behind “mute” in a mail: GET asks, POST does it, as RFC 8058 wants. */
  readonly mountMute: (app: Hono) => void;
};

/**
 * Mail for what was told. Marked as handed over after the server took it, so a crash in between sends it twice rather than
 * never. Who has no address, or chose no mail, hears in-app only.
 */
export function createPostOffice(options: {
  pool: Pool;
  journal: Journal;
  clock: Clock;
  mailer: Mailer | undefined;
  /** The address that links in mail start with. */
  baseUrl: () => string;
  secret: string;
}): PostOffice {
  const { pool, journal, clock, mailer, baseUrl, secret } = options;

  const waiting = (tables: WorkspaceTables, how: 'at_once' | 'digest'): Promise<NotificationRow[]> =>
    tables
      .selectFrom('engage.notifications')
      .selectAll()
      .where('how', '=', how)
      .where('mailed_at', 'is', null)
      .orderBy('id')
      .limit(mostPerRun)
      .execute();

  /** Delivery state is bookkeeping of what the journal already says was told, so it has no entry of its own. */
  const handedOver = (workspaceId: string, audienceIds: readonly string[], ids: readonly string[]): Promise<void> =>
    inTransaction(pool, { workspaceId, audienceIds }, 'write', async ({ tables }) => {
      await tables
        .updateTable('engage.notifications')
        .set({ mailed_at: clock.now() })
        .where('id', 'in', [...ids])
        .execute();
    });

  const link = (row: NotificationRow): string => `${baseUrl()}/records/${row.record_kind}/${row.record_id}`;
  const muteUrl = (row: NotificationRow): string =>
    `${baseUrl()}/mute/${row.workspace_id}/${row.id}/${muteKey(secret, row.workspace_id, row.id)}`;

  const sendTo = async (workspaceId: string, how: 'at_once' | 'digest'): Promise<void> => {
    const audienceIds = await allAudienceIds(journal, workspaceId);
    const { rows, contacts, choices } = await journal.read({ workspaceId, audienceIds }, async ({ tables }) => {
      const found = await waiting(tables, how);
      const ids = [...new Set(found.map((row) => row.person_id))];
      return { rows: found, contacts: await contactsOf(tables, ids, null), choices: await choicesOf(tables, ids) };
    });
    const addresses = new Map(contacts.map((contact) => [contact.id, contact.email]));
    for (const [personId, own] of Map.groupBy(rows, (row) => row.person_id)) {
      const to = choices.get(personId)?.mail === false ? null : addresses.get(personId);
      const messages = how === 'digest' ? [own] : own.map((row) => [row]);
      for (const message of messages) {
        const [first] = message;
        if (first && to && mailer)
          await mailer.send({
            to,
            subject: message.length > 1 ? `${message.length} turns on what you follow` : first.words,
            text: `${message.map((row) => `${row.words}\n${link(row)}`).join('\n\n')}\n\nMute this: ${muteUrl(first)}\n`,
            unsubscribeUrl: muteUrl(first),
            threadId: first.record_id,
          });
        await handedOver(
          workspaceId,
          audienceIds,
          message.map((row) => row.id),
        );
      }
    }
  };

  const mute = async (workspaceId: string, notificationId: string): Promise<boolean> => {
    const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
    return journal.write({ viewpoint, actor: systemActor }, async ({ tables, now, newId, record }) => {
      const row = await tables
        .selectFrom('engage.notifications')
        .select(['person_id', 'record_kind', 'record_id'])
        .where('id', '=', notificationId)
        .executeTakeFirst();
      if (!row) return false;
      const id = newId();
      await tables
        .insertInto('engage.follows')
        .values({ id, ...row, muted: true, since: now })
        .onConflict((conflict) =>
          conflict.columns(['workspace_id', 'person_id', 'record_id']).doUpdateSet({ muted: true, since: now }),
        )
        .execute();
      record({ type: 'engage.muted', subject: { kind: 'follow', id }, data: { by: 'mail' } });
      return true;
    });
  };

  const isOurs = (workspaceId: string, id: string, key: string): boolean => {
    if (!isUuid(workspaceId) || !isUuid(id)) return false;
    const expected = Buffer.from(muteKey(secret, workspaceId, id));
    const given = Buffer.from(key);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  return {
    deliver: (workspaceId) => (mailer ? sendTo(workspaceId, 'at_once') : Promise.resolve()),
    deliverDigests: async () => {
      if (!mailer) return;
      for (const workspace of await listWorkspaces(pool)) await sendTo(workspace.id, 'digest');
    },
    mountMute: (app) => {
      const path = '/mute/:workspace/:id/:key';
      const wrong = 'This link is not one of ours, or no longer.\n';
      app.get(path, (c) => {
        const { workspace, id, key } = c.req.param();
        if (!isOurs(workspace, id, key)) return c.text(wrong, 404);
        return c.html(
          '<!doctype html><html lang="en"><title>Mute</title><h1>Hear no more of this?</h1><form method="post"><button>Mute it</button></form></html>',
        );
      });
      app.post(path, async (c) => {
        const { workspace, id, key } = c.req.param();
        if (!isOurs(workspace, id, key) || !(await mute(workspace, id))) return c.text(wrong, 404);
        return c.text('Muted. You hear no more of it; follow it again whenever you like.\n');
      });
    },
  };
}
