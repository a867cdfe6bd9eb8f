/** One `:tag:` field with its continuation lines joined by line feeds. */
export interface SwiftField {
  readonly tag: string;
  readonly value: string;
  /** Line of the tag, 1-based. */
  readonly line: number;
}

/** One message: the fields between its opening reference and its end. */
export interface SwiftMessage {
  readonly fields: readonly SwiftField[];
  readonly line: number;
}

/** Splits text into messages. A message ends at a line of `-` or `-}`, and at the next `:20:` (some banks write no end). SWIFT envelopes `{1:…}{2:…}{4:` are dropped; a tag broken off its line (`:` alone) is joined to the next. */
export function swiftMessages(text: string): SwiftMessage[] {
  const messages: { fields: SwiftField[]; line: number }[] = [];
  let current: { fields: SwiftField[]; line: number } | undefined;
  let field: { tag: string; value: string; line: number } | undefined;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    let line = (lines[i] as string).replace(/^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:/, '').replace(/\s+$/, '');
    if (line === ':' && i + 1 < lines.length) {
      i += 1;
      line = `:${(lines[i] as string).trimEnd()}`;
    }
    if (/^-(?:\}.*)?$/.test(line) || /^\{[1-5S]:.*\}$/.test(line)) {
      current = undefined;
      field = undefined;
      continue;
    }
    const tag = /^:([0-9]{2}[A-Z]?|NS):(.*)$/s.exec(line);
    if (tag === null) {
      if (field !== undefined) field.value += `\n${line}`;
      continue;
    }
    if (current === undefined || (tag[1] === '20' && current.fields.some((f) => f.tag === '20'))) {
      current = { fields: [], line: i + 1 };
      messages.push(current);
    }
    field = { tag: tag[1] as string, value: tag[2] as string, line: i + 1 };
    current.fields.push(field);
  }
  return messages;
}
