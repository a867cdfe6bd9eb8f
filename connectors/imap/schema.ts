import { isIPv4 } from 'node:net';
import * as z from 'zod';

/** Hosts to which a password may travel unencrypted, because nothing leaves the machine. */
const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

const line = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters');

/** A connection to one mailbox. `folders` are names, or special uses such as `\Sent` whose name differs by server and language. */
export const imapConfig = z
  .strictObject({
    host: line.describe('Name of the IMAP server'),
    port: z.int().min(1).max(65_535).optional().describe('993 with tls, else 143'),
    tls: z.enum(['tls', 'starttls', 'none']).default('tls').describe('`none` only to this machine'),
    user: line.describe('Login, mostly the address'),
    folders: z.array(line).min(1).max(50).default(['INBOX', '\\Sent']).describe('Folders to read; `\\Sent` is the folder marked as such'),
    own: z.array(line).max(200).default([]).describe('Our own addresses, or whole domains (`example.com`): they are colleagues, not correspondents'),
    skip: z.array(line).max(1_000).default([]).describe('Addresses or domains that never become people'),
    ca: z.string().max(100_000).optional().describe('Certificate (PEM) of a private authority'),
  })
  .superRefine((config, context) => {
    if (config.tls === 'none' && !loopback(config.host)) {
      context.addIssue({ code: 'custom', path: ['tls'], message: 'none would send the password in the clear; it is allowed to 127.0.0.1 only. Use tls or starttls' });
    }
  });

/** See {@link imapConfig}. */
export type ImapConfig = z.infer<typeof imapConfig>;

/** The port in use: the configured one, else the standard one for the kind of encryption. */
export function portOf(config: Pick<ImapConfig, 'port' | 'tls'>): number {
  return config.port ?? (config.tls === 'tls' ? 993 : 143);
}

const party = z.object({ name: z.string().nullable(), address: z.string() });

/** A name and a folded address, as a mail shows them. */
export type Party = z.infer<typeof party>;

/** One mail. `id` is its Message-ID with a check of sender and date behind it, `thread` the Message-ID of the first mail of the conversation. The body is never kept whole. */
export const messageRecord = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  thread: z.string(),
  parent: z.string().nullable(),
  subject: z.string().nullable(),
  at: z.iso.datetime(),
  direction: z.enum(['in', 'out']),
  kind: z.enum(['mail', 'list', 'automatic']),
  from: party.nullable(),
  to: z.array(party),
  cc: z.array(party),
  summary: z.string().nullable(),
  folder: z.string(),
  uid: z.int(),
});

/** See {@link messageRecord}. */
export type MessageRecord = z.infer<typeof messageRecord>;

/** One correspondent: who wrote to us, or whom we wrote to. Times and counts are of the mails in the folders when the pass ran. */
export const personRecord = z.object({
  address: z.string(),
  domain: z.string(),
  name: z.string().nullable(),
  names: z.array(z.string()),
  kind: z.enum(['person', 'no-reply', 'list', 'automatic']),
  first: z.iso.datetime(),
  last: z.iso.datetime(),
  received: z.int(),
  sent: z.int(),
});

/** See {@link personRecord}. */
export type PersonRecord = z.infer<typeof personRecord>;

/** UIDVALIDITY and the last UID read, by folder. */
export const messageCursor = z.object({ folders: z.record(z.string(), z.object({ validity: z.int(), uid: z.int() })) });

/** See {@link messageCursor}. */
export type MessageCursor = z.infer<typeof messageCursor>;

const marks = z.record(z.string(), z.object({ validity: z.int(), next: z.int() }));

/** UIDVALIDITY and UIDNEXT by folder: what a pass has taken into account. */
export type Marks = z.infer<typeof marks>;

/** `done`: the marks of the last pass that ended. `pass`: a pass under way, the marks it began with and the last address it has given. */
export const peopleCursor = z.object({ done: marks, pass: z.object({ began: marks, after: z.string() }).optional() });

/** See {@link peopleCursor}. */
export type PeopleCursor = z.infer<typeof peopleCursor>;
