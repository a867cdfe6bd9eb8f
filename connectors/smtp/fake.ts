import { type OpenPost, type Phase, type Post, PostError } from './client.ts';

/** A mail server in memory: keeps what it takes, answers as told for special receivers, and breaks where told. */
export class FakePost {
  /** Every mail taken, repeats included: what a receiver would see. */
  readonly mails: Post[] = [];
  /** Sessions opened, and still open. */
  readonly counts = { opened: 0, open: 0 };
  /** Receivers that get a refusal, with the reply. */
  readonly replies = new Map<string, number>();
  /** The session fails in this phase until cleared. With `answer` the mail is taken and the confirmation lost; `content` is the same without the mail being taken. */
  breaksIn: Phase | undefined;
  /** Reply of the failure above (e.g. 535 in `login`, 421 in `connect`), when the server manages to say one. */
  reply: number | undefined;

  /** The way in, as {@link OpenPost}. */
  readonly open: OpenPost = async (_config, _password, signal) => {
    if (signal.aborted) throw new PostError('connect', 'EABORT');
    if (this.breaksIn === 'connect' || this.breaksIn === 'login') throw this.#broken();
    this.counts.opened += 1;
    this.counts.open += 1;
    return {
      send: async (post) => this.#take(post),
      close: () => {
        this.counts.open -= 1;
      },
    };
  };

  #take(post: Post): { refused: readonly string[] } {
    if (this.breaksIn === 'envelope') throw this.#broken();
    const refused = post.to.filter((address) => this.replies.has(address));
    if (refused.length === post.to.length) throw new PostError('envelope', 'EENVELOPE', this.replies.get(refused.at(-1) as string));
    if (this.breaksIn === 'content') throw this.#broken();
    if (this.breaksIn === 'answer' && this.reply !== undefined) throw this.#broken();
    this.mails.push({ ...post, to: post.to.filter((address) => !refused.includes(address)) });
    if (this.breaksIn === 'answer') throw this.#broken();
    return { refused };
  }

  #broken(): PostError {
    return new PostError(this.breaksIn ?? 'connect', this.breaksIn === 'connect' ? 'ECONNREFUSED' : 'ECONNECTION', this.reply);
  }
}
