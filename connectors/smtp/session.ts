import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type OpenPost, type Phase, type Post, PostError, type Receipt } from './client.ts';
import { portOf, type SmtpConfig } from './schema.ts';

/** A server that does not take a connection in this time is away. */
const connectTimeoutMs = 20_000;
/** RFC 5321 §4.5.3.2.6 lets a server think for ten minutes about a mail; a step of ours is at most five. */
const silenceTimeoutMs = 120_000;

/** Opens a session with nodemailer's SMTP client. Certificates are always verified, a demanded STARTTLS is never given up, and an abort closes the socket. */
export const openSession: OpenPost = async (config, password, signal, address) => {
  if (signal.aborted) throw new PostError('connect', 'EABORT');
  const smtp = new SMTPConnection(optionsOf(config, address));
  let lost: ((error: unknown) => void) | undefined;
  smtp.on('error', (error: unknown) => lost?.(error));
  smtp.on('end', () => lost?.({ code: 'ECONNECTION' }));
  const stop = (): void => smtp.close();
  signal.addEventListener('abort', stop, { once: true });
  const step = <T>(phase: () => Phase, work: (done: (error: unknown, value?: T) => void) => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => reject(postError(phase(), error));
      lost = fail;
      work((error, value) => (error ? fail(error) : resolve(value as T)));
    });
  const close = (): void => {
    signal.removeEventListener('abort', stop);
    smtp.quit();
  };
  try {
    await step<void>(
      () => 'connect',
      (done) => smtp.connect((error?: unknown) => done(error)),
    );
    if (config.user !== undefined) {
      const auth = { user: config.user, pass: password ?? '' };
      await step<void>(
        () => 'login',
        (done) => smtp.login(auth, (error?: unknown) => done(error)),
      );
    }
  } catch (error) {
    signal.removeEventListener('abort', stop);
    smtp.close();
    throw error;
  }
  return { send: (post) => send(post, step, (envelope, content, done) => smtp.send(envelope, content, done)), close };
};

type Step = <T>(phase: () => Phase, work: (done: (error: unknown, value?: T) => void) => void) => Promise<T>;
type SendInfo = { readonly rejected: readonly string[] };
type SmtpSend = (envelope: { from: string; to: string[] }, content: Readable, done: (error: unknown, info?: SendInfo) => void) => void;

/** The content goes in as a stream, because its first and last reads tell how far the session came. */
async function send(post: Post, step: Step, smtpSend: SmtpSend): Promise<Receipt> {
  let phase: Phase = 'envelope';
  const content = Readable.from(
    (function* pieces() {
      phase = 'content';
      yield Buffer.from(post.bytes);
      phase = 'answer';
    })(),
  );
  const info = await step<SendInfo>(
    () => phase,
    (done) => smtpSend({ from: post.from, to: [...post.to] }, content, done),
  );
  return { refused: info.rejected };
}

function optionsOf(config: SmtpConfig, address: string): ConstructorParameters<typeof SMTPConnection>[0] {
  return {
    host: address,
    port: portOf(config),
    secure: config.tls === 'tls',
    requireTLS: config.tls === 'starttls',
    ignoreTLS: config.tls === 'none',
    tls: { ...(isIP(config.host) === 0 && { servername: config.host }), minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(config.ca === undefined ? {} : { ca: config.ca }) },
    name: 'syncline.invalid',
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    logger: false,
  };
}

function postError(phase: Phase, error: unknown): PostError {
  if (error instanceof PostError) return error;
  const { code, originalCode, responseCode } = error as { code?: unknown; originalCode?: unknown; responseCode?: unknown };
  const own = typeof originalCode === 'string' ? originalCode : typeof code === 'string' ? code : 'unknown';
  return new PostError(phase, own, typeof responseCode === 'number' ? responseCode : undefined, { cause: error });
}
