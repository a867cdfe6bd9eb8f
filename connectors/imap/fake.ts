import { type FolderState, type MailClient, mailLimits, type OpenMail, peopleHeaders, type RawMail } from './client.ts';

/** What can go wrong, thrown in the shapes in which imapflow throws it. */
export type MailTrouble = 'wrong-password' | 'refused' | 'cut' | 'certificate' | 'throttled' | 'unavailable' | 'not-imap';

const troubles: Readonly<Record<MailTrouble, object>> = {
  'wrong-password': { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED', responseStatus: 'NO' },
  refused: { code: 'ECONNREFUSED' },
  cut: { code: 'NoConnection' },
  certificate: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  throttled: { code: 'ETHROTTLE', throttleReset: 60_000 },
  unavailable: { responseStatus: 'NO', serverResponseCode: 'UNAVAILABLE' },
  'not-imap': { code: 'ParserError11' },
};

interface FakeFolder {
  use?: string;
  validity: number;
  next: number;
  mails: RawMail[];
}

/** A mailbox in memory with the manners of a real one: UIDs are never reused, `n:*` gives the last mail again, gone mails are silently left out of a fetch. */
export class FakeMailbox {
  readonly folders = new Map<string, FakeFolder>();
  /** Commands and logins, sessions opened, sessions still open, mails fetched. */
  readonly counts = { calls: 0, opened: 0, open: 0, mails: 0 };
  #trouble: { readonly what: MailTrouble; readonly from: number; readonly to: number } | undefined;

  constructor(folders: Readonly<Record<string, string | undefined>> = { INBOX: '\\Inbox', Sent: '\\Sent' }) {
    for (const [path, use] of Object.entries(folders)) this.folders.set(path, { use, validity: 1, next: 1, mails: [] });
  }

  /** The next `times` calls fail, after `after` more that do not. */
  inject(what: MailTrouble, times: number, after = 0): void {
    const from = this.counts.calls + after + 1;
    this.#trouble = { what, from, to: from + times - 1 };
  }

  /** Puts a mail into a folder and returns its UID. */
  deliver(path: string, source: string | Uint8Array, receivedAt: number): number {
    const folder = this.#folder(path);
    const uid = folder.next;
    folder.next += 1;
    folder.mails.push({ uid, receivedAt, bytes: Buffer.from(source) });
    return uid;
  }

  /** Removes a mail for good. */
  expunge(path: string, uid: number): void {
    const folder = this.#folder(path);
    folder.mails = folder.mails.filter((m) => m.uid !== uid);
  }

  /** What a restored backup or a migration does: all mails get UIDs anew. */
  renumber(path: string): void {
    const folder = this.#folder(path);
    folder.validity += 1;
    folder.mails = folder.mails.map((m, i) => ({ ...m, uid: i + 1 }));
    folder.next = folder.mails.length + 1;
  }

  /** The way in, as {@link OpenMail}. */
  readonly open: OpenMail = async (_config, _password, signal) => {
    signal.throwIfAborted();
    this.#call();
    this.counts.opened += 1;
    this.counts.open += 1;
    return this.#session();
  };

  #session(): MailClient {
    let current: FakeFolder | undefined;
    const opened = (): FakeFolder => {
      this.#call();
      if (current === undefined) throw new TypeError('no folder is open');
      return current;
    };
    return {
      folders: async () => {
        this.#call();
        return [...this.folders].map(([path, { use }]) => (use === undefined ? { path } : { path, use }));
      },
      status: async (path) => {
        this.#call();
        return stateOf(this.#folder(path));
      },
      open: async (path) => {
        this.#call();
        current = this.#folder(path);
        return stateOf(current);
      },
      uids: async (from) => starRange(opened().mails, from).filter((uid) => uid >= from),
      mails: async (uids, part) => {
        const mails = opened().mails.filter((m) => uids.includes(m.uid));
        this.counts.mails += mails.length;
        return mails.map((m) => ({ ...m, bytes: part === 'start' ? m.bytes.subarray(0, mailLimits.startBytes) : headerLines(m.bytes) }));
      },
      close: async () => {
        this.counts.open -= 1;
      },
    };
  }

  #call(): void {
    this.counts.calls += 1;
    const { calls } = this.counts;
    const trouble = this.#trouble;
    if (trouble !== undefined && calls >= trouble.from && calls <= trouble.to) throw Object.assign(new Error('Command failed'), troubles[trouble.what]);
  }

  #folder(path: string): FakeFolder {
    const folder = this.folders.get(path);
    if (folder === undefined) throw Object.assign(new Error('Command failed'), { responseStatus: 'NO', serverResponseCode: 'NONEXISTENT' });
    return folder;
  }
}

function stateOf(folder: FakeFolder): FolderState {
  return { validity: folder.validity, next: folder.next };
}

/** `UID SEARCH UID n:*`: `*` is the last mail, and a range has no order, so beyond the end it is the last mail. */
function starRange(mails: readonly RawMail[], from: number): number[] {
  const last = mails.at(-1)?.uid ?? 0;
  const [low, high] = [Math.min(from, last), Math.max(from, last)];
  return mails.map((m) => m.uid).filter((uid) => uid >= low && uid <= high);
}

/** The header lines that a fetch for people gives, unfolded lines included. */
function headerLines(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)[0] as string;
  const lines = head.split(/\r?\n(?![ \t])/).filter((line) => (peopleHeaders as readonly string[]).includes(line.slice(0, line.indexOf(':')).toLowerCase()));
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
