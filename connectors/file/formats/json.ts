import { FileProblem, type Format, type FormatOptions, type Row } from './format.ts';
import { jsonEdit } from './jsonEdit.ts';
import { elementsOf } from './jsonList.ts';
import { jsonRow } from './jsonRow.ts';
import { textOf } from './text.ts';

/** A JSON file is held whole while it is read; larger lists belong into NDJSON. */
export const jsonBytesMax = 64 * 1024 * 1024;
/** Rows handed on at once. */
const batchRows = 1_000;

/** JSON: a list of objects, or an object with one. One malformed element leaves the others readable. */
export const json: Format = {
  async *rows(chunks, options) {
    const text = await wholeText(chunks, options);
    const { elements } = elementsOf(text, options);
    let line = 1;
    let counted = 0;
    let batch: Row[] = [];
    for (const { start, end } of elements) {
      for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line += 1;
      counted = start;
      batch.push(jsonRow(text.slice(start, end), line, options.shape.damaged));
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  },
  edit: jsonEdit,
};

async function wholeText(chunks: AsyncIterable<Uint8Array>, { shape, path }: FormatOptions): Promise<string> {
  if (shape.bytes > jsonBytesMax) {
    throw new FileProblem({
      kind: 'too-large',
      code: 'json.large',
      en: `${path} is larger than 64 MB. Export it as NDJSON: one object a line.`,
      zh: `${path} 超过 64 MB。请导出为 NDJSON，每行一个对象。`,
    });
  }
  let text = '';
  for await (const part of textOf(chunks, shape.encoding)) text += part;
  return text;
}
