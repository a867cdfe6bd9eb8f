import { isIP } from 'node:net';
import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { FaultError, fault } from '../kit/fault.ts';
import { type FolderState, type MailClient, type MailFolder, type MailPart, mailLimits, type OpenMail, peopleHeaders, type RawMail } from './client.ts';
import { type ImapConfig, portOf } from './schema.ts';

/** A server that does not take a connection in this time is away. */
const connectTimeoutMs = 20_000;
/** A command without a byte for this long is dead; a search in a large folder may take a while. */
const silenceTimeoutMs = 50_000;
/** No answer needs more than this: the largest asked for is a page of mail beginnings. */
const responseBytesMax = 16 * 1024 * 1024;

/** Opens a session with imapflow. Certificates are always verified, encryption is never given up, and an abort closes the socket. */
export const openFlow: OpenMail = async (config, password, signal, address) => {
  const flow = new ImapFlow(optionsOf(config, password, address));
  let broken: Error | undefined;
  flow.on('error', (error: Error) => {
    broken = error;
  });
  const stop = (): void => flow.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await flow.connect();
  } catch (error) {
    signal.removeEventListener('abort', stop);
    flow.close();
    throw broken ?? error;
  }
  return clientOf(flow, () => signal.removeEventListener('abort', stop));
};

function optionsOf(config: ImapConfig, password: string, address: string): ConstructorParameters<typeof ImapFlow>[0] {
  return {
    host: address,
    ...(isIP(config.host) === 0 && { servername: config.host }),
    port: portOf(config),
    secure: config.tls === 'tls',
    ...(config.tls === 'tls' ? {} : { doSTARTTLS: config.tls === 'starttls' }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(config.ca === undefined ? {} : { ca: config.ca }) },
    auth: { user: config.user, pass: password },
    clientInfo: { name: 'Syncline' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    maxLiteralSize: responseBytesMax,
    maxLineLength: responseBytesMax,
    maxResponseSize: responseBytesMax * 2,
  };
}

function clientOf(flow: ImapFlow, closed: () => void): MailClient {
  return {
    folders: async () => (await flow.list()).map((f): MailFolder => (f.specialUse === undefined ? { path: f.path } : { path: f.path, use: f.specialUse })),
    status: async (path) => {
      const s = await flow.status(path, { uidValidity: true, uidNext: true });
      return s === false ? stateOf(undefined, undefined) : stateOf(s.uidValidity, s.uidNext);
    },
    open: async (path) => {
      const box = await flow.mailboxOpen(path, { readOnly: true });
      return stateOf(box.uidValidity, box.uidNext);
    },
    uids: async (from) => {
      const found = await flow.search({ uid: `${from}:*` }, { uid: true });
      return (found || []).filter((uid) => uid >= from).sort((a, b) => a - b);
    },
    mails: async (uids, part) => {
      if (uids.length === 0) return [];
      const wanted = new Set(uids);
      const mails = new Map<number, RawMail>();
      for (const message of await flow.fetchAll(rangesOf(uids), queryOf(part), { uid: true })) {
        if (wanted.has(message.uid)) mails.set(message.uid, rawOf(message, part));
      }
      return [...mails.values()].sort((a, b) => a.uid - b.uid);
    },
    close: async () => {
      closed();
      await flow.logout().catch(() => undefined);
      flow.close();
    },
  };
}

function stateOf(validity: bigint | undefined, next: number | undefined): FolderState {
  if (validity !== undefined && next !== undefined && next > 0) return { validity: Number(validity), next };
  throw new FaultError(fault('schema', 'imap.no-uids', 'The mail server gives no UIDs for a folder, so changes cannot be followed.', '邮件服务器未提供 UID，无法跟踪变化。'));
}

function queryOf(part: MailPart): Parameters<ImapFlow['fetchAll']>[1] {
  const what = part === 'people' ? { headers: [...peopleHeaders] } : { source: { start: 0, maxLength: mailLimits.startBytes } };
  return { uid: true, internalDate: true, ...what };
}

function rawOf(message: FetchMessageObject, part: MailPart): RawMail {
  const received = message.internalDate === undefined ? Number.NaN : new Date(message.internalDate).getTime();
  return { uid: message.uid, receivedAt: Number.isNaN(received) ? 0 : received, bytes: (part === 'people' ? message.headers : message.source) ?? Buffer.alloc(0) };
}

/** A set of UIDs in IMAP form: runs become `a:b`, so that a request stays short. */
export function rangesOf(uids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const run = runs.at(-1);
    if (run !== undefined && uid === run[1] + 1) run[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}:${b}`)).join(',');
}
