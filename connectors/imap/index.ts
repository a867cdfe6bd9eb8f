import type { Sentence } from '../../core/model/error.ts';
import type { Connector, ConnectorContext } from '../../core/ports/connector.ts';
import { defineConnector } from '../kit/define.ts';
import { type MailClient, type MailLimits, mailLimits, type OpenMail } from './client.ts';
import { explain } from './explain.ts';
import { openFlow } from './flow.ts';
import { messagesStream, peopleStream } from './read.ts';
import { type ImapConfig, imapConfig, portOf } from './schema.ts';
import { foldersOf, inSession } from './session.ts';

/** A mailbox over any way to open one: imapflow in production, `fake.ts` in tests. */
export function imapConnector(open: OpenMail, limits: MailLimits = mailLimits): Connector<ImapConfig> {
  const streams = [messagesStream(open, limits), peopleStream(open, limits)];
  return defineConnector<ImapConfig>({
    id: 'imap',
    version: '1.0.0',
    config: imapConfig,
    secrets: [{ name: 'password', required: true, about: 'Password of the mailbox; many providers want an app password' }],
    egress: (config) => [{ host: config.host, port: portOf(config) }],
    budgets: [],
    streams: () => streams,
    check: (ctx) => check(open, ctx),
    explain,
  });
}

/** A mailbox as a source of conversations and people. */
export const connector = imapConnector(openFlow);

async function check(open: OpenMail, ctx: ConnectorContext<ImapConfig>): Promise<{ account: string; notes: Sentence[] }> {
  const { config } = ctx;
  const notes: Sentence[] = [];
  for await (const note of inSession(open, ctx, (mail) => remarks(mail, config))) notes.push(note);
  return { account: `${config.user} at ${config.host}`, notes };
}

async function* remarks(mail: MailClient, config: ImapConfig): AsyncGenerator<Sentence> {
  const all = await mail.folders();
  const read = await foldersOf(mail, config);
  yield { en: `Folders read: ${read.join(', ')}.`, zh: `读取的文件夹：${read.join('、')}。` };
  for (const use of config.folders.filter((f) => f.startsWith('\\') && !all.some((one) => one.use?.toLowerCase() === f.toLowerCase()))) {
    yield { en: `The server marks no folder as ${use}; name it in \`folders\` to have it read.`, zh: `服务器没有标记为 ${use} 的文件夹；请在 folders 中写明其名称。` };
  }
  if (!config.user.includes('@') && config.own.length === 0) {
    yield {
      en: 'The login is not an address: set `own` to our addresses, else our own mails look like those of a correspondent.',
      zh: '登录名不是邮箱地址：请用 own 写明我方地址，否则我方邮件会被视为往来对象。',
    };
  }
}
