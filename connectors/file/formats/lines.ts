import { rowCharsMax } from './csvSplit.ts';

/** One line of a text, without its break. */
export interface Line {
  /** From 1. */
  readonly line: number;
  /** Place in the text pushed so far: of the first character, and after the break. */
  readonly start: number;
  readonly next: number;
  readonly text: string;
}

/** Cuts text into lines as it comes (`\n`, `\r\n`). A line over {@link rowCharsMax} is given in parts, so that memory stays bounded. */
export class LineSplitter {
  #waiting: string[] = [];
  #waitingChars = 0;
  #offset = 0;
  #line = 1;

  /** Takes the next text and gives the lines that are whole. */
  push(text: string): Line[] {
    this.#waiting.push(text);
    this.#waitingChars += text.length;
    if (!text.includes('\n') && this.#waitingChars <= rowCharsMax) return []; // a long line is put together once
    const all = this.#waiting.join('');
    const lines: Line[] = [];
    let pos = 0;
    for (let found = all.indexOf('\n', pos); found >= 0; found = all.indexOf('\n', pos)) {
      lines.push(this.#cut(all, pos, found, found + 1));
      this.#line += 1;
      pos = found + 1;
    }
    if (all.length - pos > rowCharsMax) {
      lines.push(this.#cut(all, pos, all.length, all.length));
      pos = all.length;
    }
    this.#offset += pos;
    this.#waiting = [all.slice(pos)];
    this.#waitingChars = all.length - pos;
    return lines;
  }

  /** Gives the last line when it has no break. */
  end(): Line[] {
    const rest = this.#waiting.join('');
    return rest === '' ? [] : [this.#cut(rest, 0, rest.length, rest.length)];
  }

  #cut(all: string, from: number, to: number, next: number): Line {
    const end = to > from && all.charCodeAt(to - 1) === 13 ? to - 1 : to;
    return { line: this.#line, start: this.#offset + from, next: this.#offset + next, text: all.slice(from, end) };
  }
}

/** All lines of a whole text. */
export function linesOf(text: string): Line[] {
  const splitter = new LineSplitter();
  return [...splitter.push(text), ...splitter.end()];
}
