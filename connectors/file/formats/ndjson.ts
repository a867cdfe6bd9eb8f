import type { Edits, Format, Row } from './format.ts';
import { changedObject, previewObject } from './jsonEdit.ts';
import { jsonRow } from './jsonRow.ts';
import { type Line, LineSplitter, linesOf } from './lines.ts';
import { textOf } from './text.ts';

/** NDJSON: one object a line; blank lines are skipped. */
export const ndjson: Format = {
  async *rows(chunks, options) {
    const splitter = new LineSplitter();
    for await (const text of textOf(chunks, options.shape.encoding)) {
      const rows = rowsOf(splitter.push(text), options.shape.damaged);
      if (rows.length > 0) yield rows;
    }
    yield rowsOf(splitter.end(), options.shape.damaged);
  },
  edit: {
    columns: () => [],
    empty: () => '',
    preview: previewObject,
    apply: (text, edits, { shape }) => applyEdits(text, edits, shape.eol),
  },
};

function rowsOf(lines: readonly Line[], damaged: boolean): Row[] {
  return lines.filter((l) => l.text.trim() !== '').map((l) => jsonRow(l.text, l.line, damaged));
}

function applyEdits(text: string, edits: Edits, eol: string): string {
  const lines = linesOf(text).filter((l) => l.text.trim() !== '');
  let out = '';
  let kept = 0;
  for (const [index, line] of lines.entries()) {
    const changed = edits.changed.get(index);
    if (changed === undefined && !edits.removed.has(index)) continue;
    out += text.slice(kept, line.start) + (changed === undefined ? '' : changedObject(line.text.trim(), changed) + text.slice(line.start + line.text.length, line.next));
    kept = line.next;
  }
  out += text.slice(kept);
  for (const record of edits.added) out += `${out === '' || out.endsWith('\n') ? '' : eol}${JSON.stringify(record)}${eol}`;
  return out;
}
