import type { ConnectorContext, Page, RejectedRow } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import type { MailClient, MailLimits, OpenMail, RawMail } from './client.ts';
import { atOf, headOf, parseMail } from './head.ts';
import type { ImapConfig, MessageCursor, MessageRecord } from './schema.ts';
import { foldersOf, inSession, sameNumbering } from './session.ts';
import { summaryOf } from './summary.ts';
import { ownTest } from './tally.ts';

type MessagePage = Page<MessageRecord, MessageCursor>;

/** Reads the mails after the stored UIDs, folder by folder. What arrives in a folder while it is read belongs to the next pass, so a pass ends. */
export function readMessages(open: OpenMail, limits: MailLimits, ctx: ConnectorContext<ImapConfig>, from: MessageCursor | undefined): AsyncIterable<MessagePage> {
  return inSession(open, ctx, (mail) => pagesOf(mail, limits, ctx, from?.folders ?? {}));
}

async function* pagesOf(mail: MailClient, limits: MailLimits, ctx: ConnectorContext<ImapConfig>, stored: MessageCursor['folders']): AsyncGenerator<MessagePage> {
  const isOwn = ownTest(ctx.config);
  const paths = await foldersOf(mail, ctx.config);
  const folders = { ...stored };
  for (const path of paths) {
    const before = folders[path];
    const at = await mail.status(path);
    sameNumbering(path, before, at);
    const after = before?.uid ?? 0;
    folders[path] = { validity: at.validity, uid: after };
    if (at.next - 1 <= after) continue; // nothing new; a stored position beyond the end does not move back
    sameNumbering(path, folders[path], await mail.open(path));
    const uids = (await mail.uids(after + 1)).filter((uid) => uid < at.next);
    for (let i = 0; i < uids.length; i += limits.pageMails) {
      ctx.signal.throwIfAborted();
      const batch = uids.slice(i, i + limits.pageMails);
      const page = await pageOf(await mail.mails(batch, 'start'), path, isOwn);
      folders[path] = { validity: at.validity, uid: batch.at(-1) as number };
      yield { ...page, resume: { folders: { ...folders } }, last: false };
    }
    folders[path] = { validity: at.validity, uid: Math.max(after, at.next - 1) };
  }
  yield { records: [], resume: { folders }, last: true };
}

async function pageOf(mails: readonly RawMail[], folder: string, isOwn: (address: string) => boolean): Promise<{ records: MessageRecord[]; rejected: RejectedRow[] }> {
  const records = new Map<string, MessageRecord>();
  const rejected: RejectedRow[] = [];
  for (const mail of mails) {
    try {
      const record = await recordOf(mail, folder, isOwn);
      records.set(record.id, record);
    } catch {
      rejected.push({
        id: `${folder};uid=${mail.uid}`,
        fault: fault('schema', 'mail.malformed', 'This mail cannot be read: its parts do not fit together.', '无法读取该邮件：其结构有误。'),
      });
    }
  }
  return { records: [...records.values()], rejected };
}

async function recordOf(mail: RawMail, folder: string, isOwn: (address: string) => boolean): Promise<MessageRecord> {
  if (mail.bytes.length === 0) throw new TypeError('an empty mail');
  const email = await parseMail(mail.bytes);
  const head = headOf(email, mail);
  return {
    id: head.id,
    messageId: head.messageId,
    thread: head.thread,
    parent: head.parent,
    subject: subjectOf(email.subject),
    at: atOf(head),
    direction: head.from !== undefined && isOwn(head.from.address) ? 'out' : 'in',
    kind: head.kind,
    from: head.from ?? null,
    to: [...head.to],
    cc: [...head.cc],
    summary: summaryOf(email.text, email.html),
    folder,
    uid: mail.uid,
  };
}

/** Longest subject kept. */
const subjectCharsMax = 500;

function subjectOf(text: string | undefined): string | null {
  const one = (text ?? '')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, subjectCharsMax)
    .toWellFormed();
  return one === '' ? null : one;
}
