import { cards } from './cards.ts';
import type { Paint } from './paint.ts';
import { clip, pad, widthOf } from './width.ts';

/** A column of a table. `grow` gives way first when the terminal is narrow. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly grow?: true;
}

/** A cell: plain text, or text with a paint that is applied after it was cut and padded. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** Two spaces between columns are enough to tell them apart. */
const gap = '  ';
/** A growing column is never cut to less. */
const growColumnsMin = 12;

/** Lines of a table with aligned columns; wide characters count as two. `columns` is the terminal's width, undefined: nothing is cut. Where even the narrowest table is too wide, each row is a block of its own. */
export function table(
  head: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: { readonly columns: number | undefined; readonly paint: Paint; readonly indent?: string },
): string[] {
  const indent = options.indent ?? '';
  const widths = head.map((column, i) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(textOf(row[i])))));
  if (options.columns !== undefined && !shrink(widths, head, options.columns - widthOf(indent))) {
    const titled = rows.map((row) => head.map(({ title }, i) => ({ title, text: textOf(row[i]), painted: paintedOf(row[i]) })));
    return cards(titled, { columns: options.columns, paint: options.paint, indent });
  }
  const line = (cells: readonly Cell[], paint?: (text: string) => string): string => {
    const parts = head.map((column, i) => {
      const cell = cells[i] ?? '';
      const text = pad(clip(textOf(cell), widths[i] as number), widths[i] as number, column.align === 'right' ? 'right' : 'left');
      const painted = typeof cell === 'string' ? text : paintText(text, cell.paint);
      return paint ? paint(text) : painted;
    });
    return `${indent}${parts.join(gap)}`.trimEnd();
  };
  const titles = head.map((column) => column.title);
  return [...(titles.some((title) => title !== '') ? [line(titles, options.paint.dim)] : []), ...rows.map((row) => line(row))];
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;
}

function paintedOf(cell: Cell | undefined): string {
  return cell === undefined || typeof cell === 'string' ? textOf(cell) : cell.paint(cell.text);
}

/** Paints the text and not its padding, so that nothing underlines or colours empty space. */
function paintText(padded: string, paint: (text: string) => string): string {
  const bare = padded.trim();
  if (bare === '') return padded;
  const start = padded.indexOf(bare);
  return padded.slice(0, start) + paint(bare) + padded.slice(start + bare.length);
}

/** Takes what is too much from the widest growing columns, evenly; false when there is not enough to take. */
function shrink(widths: number[], head: readonly Column[], columns: number): boolean {
  let over = widths.reduce((a, b) => a + b, 0) + gap.length * (widths.length - 1) - columns;
  while (over > 0) {
    let widest = -1;
    for (const [i, column] of head.entries()) {
      if (column.grow && (widths[i] as number) > growColumnsMin && (widest < 0 || (widths[i] as number) > (widths[widest] as number))) widest = i;
    }
    if (widest < 0) return false;
    widths[widest] = (widths[widest] as number) - 1;
    over -= 1;
  }
  return true;
}
