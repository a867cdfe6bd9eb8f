import { isObject, type Json, type JsonObject, own } from '../../core/model/json.ts';

/** The id of a record: its key columns as text, joined by `|` (which is written `%7C` inside a part). Empty when a part is. */
export function keyOf(record: JsonObject, columns: readonly string[]): string {
  if (columns.length === 1) return textAt(record, columns[0] as string);
  const parts = columns.map((column) => textAt(record, column));
  return parts.includes('') ? '' : parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|');
}

/** A column, or the path of a member (`company.id`) where the record has no such column. */
function textAt(record: JsonObject, column: string): string {
  let value: Json | undefined = own(record, column);
  if (value === undefined && column.includes('.')) {
    value = record;
    for (const name of column.split('.')) value = isObject(value) ? own(value, name) : undefined;
  }
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
