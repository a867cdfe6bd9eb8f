import type { TextLine } from '../source/textLines.ts';

/** One `:tag:` field with its continuation lines joined by line feeds. */
export interface SwiftField {
  readonly tag: string;
  readonly value: string;
  /** Line of the tag, 1-based. */
  readonly line: number;
}

/** What stands in the file: a field, or that a message begins with the field behind it. */
export type SwiftToken = SwiftField | 'message';

/** Splits lines into fields and messages. A message ends at a line of `-` or `-}`, and at the next `:20:` (some banks write no end). SWIFT envelopes `{1:…}{2:…}{4:` are dropped; a tag broken off its line (`:` alone) is joined to the next. */
export function* swiftFields(lines: Iterable<TextLine>): Generator<SwiftToken> {
  let inMessage = false;
  let hasReference = false;
  let field: { tag: string; value: string; line: number } | undefined;
  for (const { text, line } of joinedTags(lines)) {
    if (/^-(?:\}.*)?$/.test(text) || /^\{[1-5S]:.*\}$/.test(text)) {
      if (field !== undefined) yield field;
      field = undefined;
      inMessage = false;
      continue;
    }
    const tag = /^:([0-9]{2}[A-Z]?|NS):(.*)$/s.exec(text);
    if (tag === null) {
      if (field !== undefined) field.value += `\n${text}`;
      continue;
    }
    if (field !== undefined) yield field;
    if (!inMessage || (tag[1] === '20' && hasReference)) {
      yield 'message';
      inMessage = true;
      hasReference = false;
    }
    hasReference ||= tag[1] === '20';
    field = { tag: tag[1] as string, value: tag[2] as string, line };
  }
  if (field !== undefined) yield field;
}

function* joinedTags(lines: Iterable<TextLine>): Generator<TextLine> {
  let colon = false;
  for (const { text, line } of lines) {
    if (colon) {
      colon = false;
      yield { text: `:${text.trimEnd()}`, line };
      continue;
    }
    const plain = text.replace(/^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:/, '').replace(/\s+$/, '');
    if (plain === ':') colon = true;
    else yield { text: plain, line };
  }
  if (colon) yield { text: ':', line: 0 };
}
