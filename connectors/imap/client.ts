import type { ImapConfig } from './schema.ts';

/** A folder as the server lists it. */
export interface MailFolder {
  readonly path: string;
  /** Its special use, e.g. `\Sent`. */
  readonly use?: string;
}

/** Where a folder stands. A new `validity` means that all UIDs were given anew (RFC 3501 §2.3.1.1). */
export interface FolderState {
  readonly validity: number;
  /** The UID that the next mail will get. */
  readonly next: number;
}

/** A mail, or its beginning, as bytes. */
export interface RawMail {
  readonly uid: number;
  /** When the server took it, ms. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
}

/** What is asked of each mail: `people` only the header lines about who and when, `start` the first {@link mailLimits.startBytes}. */
export type MailPart = 'people' | 'start';

/** The little of IMAP that this connector speaks. All folders are opened read-only: no mail is ever marked as seen. */
export interface MailClient {
  folders(): Promise<readonly MailFolder[]>;
  status(path: string): Promise<FolderState>;
  /** Opens a folder; the two calls below are about it. */
  open(path: string): Promise<FolderState>;
  /** UIDs from `from` on, ascending. A server answers `n:*` beyond the end with the last mail again: those are filtered here. */
  uids(from: number): Promise<readonly number[]>;
  /** The mails of these UIDs that still exist, ascending. */
  mails(uids: readonly number[], part: MailPart): Promise<readonly RawMail[]>;
  close(): Promise<void>;
}

/** Logs in at the address that the host's name led to. Rejects with whatever the library throws; `explain` understands it. */
export type OpenMail = (config: ImapConfig, password: string, signal: AbortSignal, address: string) => Promise<MailClient>;

/** Bounds of one mailbox. */
export interface MailLimits {
  readonly startBytes: number;
  readonly pageMails: number;
  readonly scanMails: number;
  readonly scanMailsMax: number;
  readonly pagePeople: number;
  readonly partiesMax: number;
}

/** The bounds in production. */
export const mailLimits: MailLimits = {
  /** Header and first lines fit; header blocks of real mail are 2–12 KB. */
  startBytes: 32_768,
  /** Mails of one page: 100 × 32 KB in memory. */
  pageMails: 100,
  /** Header blocks fetched at once while people are counted. */
  scanMails: 1_000,
  /** The newest mails that people are counted over, per folder: a pass must end within minutes and its memory is bounded. */
  scanMailsMax: 200_000,
  /** People in one page. */
  pagePeople: 500,
  /** Receivers of one mail that are looked at; longer lists are announcements. */
  partiesMax: 50,
};

/** Header lines about who and when; everything that {@link MailPart} `people` asks for. */
export const peopleHeaders = [
  'from',
  'to',
  'cc',
  'date',
  'subject',
  'message-id',
  'list-id',
  'list-post',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
  'content-type',
] as const;
