import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/model/json.ts';
import type { WriteOp } from '../../core/ports/connector.ts';
import { keyOf } from '../kit/rowKey.ts';
import { keyColumns } from './formats/all.ts';
import type { FileStreamConfig } from './schema.ts';
import { type RecordTable, recordsAt } from './table.ts';

/** The fields of a new record with its key in them, so that the same operation always gives the same record; undefined when no key can be made. `taken` holds numbers given in this push. */
export function withKey(op: WriteOp, stream: FileStreamConfig, table: RecordTable, taken: Set<string>): JsonObject | undefined {
  const columns = keyColumns(stream);
  const fields = op.externalId === undefined || stream.externalId === undefined ? op.fields : { ...op.fields, [stream.externalId]: op.externalId };
  if (keyOf(fields, columns) !== '') return fields;
  const [column] = columns;
  if (columns.length !== 1 || column === undefined) return undefined;
  if (stream.newKey === 'external') return op.externalId === undefined ? undefined : { ...fields, [column]: op.externalId };
  if (stream.newKey === 'uuid') return { ...fields, [column]: uuidOf(op.key) };
  const number = nextNumber(table, taken);
  taken.add(number);
  return { ...fields, [column]: number };
}

/** Ids under which the record of a create may already stand. */
export function idsFor(op: WriteOp, stream: FileStreamConfig): readonly string[] {
  const ids = [keyOf(op.fields, keyColumns(stream))];
  if (stream.newKey === 'external' && op.externalId !== undefined) ids.push(op.externalId);
  if (stream.newKey === 'uuid') ids.push(uuidOf(op.key));
  return ids.filter((id) => id !== '');
}

/** Records that may already be what a create would make: by key, and by our own name where a column keeps it. */
export function candidatesFor(op: WriteOp, stream: FileStreamConfig, table: RecordTable, byName: ReadonlyMap<string, string>): readonly JsonObject[] {
  const named = op.externalId === undefined ? undefined : byName.get(op.externalId);
  const ids = new Set([...idsFor(op, stream), ...(named === undefined ? [] : [named])]);
  return recordsAt(table, [...ids]);
}

/** Our own names of records → their ids, where a column keeps them. */
export function namesIn(stream: FileStreamConfig, table: RecordTable): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (stream.externalId === undefined) return names;
  for (const [id, { record }] of table.byId) {
    const name = record[stream.externalId];
    if (typeof name === 'string' && name !== '') names.set(name, id);
  }
  return names;
}

/** A UUID (version 8, RFC 9562) that the operation's key determines. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] as string, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function nextNumber(table: RecordTable, taken: ReadonlySet<string>): string {
  let highest = 0n;
  for (const id of [...table.byId.keys(), ...taken]) if (/^\d{1,30}$/.test(id) && BigInt(id) > highest) highest = BigInt(id);
  return String(highest + 1n);
}
