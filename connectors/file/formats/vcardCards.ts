import type { Line } from './lines.ts';

/** A property with its folded lines put together, and where they stand in the text. */
export interface LogicalLine {
  readonly text: string;
  readonly start: number;
  readonly next: number;
}

/** One card of a text. */
export interface Card {
  readonly line: number;
  readonly start: number;
  readonly next: number;
  /** Properties between BEGIN and END. */
  readonly properties: readonly LogicalLine[];
  /** Another card began, or the text ended, before its END. */
  readonly broken: boolean;
}

/** A card with more lines than this is no card. */
const linesMax = 200_000;

/** Gathers lines into cards as they come; what stands between cards is skipped. */
export class CardGatherer {
  #open: { line: number; start: number; lines: Line[] } | undefined;

  /** Takes lines and gives the cards that have ended. */
  push(lines: readonly Line[]): Card[] {
    const cards: Card[] = [];
    for (const line of lines) {
      const mark = line.text.trim().toUpperCase();
      if (mark === 'BEGIN:VCARD') {
        if (this.#open !== undefined) cards.push(this.#close(line.start, true));
        this.#open = { line: line.line, start: line.start, lines: [] };
      } else if (this.#open !== undefined && mark === 'END:VCARD') cards.push(this.#close(line.next, false));
      else if (this.#open !== undefined && this.#open.lines.length < linesMax) this.#open.lines.push(line);
    }
    return cards;
  }

  /** Gives the card that has not ended. */
  end(): Card[] {
    return this.#open === undefined ? [] : [this.#close(this.#open.lines.at(-1)?.next ?? this.#open.start, true)];
  }

  #close(next: number, broken: boolean): Card {
    const { line, start, lines } = this.#open as { line: number; start: number; lines: Line[] };
    this.#open = undefined;
    return { line, start, next, properties: unfold(lines), broken };
  }
}

/** A line that begins with a space or tab belongs to the one before; so does what follows a quoted-printable line that ends in `=`. */
function unfold(lines: readonly Line[]): LogicalLine[] {
  const out: { text: string; start: number; next: number }[] = [];
  let soft = false;
  for (const { text, start, next } of lines) {
    const last = out.at(-1);
    if (last !== undefined && (soft || text.startsWith(' ') || text.startsWith('\t'))) {
      last.text = soft ? last.text.slice(0, -1) + text.trimStart() : last.text + text.slice(1);
      last.next = next;
    } else if (text !== '') out.push({ text, start, next });
    soft = /[;=]QUOTED-PRINTABLE[;:]/i.test(out.at(-1)?.text ?? '') && text.endsWith('=');
  }
  return out;
}
