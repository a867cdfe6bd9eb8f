import { isObject, type Json, type JsonObject, own } from '../../core/model/json.ts';
import { FaultError } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';

/** A server stamp: microseconds since 1970 (UTC). Tryton stamps in microseconds; the number stays exact until the year 2255. */
export type Stamp = number;

/** Tryton's JSON form of a date-time (UTC, without a zone). */
export function wireDateTime(stamp: Stamp): JsonObject {
  const at = new Date(Math.floor(stamp / 1_000));
  return {
    __class__: 'datetime',
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    microsecond: ((stamp % 1_000_000) + 1_000_000) % 1_000_000,
  };
}

/** Tryton's JSON form of a day, `YYYY-MM-DD`. */
export function wireDate(day: string): JsonObject {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { __class__: 'date', year, month, day: date };
}

/** Tryton's JSON form of an amount: a JSON number would be read as a float and refused. */
export function wireDecimal(text: string): JsonObject {
  return { __class__: 'Decimal', decimal: text };
}

function part(value: JsonObject, key: string): number {
  const found = own(value, key);
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : Number.NaN;
}

function classOf(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const name = own(value, '__class__');
  return typeof name === 'string' ? name : undefined;
}

/** The stamp in a `datetime` value; undefined when it is something else. */
export function stampFrom(value: Json | undefined): Stamp | undefined {
  if (classOf(value) !== 'datetime') return undefined;
  const v = value as JsonObject;
  const ms = Date.UTC(part(v, 'year'), part(v, 'month') - 1, part(v, 'day'), part(v, 'hour'), part(v, 'minute'), part(v, 'second'));
  const stamp = ms * 1_000 + part(v, 'microsecond');
  return Number.isSafeInteger(stamp) ? stamp : undefined;
}

/** `YYYY-MM-DD` of a `date` value; null for null, undefined when it is something else. */
export function dayFrom(value: Json | undefined): string | null | undefined {
  if (value === null) return null;
  if (classOf(value) !== 'date') return undefined;
  const v = value as JsonObject;
  const text = [String(part(v, 'year')).padStart(4, '0'), String(part(v, 'month')).padStart(2, '0'), String(part(v, 'day')).padStart(2, '0')].join('-');
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

/** The text of a `Decimal` value, never through a float; null for null, undefined when it is something else. Exponents (`1E+2`) are refused. */
export function decimalFrom(value: Json | undefined): string | null | undefined {
  if (value === null) return null;
  if (classOf(value) !== 'Decimal') return undefined;
  const text = own(value as JsonObject, 'decimal');
  return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
}

/** A boolean as Tryton sends it: SQLite answers 1 and 0. */
export function flagFrom(value: Json | undefined): boolean {
  return value === true || value === 1;
}

/** A text; null when empty. Undefined when it is something else or was not answered at all, which no schema accepts: an unanswered field must not look like a cleared one. */
export function textFrom(value: Json | undefined): string | null | undefined {
  if (value === null || value === '') return null;
  return typeof value === 'string' ? value : undefined;
}

/** A relation's rows read with dotted field names (`addresses.street` comes as `addresses.`: rows). Throws a {@link FaultError} when the relation was not answered: an empty list would wipe what is there. */
export function rowsOf(row: JsonObject, relation: string): readonly JsonObject[] {
  const rows = own(row, `${relation}.`);
  if (Array.isArray(rows)) return rows.filter(isObject);
  throw new FaultError(fault('schema', 'field', `Tryton did not answer ${relation}.`, `Tryton 未返回 ${relation}。`, { field: relation }));
}

/** The row that a many-to-one names, read with dotted field names; null when it names none, undefined when it was not answered. */
export function rowOf(row: JsonObject, relation: string): JsonObject | null | undefined {
  const found = own(row, `${relation}.`);
  return found === null || isObject(found) ? found : undefined;
}

/** A text of the row that a many-to-one names; null when it names none. */
export function textAt(row: JsonObject, relation: string, field: string): string | null | undefined {
  const found = rowOf(row, relation);
  return isObject(found) ? textFrom(own(found, field)) : found;
}

/** A row's id; NaN when it has none, which no schema accepts. */
export function idOf(row: JsonObject): number {
  return part(row, 'id');
}
