import type { Paint } from './paint.ts';
import { widthOf } from './width.ts';

/** A cell of a row, with the title of its column. */
export interface TitledCell {
  readonly title: string;
  readonly text: string;
  readonly painted: string;
}

/** Rows as blocks, for terminals that are too narrow for their table: the first cell as heading, the others below with their titles, broken between cells. */
export function cards(rows: readonly (readonly TitledCell[])[], options: { readonly columns: number; readonly paint: Paint; readonly indent: string }): string[] {
  const { columns, paint, indent } = options;
  return rows.flatMap((row) => {
    const [head, ...others] = row.filter(({ text }) => text !== '');
    const lines = head === undefined ? [] : [`${indent}${head.painted}`];
    let [line, width] = ['', 0];
    for (const { title, text, painted } of others) {
      const [more, moreWidth] = title === '' ? [painted, widthOf(text)] : [`${paint.dim(title)} ${painted}`, widthOf(title) + 1 + widthOf(text)];
      if (width > 0 && widthOf(indent) + 2 + width + 3 + moreWidth > columns) {
        lines.push(`${indent}  ${line}`);
        [line, width] = ['', 0];
      }
      line += width === 0 ? more : ` · ${more}`;
      width += width === 0 ? moreWidth : 3 + moreWidth;
    }
    return width === 0 ? lines : [...lines, `${indent}  ${line}`];
  });
}
