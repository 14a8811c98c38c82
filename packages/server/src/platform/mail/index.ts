// Mail goes out through whatever SMTP server is configured; without one nothing is sent and everything stays in-app. What a
// message says is its stage's business. Addresses and texts never get into the log.
import { createTransport } from 'nodemailer';
import type { MailSettings } from '../config/index.ts';

export type Message = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** An address that mutes with one click (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** Messages of one thread share it, so that mail programs keep them together. */
  readonly threadId?: string;
};

export type Mailer = {
  /**
   * Resolves once the mail server took the message, or refused it for good (the address is gone): trying again would not
   * help. Rejects while it cannot be reached or asks for patience.
   */
  send(message: Message): Promise<'taken' | 'refused'>;
  close(): void;
};

/** RFC 5321: 5yz is for good. A wrong password (535) is ours to mend, and the message stays. */
function isForGood(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return false;
  const code = Number(error.responseCode);
  return code >= 550 && code < 560;
}

/** Undefined where no mail is configured. */
export function createMailer(settings: MailSettings | undefined): Mailer | undefined {
  if (!settings) return undefined;
  const transport = createTransport(settings.smtpUrl);
  return {
    send: async ({ to, subject, text, unsubscribeUrl, threadId }) => {
      const list = unsubscribeUrl
        ? {
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }
        : {};
      const mail = {
        from: settings.from,
        to,
        // A line break in a subject would start another header.
        subject: subject.replaceAll(/[\r\n]+/g, ' ').slice(0, 200),
        text,
        headers: { ...list, 'Auto-Submitted': 'auto-generated' },
        ...(threadId ? { references: `<${threadId}@hearback>` } : {}),
      };
      try {
        await transport.sendMail(mail);
        return 'taken';
      } catch (error) {
        if (isForGood(error)) return 'refused';
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
