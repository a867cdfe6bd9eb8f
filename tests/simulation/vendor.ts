import type { HttpRequest, HttpResponse } from '../../core/ports/world.ts';
import type { Book, BookOp } from './book.ts';

/** The header by which the simulation tells which invocation asks; a real vendor is not told. */
export const askerHeader = 'x-asker';

/** A small system in virtual time, answering over HTTP. */
export class Vendor {
  readonly name: string;
  readonly books: ReadonlyMap<string, Book>;
  /** Answers nothing but 503 until this time. */
  downUntil = 0;
  /** When it was away, and until when, ms since 1970. */
  readonly outages: { readonly from: number; until: number }[] = [];
  /** When it was asked while it was away, ms since 1970. */
  readonly unheard: number[] = [];
  /** Who does not bring it gets 401. */
  readonly token: string;
  /** Leaves this share of its records out of listings and reads until the time: a broken permission, not a delete. */
  hides = { share: 0, until: 0 };
  /** When it did so, and until when, ms since 1970. */
  readonly hidings: { readonly from: number; readonly until: number; readonly share: number }[] = [];

  constructor(name: string, books: readonly Book[], token: string) {
    this.name = name;
    this.token = token;
    this.books = new Map(books.map((b) => [b.name, b]));
  }

  book(stream: string): Book {
    const book = this.books.get(stream);
    if (book === undefined) throw new RangeError(`${this.name} has no ${stream}`);
    return book;
  }

  /** It leaves records out for a while. */
  hide(now: number, forMs: number, share: number): void {
    this.hides = { share, until: now + forMs };
    this.hidings.push({ from: now, until: now + forMs, share });
  }

  /** It answers nothing for a while. */
  goAway(now: number, forMs: number): void {
    this.downUntil = now + forMs;
    this.outages.push({ from: now, until: now + forMs });
  }

  /** It answers again, whatever was to come. */
  comeBack(now: number): void {
    this.downUntil = 0;
    for (const outage of this.outages) outage.until = Math.min(outage.until, now);
  }

  answer(request: HttpRequest, now: number): HttpResponse {
    if (request.headers?.['authorization'] !== `Bearer ${this.token}`) return { status: 401, headers: {}, body: new Uint8Array() };
    if (now < this.downUntil) {
      this.unheard.push(now);
      return { status: 503, headers: {}, body: new Uint8Array() };
    }
    const body = JSON.parse(String(request.body ?? '{}')) as { ids?: string[]; ops?: BookOp[]; since?: number };
    const [, stream = '', verb = ''] = new URL(request.url).pathname.split('/');
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(this.#do(this.book(stream), verb, body, now, request.headers?.[askerHeader] ?? ''))) };
  }

  /** A request of that time lands whose sender has given it up. */
  answerLate(request: HttpRequest, sentAt: number, now: number): void {
    const before = [...this.books.values()].map((book) => ({ book, known: new Set(book.records.values()), puts: book.puts.length }));
    this.answer(request, now);
    for (const { book, known, puts } of before) {
      for (const record of book.records.values()) if (!known.has(record)) book.landedLate.set(record.id, sentAt);
      book.latePuts.push(...book.puts.slice(puts));
    }
  }

  #do(book: Book, verb: string, body: { ids?: string[]; ops?: BookOp[]; since?: number }, now: number, asker: string): unknown {
    if (verb === 'list') return book.list(body.since, now).filter((r) => !this.#isHidden(String(r['id']), now));
    if (verb === 'fetch') return book.fetch(body.ids ?? [], asker).filter((r) => !this.#isHidden(String(r['id']), now));
    if (verb === 'find') return (body.ops ?? []).map((op) => book.find(op, now, asker));
    return (body.ops ?? []).map((op) => book.write(op, now, asker));
  }

  #isHidden(id: string, now: number): boolean {
    return now < this.hides.until && isLeftOut(id, this.hides.share);
  }
}

/** Always the same records of a system, so that a second sweep misses them again. */
export function isLeftOut(id: string, share: number): boolean {
  let sum = 7;
  for (const c of id) sum = (sum * 31 + c.charCodeAt(0)) % 997;
  return sum / 997 < share;
}
