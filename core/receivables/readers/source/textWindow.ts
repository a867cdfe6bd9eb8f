/** What was read is dropped when it is this long. */
const droppedChars = 65_536;

/** A window over text that arrives in pieces: `text` from `at` on is not read yet, `line` is the line of `at`. {@link TextWindow.more} makes it longer at its end. */
export class TextWindow {
  text = '';
  at = 0;
  /** 1-based. */
  line = 1;
  readonly #chunks: Iterator<string>;
  #ended = false;

  constructor(chunks: Iterable<string>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** Adds the next piece; false when the text has ended. Positions before `at` move, positions relative to `at` hold. */
  more(): boolean {
    if (this.#ended) return false;
    const next = this.#chunks.next();
    if (next.done === true) {
      this.#ended = true;
      return false;
    }
    if (this.at >= droppedChars || this.at === this.text.length) {
      this.text = this.text.slice(this.at);
      this.at = 0;
    }
    this.text += next.value;
    return true;
  }

  /** True when there is nothing left to read. */
  atEnd(): boolean {
    while (this.at >= this.text.length) if (!this.more()) return true;
    return false;
  }

  /** True when the text goes on with these characters. */
  startsWith(characters: string): boolean {
    while (this.text.length - this.at < characters.length) if (!this.more()) return false;
    return this.text.startsWith(characters, this.at);
  }

  /** How far behind `at` the next such character sequence stands, looking from `from` on; −1 when it is not in the text, or not within `charsMax`. */
  find(characters: string, from = 0, charsMax = Number.POSITIVE_INFINITY): number {
    let looked = from;
    for (;;) {
      const found = this.text.indexOf(characters, this.at + looked);
      if (found >= 0) return found - this.at;
      looked = Math.max(from, this.text.length - this.at - characters.length + 1);
      if (looked > charsMax || !this.more()) return -1;
    }
  }

  /** Reads so many characters and counts their lines. */
  take(length: number): string {
    const taken = this.text.slice(this.at, this.at + length);
    for (let i = taken.indexOf('\n'); i >= 0; i = taken.indexOf('\n', i + 1)) this.line += 1;
    this.at += taken.length;
    return taken;
  }

  /** Characters that are here and not read. */
  get held(): number {
    return this.text.length - this.at;
  }
}
