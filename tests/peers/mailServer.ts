import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';

const script = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/peers/mail.sh');

/** Start and seed take 4 s on a quiet machine. */
const startMsMax = 120_000;

/** Why the real server cannot be used here; undefined when it can. */
export function whyNoMail(): string | undefined {
  if (!existsSync(script)) return 'the peer scripts are not beside this repository';
  if (!existsSync('/usr/sbin/dovecot') || !existsSync('/usr/sbin/postfix')) return 'Postfix and Dovecot are not installed (peer script: install)';
  if (process.getuid?.() !== 0) return 'Postfix and Dovecot have to be started by root';
  return undefined;
}

/** A login of the server. */
export interface MailUser {
  readonly address: string;
  readonly password: string;
}

/** A mail as somebody outside sends it. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real Postfix and Dovecot on this machine with the seed of their script. */
export interface MailServer {
  readonly host: string;
  readonly smtpPort: number;
  /** Without encryption; {@link MailServer.imapsPort} is with it. */
  readonly imapPort: number;
  readonly imapsPort: number;
  /** The certificate that the encrypted port shows (PEM). */
  readonly ca: string;
  readonly sales: MailUser;
  readonly finance: MailUser;
  /** A mail from outside, without a login. */
  send(letter: Letter): Promise<void>;
  /** Sources of all mails in a user's INBOX, counted outside of our code: the server's own files. */
  inbox(user: MailUser): readonly string[];
  /** Mails in a user's INBOX that nobody has seen, by the flags on the server's own files. */
  unseen(user: MailUser): number;
  /** Waits until a user's INBOX holds `n` mails that contain `text`, and returns them. */
  arrived(user: MailUser, text: string, n: number): Promise<readonly string[]>;
  /** Stops both servers and starts them again: an outage. */
  outage(during: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts and seeds the server (both are safe to repeat). `home` keeps its state; `keep` leaves it running at the end. It takes three ports from `port` on. */
export async function startMail(options: { readonly home?: string; readonly port: number; readonly keep?: boolean }): Promise<MailServer> {
  const { port } = options;
  const home = options.home ?? join(tmpdir(), 'syncline-peers', `mail-${port}`);
  const run = (verb: string) => promisify(execFile)('bash', [script, verb], { env: { ...process.env, PEER_HOME: home, PEER_PORT: String(port) }, timeout: startMsMax });
  await run('start');
  await run('seed');
  const outside = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  const maildir = (user: MailUser): string => join(home, 'dovecot', 'vmail', user.address, 'Maildir');
  const inbox = (user: MailUser): readonly string[] => filesIn(maildir(user)).map((file) => readFileSync(file, 'utf8'));
  return {
    host: '127.0.0.1',
    smtpPort: port,
    imapPort: port + 1,
    imapsPort: port + 2,
    ca: readFileSync(join(home, 'dovecot', 'cert.pem'), 'utf8'),
    sales: { address: 'sales@example.test', password: 'sales-pass' },
    finance: { address: 'finance@example.test', password: 'finance-pass' },
    send: async (letter) => void (await outside.sendMail({ ...letter })),
    inbox,
    unseen: (user) => filesIn(maildir(user)).filter((file) => !/:2,.*S/.test(file)).length,
    arrived: (user, text, n) => arrived(() => inbox(user).filter((mail) => mail.includes(text)), n),
    outage: async (during) => {
      await run('stop');
      try {
        await during();
      } finally {
        await run('start');
      }
    },
    stop: async () => {
      if (!options.keep) await run('stop');
    },
  };
}

function filesIn(maildir: string): readonly string[] {
  return ['new', 'cur'].map((part) => join(maildir, part)).flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []));
}

/** Delivery is asynchronous: the queue hands a mail over within a second or so. */
const arrivalMsMax = 20_000;

async function arrived(look: () => readonly string[], n: number): Promise<readonly string[]> {
  for (const until = Date.now() + arrivalMsMax; ; ) {
    const found = look();
    if (found.length >= n) return found;
    if (Date.now() > until) throw new Error(`${found.length} of ${n} mails arrived`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
