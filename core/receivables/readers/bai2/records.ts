/** One logical record: its code, its fields and how many physical records (with continuations) it is made of. */
export interface BaiRecord {
  readonly code: string;
  readonly fields: string[];
  /** The record after its sixth comma-free split, kept whole for texts that hold commas. */
  readonly raw: string;
  readonly physical: number;
  /** 1-based. */
  readonly line: number;
}

const codes = '01|02|03|16|49|88|98|99';

/** Splits BAI2 text into logical records: several records on one line are separated, a line without a code continues the line above, and `88` records are joined to the record they continue. */
export function baiRecords(text: string): BaiRecord[] {
  const records: { code: string; raw: string; physical: number; line: number }[] = [];
  text.split('\n').forEach((line, index) => {
    for (const piece of line.split(new RegExp(`/\\s+(?=(?:${codes}),)`))) {
      const trimmed = piece.trim();
      if (trimmed === '') continue;
      const code = new RegExp(`^(${codes}),`).exec(trimmed)?.[1];
      const body = trimmed.replace(/\s*\/$/, '');
      const last = records.at(-1);
      if (code === undefined) {
        if (last !== undefined) last.raw += ` ${body}`;
        else records.push({ code: trimmed.slice(0, 2), raw: body, physical: 1, line: index + 1 });
      } else if (code === '88' && last !== undefined) {
        const more = body.slice(3);
        last.raw += last.code === '03' ? `,${more}` : ` ${more}`;
        last.physical += 1;
      } else records.push({ code, raw: body, physical: 1, line: index + 1 });
    }
  });
  return records.map((record) => ({ ...record, fields: record.raw.split(',') }));
}
