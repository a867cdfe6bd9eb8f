import type { Canon } from '../../ports/mapping.ts';
import type { Column } from './columns.ts';

/** Fields that are sets: each value its own cell. */
const sets: ReadonlySet<string> = new Set(['emails', 'phones', 'identifiers', 'name', 'alias', 'website', 'taxId', 'street']);

/** A cell longer than this is cut: no name or address needs more. */
const cellCharactersMax = 1_000;

/** A row in canonical fields; empty cells are absent. */
export function fieldsOfRow(row: readonly string[], columns: readonly Column[]): ReadonlyMap<string, Canon> {
  const fields = new Map<string, Canon>();
  for (const column of columns) {
    const value = (row[column.index] ?? '').slice(0, cellCharactersMax).trim();
    if (value === '') continue;
    const repeated = sets.has(column.field) && columns.some((c) => c !== column && c.field === column.field);
    if (column.field === 'emails' || column.field === 'phones' || column.field === 'identifiers') {
      for (const part of value.split(/[;|]|,(?=.*@)/)) if (part.trim() !== '') fields.set(`${column.field}:${part.trim()}`, true);
    } else if (repeated) fields.set(`${column.field}:${value}`, true);
    else fields.set(column.field, value);
  }
  return fields;
}
