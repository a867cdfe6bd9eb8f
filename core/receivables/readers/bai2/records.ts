import type { TextLine } from '../source/textLines.ts';

/** One logical record: its code, its fields and how many physical records (with continuations) it is made of. */
export interface BaiRecord {
  readonly code: string;
  readonly fields: readonly string[];
  readonly physical: number;
  /** 1-based. */
  readonly line: number;
}

const codes = '01|02|03|16|49|88|98|99';
const codeAhead = new RegExp(`/\\s+(?=(?:${codes}),)`);
const codeOf = new RegExp(`^(${codes}),`);

/** Splits BAI2 lines into logical records: several records on one line are separated, a line without a code continues the line above, and `88` records are joined to the record they continue. */
export function* baiRecords(lines: Iterable<TextLine>): Generator<BaiRecord> {
  let last: { code: string; raw: string; physical: number; line: number } | undefined;
  const done = ({ code, raw, physical, line }: NonNullable<typeof last>): BaiRecord => ({ code, fields: raw.split(','), physical, line });
  for (const { text, line } of lines) {
    for (const piece of text.split(codeAhead)) {
      const trimmed = piece.trim();
      if (trimmed === '') continue;
      const code = codeOf.exec(trimmed)?.[1];
      const body = trimmed.replace(/\s*\/$/, '');
      if (last !== undefined && code === undefined) last.raw += ` ${body}`;
      else if (last !== undefined && code === '88') {
        last.raw += `${last.code === '03' ? ',' : ' '}${body.slice(3)}`;
        last.physical += 1;
      } else {
        if (last !== undefined) yield done(last);
        last = { code: code ?? trimmed.slice(0, 2), raw: body, physical: 1, line };
      }
    }
  }
  if (last !== undefined) yield done(last);
}
