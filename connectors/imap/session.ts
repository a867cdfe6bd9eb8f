import { type ConnectorContext, CursorExpired } from '../../core/ports/connector.ts';
import { FaultError, fault } from '../kit/fault.ts';
import type { FolderState, MailClient, OpenMail } from './client.ts';
import { explain } from './explain.ts';
import { type ImapConfig, portOf } from './schema.ts';

/** Runs a piece of work in one session and closes it, whatever happens; everything thrown inside becomes a {@link FaultError}. */
export async function* inSession<T>(open: OpenMail, ctx: ConnectorContext<ImapConfig>, work: (mail: MailClient) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  let mail: MailClient | undefined;
  try {
    const address = await ctx.allow(ctx.config.host, portOf(ctx.config));
    mail = await login(open, ctx, address);
    yield* work(mail);
  } catch (error) {
    if (error instanceof FaultError || error instanceof CursorExpired) throw error;
    throw new FaultError(explain(error), { cause: error });
  } finally {
    await mail?.close();
  }
}

/** A connection that breaks while it is made is tried once more at once: nothing has been asked yet. Longer troubles are for the schedule. */
async function login(open: OpenMail, ctx: ConnectorContext<ImapConfig>, address: string): Promise<MailClient> {
  const password = passwordOf(ctx);
  try {
    return await open(ctx.config, password, ctx.signal, address);
  } catch (error) {
    if (explain(error).kind !== 'transient' || ctx.signal.aborted) throw error;
    return open(ctx.config, password, ctx.signal, address);
  }
}

function passwordOf(ctx: ConnectorContext<ImapConfig>): string {
  const secret = ctx.secrets['password'];
  if (secret === undefined) throw new FaultError(fault('auth', 'imap.no-password', 'The secret `password` of this connection is missing.', '此连接缺少密钥 password。'));
  return secret.reveal();
}

/** The configured folders as the server names them, in the configured order, each once. A special use that no folder has is left out; a name that no folder has is a fault. */
export async function foldersOf(mail: MailClient, config: ImapConfig): Promise<readonly string[]> {
  const all = await mail.folders();
  const found = new Set<string>();
  for (const wanted of config.folders) {
    const special = wanted.startsWith('\\');
    const folder = all.find((f) =>
      special ? f.use?.toLowerCase() === wanted.toLowerCase() : f.path === wanted || (wanted.toUpperCase() === 'INBOX' && f.path.toUpperCase() === 'INBOX'),
    );
    if (folder !== undefined) found.add(folder.path);
    else if (!special)
      throw new FaultError(
        noFolder(
          wanted,
          all.map((f) => f.path),
        ),
      );
  }
  return [...found];
}

function noFolder(wanted: string, paths: readonly string[]): ReturnType<typeof fault> {
  const some = paths.slice(0, 30).join(', ');
  return fault('missing', 'imap.folder', `The mailbox has no folder ${wanted}. It has: ${some}.`, `邮箱中没有文件夹 ${wanted}。现有：${some}。`, { field: 'folders' });
}

/** Throws {@link CursorExpired} when the server has numbered a folder's mails anew since the position was stored. */
export function sameNumbering(path: string, stored: { readonly validity: number } | undefined, now: FolderState): void {
  if (stored !== undefined && stored.validity !== now.validity)
    throw new CursorExpired(`the mail server has numbered the folder ${path} anew (UIDVALIDITY ${stored.validity} → ${now.validity})`);
}
