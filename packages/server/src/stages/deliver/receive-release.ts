import { ReleasedElsewhere } from '@hearback/contract/deliver';
import { parseReference, Refusal } from '@hearback/domain/record';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { verifyHook } from '../../connectors/standard-webhooks/index.ts';
import { Caller, type PersonDirectory } from '../../platform/auth/index.ts';
import { isUuid } from '../../platform/identifiers/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { changeIdOfNumber } from './changes.store.ts';
import { type ElsewhereIn, sayElsewhere } from './elsewhere.service.ts';
import { hookScopes, releaseHookSecret } from './release-hooks.service.ts';
import { findHookRow, insertDelivery, lockHook, type ReleaseHookRow, wasReceived } from './release-hooks.store.ts';

const maxBodyBytes = 64 * 1024;

const eventOf = {
  'release.started': 'started',
  'release.share': 'share',
  'release.finished': 'finished',
  'release.rolled_back': 'rolled_back',
} as const satisfies Record<string, ElsewhereIn['event']>;

/** A message of theirs may say more than we read. */
const Message = z.object({
  type: z.enum(Object.keys(eventOf) as (keyof typeof eventOf)[]),
  data: z.object({
    change: z.string().max(100),
    tool: z.unknown().optional(),
    url: z.unknown().optional(),
    share: z.unknown().optional(),
    note: z.unknown().optional(),
  }),
});

function wrong(field: string, detail: string): Refusal {
  return new Refusal('invalid_input', `The message is not what this hook takes: ${field} ${detail}.`, {
    field,
    remedy: `Send type ${Object.keys(eventOf).join(', ')} and data with the change, as C-12 or its id.`,
  });
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, below: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(`${below}/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'is wrong');
}

/** Read after the signature was checked and never before. */
function readMessage(body: Buffer, hookName: string): { change: string; said: ElsewhereIn } {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('malformed_json', 'The body is not JSON.', { remedy: 'Send one JSON object, UTF-8.' });
  }
  const { type, data } = checked(Message, value, '');
  const { change, tool = hookName, url, share, note } = data;
  return { change, said: checked(ReleasedElsewhere, { event: eventOf[type], tool, url, share, note }, '/data') };
}

const notOurs = (): Refusal =>
  new Refusal('unauthenticated', 'This message is not signed by a hook of this address, or not now.', {
    remedy: 'Sign id, timestamp and body with the secret of this hook, and keep the clock right to five minutes.',
  });

/**
 * Takes what other tools say they release, by Standard Webhooks. The path names the workspace, so that nothing has to be
 * looked up across them. An unknown hook and a wrong signature read the same: nobody finds out which hooks there are.
 */
export function createReleaseReceiver(options: { journal: Journal; directory: PersonDirectory; secret: string }) {
  const { journal, directory, secret } = options;

  const verified = async (
    workspaceId: string,
    hookId: string,
    headers: Headers,
    body: Buffer,
  ): Promise<{ hook: ReleaseHookRow; messageId: string }> => {
    if (!isUuid(workspaceId) || !isUuid(hookId)) throw notOurs();
    const verdict = verifyHook(
      headers,
      body,
      [{ secret: releaseHookSecret(secret, workspaceId, hookId), holder: hookId }],
      journal.clock.now(),
    );
    if (!verdict.ok) throw notOurs();
    const hook = await journal.read({ workspaceId, audienceIds: [] }, ({ tables }) => findHookRow(tables, hookId));
    if (!hook) throw notOurs();
    if (hook.ended_at !== null)
      throw new Refusal('hook_ended', 'This hook was ended.', { remedy: 'Make another one, or stop sending.' });
    return { hook, messageId: verdict.id };
  };

  /** The hook as the person it acts as, with less than they may. */
  const callerOf = async (hook: ReleaseHookRow): Promise<Caller> => {
    const member = await directory.find(hook.workspace_id, hook.person_id);
    if (!member)
      throw new Refusal('forbidden', 'Whom this hook acts as has left.', {
        remedy: 'Make another hook, for a service account.',
      });
    const credential = { kind: 'token', id: hook.id } as const;
    return new Caller(
      { workspaceId: hook.workspace_id, personId: hook.person_id, credential, scopes: hookScopes },
      member,
    );
  };

  /** One message, one effect: what was refused was not taken, so that sending it again later may succeed. */
  const take = async (hook: ReleaseHookRow, messageId: string, body: Buffer): Promise<void> => {
    const { change, said } = readMessage(body, hook.name);
    const caller = await callerOf(hook);
    await journal.write(caller, async (writing) => {
      const { tables, now, record } = writing;
      await lockHook(tables, hook.id);
      if (await wasReceived(tables, hook.id, messageId)) return;
      const named = parseReference(change);
      const changeId = named?.kind === 'change' ? await changeIdOfNumber(tables, named.number) : change;
      if (changeId === undefined || !isUuid(changeId)) throw notFound('change');
      const row = await sayElsewhere(writing, caller, changeId, said);
      await insertDelivery(tables, { hook_id: hook.id, delivery_id: messageId, received_at: now });
      record({
        type: 'deliver.hook_received',
        subject: { kind: 'release_hook', id: hook.id },
        refs: [{ kind: 'change', id: changeId, tie: 'about' }],
        data: { event: said.event },
        audienceId: row.audience_id,
      });
    });
  };

  const app = new Hono();
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new Refusal('too_large', 'The message is larger than 64 KiB.', { remedy: 'Send less.' });
      },
    }),
  );
  app.post('/:workspace/:hook', async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer());
    const { workspace, hook: hookId } = c.req.param();
    const { hook, messageId } = await verified(workspace, hookId, c.req.raw.headers, body);
    await take(hook, messageId, body);
    return c.body(null, 204);
  });
  return app;
}
