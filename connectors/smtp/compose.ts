import MailComposer from 'nodemailer/lib/mail-composer';
import { sha256Hex } from '../../core/model/hash.ts';
import type { Outgoing, SmtpConfig } from './schema.ts';

/** The Message-ID of an operation: the same for every try, so that a mailbox that drops repeats can tell one. Without brackets. */
export function messageIdOf(connection: string, key: string, config: Pick<SmtpConfig, 'from'>): string {
  return `syncline.${sha256Hex(`${connection}\n${key}`).slice(0, 32)}@${config.from.slice(config.from.lastIndexOf('@') + 1)}`;
}

/** The mail as bytes. It says that a machine wrote it (RFC 3834), so that no absence note answers. Header injection cannot happen: the schema refuses control characters, the composer folds and encodes. */
export async function compose(config: SmtpConfig, mail: Outgoing, id: string, at: number): Promise<Uint8Array> {
  const composer = new MailComposer({
    from: { name: config.name, address: config.from },
    to: mail.to.map((address) => ({ name: '', address })),
    cc: mail.cc.map((address) => ({ name: '', address })),
    subject: mail.subject,
    text: mail.text,
    messageId: `<${id}>`,
    date: new Date(at),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
