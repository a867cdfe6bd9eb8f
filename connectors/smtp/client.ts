import type { SmtpConfig } from './schema.ts';

/** One mail with its envelope. */
export interface Post {
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: Uint8Array;
}

/** Who was taken; at least one was. */
export interface Receipt {
  readonly refused: readonly string[];
}

/**
 * How far a session came before it failed. In `answer` the whole mail was sent and nothing came back: the server may have taken it.
 *
 *     connect ─ login ─ envelope ─ content ─ answer
 *     └──────── certainly not taken ───────┘ └ unsure, unless there is a reply
 */
export type Phase = 'connect' | 'login' | 'envelope' | 'content' | 'answer';

/** Why a mail was not, or perhaps not, taken. `reply` is the server's three-digit answer, where it gave one; its text is left out, it can quote data. */
export class PostError extends Error {
  readonly phase: Phase;
  /** The library's or the socket's own code. */
  readonly code: string;
  readonly reply: number | undefined;

  constructor(phase: Phase, code: string, reply?: number, options?: { cause?: unknown }) {
    super(`${phase}: ${reply ?? code}`, options);
    this.name = 'PostError';
    this.phase = phase;
    this.code = code;
    this.reply = reply;
  }
}

/** The little of SMTP that this connector speaks. */
export interface PostClient {
  /** Sends one mail; rejects with {@link PostError}. After a failure in `connect`, `content` or `answer` without a reply the session is of no more use. */
  send(post: Post): Promise<Receipt>;
  close(): void;
}

/** Connects to the address that the host's name led to, and logs in; rejects with {@link PostError}. */
export type OpenPost = (config: SmtpConfig, password: string | undefined, signal: AbortSignal, address: string) => Promise<PostClient>;
