import { withoutFormula } from '../../core/model/formula.ts';
import { isObject, type Json } from '../../core/model/json.ts';
import type { RecordView } from '../../core/sync/views/records.ts';

/** The first line: id, name and the fields of the type. */
export function csvHead(fields: readonly string[]): string {
  return ['id', 'systems', ...fields].map(csvCell).join(',');
}

/** One entity as a line; sets by `; `, money as `12.50 EUR`. */
export function csvLine(record: RecordView, fields: readonly string[]): string {
  const systems = [...new Set(record.links.map((link) => link.connection))].join('; ');
  return [record.id, systems, ...fields.map((field) => cellText(record.golden[field]))].map(csvCell).join(',');
}

/** A cell: quoted where needed, and with `'` in front where a spreadsheet would run it. */
export function csvCell(text: string): string {
  const safe = withoutFormula(text);
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(cellText).join('; ');
  if (!isObject(value)) return String(value);
  const { amount, currency } = value;
  return typeof amount === 'string' && typeof currency === 'string' ? `${amount} ${currency}` : JSON.stringify(value);
}
