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

export type Mailer = { send(message: Message): Promise<void>; close(): void };

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
      await transport.sendMail({
        from: settings.from,
        to,
        // A line break in a subject would start another header.
        subject: subject.replaceAll(/[\r\n]+/g, ' ').slice(0, 200),
        text,
        headers: { ...list, 'Auto-Submitted': 'auto-generated' },
        ...(threadId ? { references: `<${threadId}@hearback>` } : {}),
      });
    },
    close: () => transport.close(),
  };
}
