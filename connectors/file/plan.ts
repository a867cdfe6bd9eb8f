import { type Json, type JsonObject, jsonEqual } from '../../core/model/json.ts';
import { connectorLimits, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { keyOf } from '../kit/rowKey.ts';
import { textProblem } from '../kit/textProblem.ts';
import { keyColumns } from './formats/all.ts';
import type { Editor, FormatOptions, RowProblem } from './formats/format.ts';
import { namesIn, withKey } from './newKey.ts';
import { revisionOf } from './revision.ts';
import { faultOf } from './rows.ts';
import type { FileStreamConfig } from './schema.ts';
import type { RecordTable } from './table.ts';

/** What becomes of one operation: its outcome at once, or an edit of a file. */
export type Step =
  | { readonly outcome: WriteOutcome }
  | { readonly id: string; readonly path: string; readonly edit: 'change'; readonly index: number; readonly record: JsonObject }
  | { readonly id: string; readonly path: string; readonly edit: 'remove'; readonly index: number }
  | { readonly id: string; readonly path: string; readonly edit: 'add'; readonly record: JsonObject };

/** What planning works with. */
export interface Planning {
  readonly stream: FileStreamConfig;
  readonly table: RecordTable;
  readonly editor: Editor;
  /** Form and columns of a file; of one to be made when it is not there. */
  readonly about: (path: string) => FormatOptions & { readonly columns: readonly string[] };
  /** File that new records go to. */
  readonly target: string;
}

/** Decides what becomes of each operation. Pure: the same table and operations give the same steps. */
export function planOps(ops: readonly WriteOp[], planning: Planning): readonly Step[] {
  const touched = new Set<string>();
  const taken = new Set<string>();
  const names = namesIn(planning.stream, planning.table);
  return ops.map((op) => {
    if (op.action === 'create') return planCreate(op, planning, names, touched, taken);
    if (op.action === 'archive') return refuse('invalid', 'file.archive', 'A file has no archive.', '文件没有归档功能。');
    return planExisting(op, planning, touched);
  });
}

function planCreate(op: WriteOp, planning: Planning, names: ReadonlyMap<string, string>, touched: Set<string>, taken: Set<string>): Step {
  const { stream, table, editor, target } = planning;
  const named = op.externalId === undefined ? undefined : names.get(op.externalId);
  const fields = named === undefined ? withKey(op, stream, table, taken) : { ...op.fields, ...keyFields(table.byId.get(named)?.record, stream) };
  if (fields === undefined) return refuse('invalid', 'file.no-key', 'No key can be made for the new record: its key columns are not mapped.', '无法为新记录生成键：未映射键列。');
  const about = planning.about(target);
  const seen = editor.preview(undefined, fields, about);
  if ('problem' in seen) return reject(seen.problem, target);
  const id = keyOf(seen.record, keyColumns(stream));
  const existing = table.byId.get(id);
  if (existing !== undefined) {
    if (shows(existing.record, op.fields)) return settled('unchanged', id, existing.record);
    return refuse('duplicate', 'file.exists', `A record with the key ${JSON.stringify(id)} stands there already.`, `键为 ${JSON.stringify(id)} 的记录已存在。`);
  }
  const wrong = problemOf(seen.record) ?? (touched.has(id) ? twice : undefined);
  if (wrong !== undefined) return reject(wrong, target);
  touched.add(id);
  return { id, path: target, edit: 'add', record: seen.record };
}

function planExisting(op: WriteOp, planning: Planning, touched: Set<string>): Step {
  const { stream, table, editor } = planning;
  const id = op.id ?? '';
  const placed = table.byId.get(id);
  if (placed === undefined) {
    if (op.action === 'delete') return { outcome: { state: 'unchanged', id } };
    return { outcome: { state: 'conflict', fault: fault('missing', 'file.gone', 'The row is no longer in the file.', '文件中已没有该行。') } };
  }
  const { record, file, index } = placed;
  const changed = touched.has(id) || isOther(op, record);
  const conflict: Step = { outcome: { state: 'conflict', fault: fault('conflict', 'file.changed', 'The row was changed in the file meanwhile.', '该行已在文件中被修改。') } };
  if (op.action === 'delete') {
    if (changed) return conflict;
    touched.add(id);
    return { id, path: file.path, edit: 'remove', index };
  }
  const about = planning.about(file.path);
  const seen = editor.preview(record, op.fields, about);
  if ('problem' in seen) return reject(seen.problem, file.path);
  if (shows(record, seen.record) && !touched.has(id)) return settled('unchanged', id, record);
  if (changed) return conflict;
  const wrong = problemOf(seen.record) ?? (keyOf(seen.record, keyColumns(stream)) === id ? undefined : keyChange);
  if (wrong !== undefined) return reject(wrong, file.path);
  touched.add(id);
  return { id, path: file.path, edit: 'change', index, record: seen.record };
}

/** True when the write rests on another state than the file's. */
function isOther(op: WriteOp, record: JsonObject): boolean {
  if (op.base?.revision !== undefined) return op.base.revision !== revisionOf(record);
  return op.base?.record !== undefined && !jsonEqual(op.base.record, record);
}

/** True when a record already has these values: empty, null and absent are one, and so are a number and its text. */
export function shows(record: JsonObject, fields: JsonObject): boolean {
  return Object.entries(fields).every(([name, value]) => value === undefined || jsonEqual(plain(record[name]), plain(value)));
}

function plain(value: Json | undefined): Json {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'object' ? value : String(value);
}

function keyFields(record: JsonObject | undefined, stream: FileStreamConfig): JsonObject {
  return Object.fromEntries(keyColumns(stream).map((column) => [column, record?.[column] ?? null]));
}

function problemOf(record: JsonObject): RowProblem | undefined {
  return textProblem(record) ?? (Buffer.byteLength(JSON.stringify(record)) > connectorLimits.recordBytes ? large : undefined);
}

function settled(state: 'applied' | 'unchanged', id: string, record: JsonObject): Step {
  return { outcome: { state, id, record, revision: revisionOf(record) } };
}

function reject(problem: RowProblem, place: string): Step {
  return { outcome: { state: 'rejected', fault: faultOf(problem, place) } };
}

function refuse(kind: RowProblem['kind'], code: string, en: string, zh: string): Step {
  return { outcome: { state: 'rejected', fault: fault(kind, code, en, zh) } };
}

const large: RowProblem = { kind: 'too-large', code: 'file.large-row', en: 'The record would be larger than 256 KB.', zh: '记录将超过 256 KB。' };
const keyChange: RowProblem = { kind: 'invalid', code: 'file.key-change', en: 'A write must not change the key of a row.', zh: '写入不得改变行的键。' };
const twice: RowProblem = { kind: 'duplicate', code: 'file.twice', en: 'Two new records of one push have the same key.', zh: '同一批中有两条新记录的键相同。' };
