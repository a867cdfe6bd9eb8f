import { refuse } from '../../model/refusal.ts';
import { tokenCharsMax } from './limits.ts';
import { TextWindow } from './textWindow.ts';

/** A line of a file without its line feed. */
export interface TextLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** The lines of a text, one at a time; the empty text behind a last line feed is a line too. A line longer than any real one is a named refusal. */
export function* textLines(chunks: Iterable<string>): Generator<TextLine> {
  const window = new TextWindow(chunks);
  for (;;) {
    const { line } = window;
    const end = window.find('\n', 0, tokenCharsMax);
    if (end < 0 && window.held > tokenCharsMax)
      refuse('malformed', `Line ${line} is longer than ${tokenCharsMax} characters.`, `第 ${line} 行超过 ${tokenCharsMax} 个字符。`, line);
    if (end < 0) {
      yield { text: window.take(window.held), line };
      return;
    }
    const text = window.text.slice(window.at, window.at + end);
    window.at += end + 1;
    window.line += 1;
    yield { text, line };
  }
}
