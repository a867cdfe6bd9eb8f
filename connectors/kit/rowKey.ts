import { isObject, type Json, type JsonObject, own } from '../../core/model/json.ts';

/** The id of a record: its key columns as text, joined by `|` (which is written `%7C` inside a part). Empty when a part is. */
export function keyOf(record: JsonObject, columns: readonly string[]): string {
  if (columns.length === 1) return textAt(record, columns[0] as string);
  const parts = columns.map((column) => textAt(record, column));
  return parts.includes('') ? '' : parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|');
}

/** A member of a record, or the path of one (`company.id`) where the record has no member of that name. */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = own(record, path);
  if (value === undefined && path.includes('.')) {
    value = record;
    for (const name of path.split('.')) value = isObject(value) ? own(value, name) : undefined;
  }
  return value;
}

function textAt(record: JsonObject, column: string): string {
  const value = valueAt(record, column);
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
