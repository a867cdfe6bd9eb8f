import { isObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { connectorLimits, type Fault, FaultError, type RejectedRow } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { keyOf, valueAt } from '../kit/rowKey.ts';
import { textProblem } from '../kit/textProblem.ts';
import type { RestStreamConfig } from './schema.ts';

/** What a page's rows are. */
export interface Sorted {
  readonly records: JsonObject[];
  readonly rejected: RejectedRow[];
  /** A rejected row whose key nobody can tell. */
  readonly blind: boolean;
}

/** The list in an answer: where `list` says, else the answer itself or its only list. Throws a {@link FaultError} when there is none. */
export function listOf(body: Json, { list }: Pick<RestStreamConfig, 'list'>): readonly Json[] {
  if (list !== undefined) {
    const found = isObject(body) ? valueAt(body, list) : undefined;
    if (Array.isArray(found)) return found;
  } else if (Array.isArray(body)) return body;
  else {
    const lists = Object.values(body as JsonObject).filter((value) => Array.isArray(value));
    if (lists.length === 1) return lists[0] as readonly Json[];
  }
  throw new FaultError(
    fault(
      'schema',
      'rest.list',
      'The answer holds no list of records there. Set `list` to the path of the list, e.g. data.items.',
      '应答中未找到记录列表。请用 list 指明列表路径，例如 data.items。',
    ),
  );
}

/** Records and refused rows of a part of a page; `from` is the place of its first row on the page. */
export function sorted(rows: readonly Json[], from: number, stream: RestStreamConfig, seen: Set<string>): Sorted {
  const out = { records: [] as JsonObject[], rejected: [] as RejectedRow[], blind: false };
  for (const [i, row] of rows.entries()) {
    const place = `row ${from + i + 1}`;
    const id = isObject(row) ? keyOf(row, stream.key) : '';
    const known = id !== '' && Buffer.byteLength(id) <= connectorLimits.idBytes;
    const problem = known ? problemOf(row as JsonObject, id, seen) : isObject(row) ? noKey : noObject;
    if (known) seen.add(id);
    else out.blind = true;
    if (problem === undefined) out.records.push(row as JsonObject);
    else out.rejected.push({ id: known ? id : place, fault: problem });
  }
  return out;
}

function problemOf(row: JsonObject, id: string, seen: ReadonlySet<string>): Fault | undefined {
  if (seen.has(id)) return twice;
  const text = textProblem(row);
  if (text !== undefined) return fault(text.kind, text.code, text.en, text.zh, { field: text.field });
  return Buffer.byteLength(JSON.stringify(row)) > connectorLimits.recordBytes ? tooLarge : undefined;
}

const noObject = fault('schema', 'rest.row', 'This row of the list is no object.', '列表中的此行不是对象。');
const noKey = fault(
  'schema',
  'rest.no-key',
  'This record has no key, or one longer than 200 bytes. Check `key` in the configuration.',
  '此记录没有键，或键超过 200 字节。请检查配置中的 key。',
);
const twice = fault('duplicate', 'rest.duplicate', 'The key of this record stands on the page twice; the first is used.', '同一页中该键重复，以第一条为准。');
const tooLarge = fault('too-large', 'rest.large-row', 'This record is larger than 256 KB.', '此记录超过 256 KB。');
