import type { JsonObject } from '../../core/model/json.ts';
import { type ConnectorContext, connectorLimits, type Fault, type RejectedRow } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { keyOf } from '../kit/rowKey.ts';
import { textProblem } from '../kit/textProblem.ts';
import { formatNameOf, formatOf, keyColumns } from './formats/all.ts';
import { FileProblem, type Row, type RowProblem } from './formats/format.ts';
import type { FileConfig, FileStreamConfig } from './schema.ts';
import { folderOf, type Probed } from './source.ts';

/** A row of a stream: a record with its id, or a rejection. */
export interface StreamRow {
  readonly file: Probed;
  /** Position in its file, counted over all rows. */
  readonly index: number;
  readonly chars: number;
  readonly id?: string;
  readonly record?: JsonObject;
  readonly rejected?: RejectedRow;
  /** A rejected row whose id nobody can tell: some record may be hidden behind it, so absence proves nothing. */
  readonly blind?: true;
}

/** How a file's bytes are come by. */
export type Open = (path: string) => Promise<AsyncIterable<Uint8Array> | undefined>;

/** Where each id stands first, as one number: of a million rows, the place is needed of those alone that repeat one. */
type Seen = Map<string, number>;

/** Above every line of a file (a double counts on to 2^53, in files of up to 2^21). */
const linesMax = 2 ** 32;

/** Which of a stream's files is read. */
interface Reading {
  readonly files: readonly Probed[];
  readonly number: number;
}

/** All rows of a stream's files in order, with ids, sizes, characters and duplicates checked. A file that cannot be read at all is one rejected row; the other files go on. */
export async function* rowsOf(
  ctx: ConnectorContext<FileConfig>,
  stream: FileStreamConfig,
  files: readonly Probed[],
  open: Open = (path) => folderOf(ctx).stream(path),
): AsyncIterable<readonly StreamRow[]> {
  const seen: Seen = new Map();
  for (const [number, file] of files.entries()) {
    try {
      const chunks = await open(file.path);
      if (chunks !== undefined) yield* fileRows(ctx, stream, { files, number }, chunks, seen);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      yield [{ file, index: -1, chars: 0, rejected: { id: file.path, fault: faultOf(error.problem, file.path) }, blind: true }];
    }
  }
}

async function* fileRows(
  ctx: ConnectorContext<FileConfig>,
  stream: FileStreamConfig,
  reading: Reading,
  chunks: AsyncIterable<Uint8Array>,
  seen: Seen,
): AsyncIterable<readonly StreamRow[]> {
  const file = reading.files[reading.number] as Probed;
  const key = keyColumns(stream);
  let index = 0;
  let checked = formatNameOf(stream) !== 'csv' && key.length > 0; // objects may differ from one to the next, rows of a table do not
  for await (const rows of formatOf(stream).rows(chunks, { stream, shape: file.shape, path: file.path })) {
    ctx.signal.throwIfAborted();
    const out: StreamRow[] = [];
    for (const row of rows) {
      if (!checked && row.record !== undefined) checked = hasKey(row.record, key, file.path);
      out.push(checkedRow(row, key, reading, index, seen));
      index += 1;
    }
    yield out;
  }
}

/** The first record tells whether the key column is there at all. */
function hasKey(record: JsonObject, key: readonly string[], path: string): true {
  const missing = key.find((name) => !Object.hasOwn(record, name.split('.')[0] as string));
  if (missing === undefined && key.length > 0) return true;
  const columns = Object.keys(record).slice(0, 20).join(', ');
  throw new FileProblem({
    kind: 'schema',
    code: 'file.key',
    field: missing ?? 'key',
    en: missing === undefined ? 'Set `key` to the column that names a record.' : `${path} has no column ${JSON.stringify(missing)}, which is its key. Its columns: ${columns}.`,
    zh: missing === undefined ? '请用 key 指明标识记录的列。' : `${path} 没有作为键的列 ${JSON.stringify(missing)}。现有列：${columns}。`,
  });
}

function checkedRow(row: Row, key: readonly string[], { files, number }: Reading, index: number, seen: Seen): StreamRow {
  const base = { file: files[number] as Probed, index, chars: row.chars };
  const reject = (problem: RowProblem, id?: string): StreamRow => {
    const place = placeAt(files, number * linesMax + row.line);
    return { ...base, rejected: { id: id ?? place, fault: faultOf(problem, place), line: row.line }, ...(id === undefined ? { blind: true } : {}) };
  };
  if (row.record === undefined) return reject(row.problem ?? noKey);
  const id = keyOf(row.record, key);
  if (id === '') return reject(noKey);
  if (Buffer.byteLength(id) > connectorLimits.idBytes) return reject(longKey);
  const first = seen.get(id);
  if (first !== undefined) return reject(duplicate(id, placeAt(files, first)), id);
  seen.set(id, number * linesMax + row.line);
  const problem = textProblem(row.record) ?? (isTooLarge(row) ? tooLarge : undefined);
  return problem === undefined ? { ...base, id, record: row.record } : reject(problem, id);
}

function placeAt(files: readonly Probed[], place: number): string {
  return `${files[Math.floor(place / linesMax)]?.path}:${place % linesMax}`;
}

/** JSON writes a character in six bytes at most, so most rows need not be measured. */
function isTooLarge(row: Row): boolean {
  return row.chars * 6 > connectorLimits.recordBytes && Buffer.byteLength(JSON.stringify(row.record)) > connectorLimits.recordBytes;
}

/** A problem as a fault that says where. */
export function faultOf(problem: RowProblem, place: string): Fault {
  return fault(problem.kind, problem.code, `${place}: ${problem.en}`, `${place}：${problem.zh}`, problem.field === undefined ? {} : { field: problem.field });
}

const noKey: RowProblem = { kind: 'schema', code: 'file.no-key', en: 'The key of this row is empty. Fill it in.', zh: '此行的键为空。请补填。' };
const longKey: RowProblem = { kind: 'too-large', code: 'file.long-key', en: 'The key of this row is longer than 200 bytes.', zh: '此行的键超过 200 字节。' };
const tooLarge: RowProblem = { kind: 'too-large', code: 'file.large-row', en: 'This row is larger than 256 KB. Shorten it.', zh: '此行超过 256 KB。请缩短。' };

function duplicate(id: string, first: string): RowProblem {
  return {
    kind: 'duplicate',
    code: 'file.duplicate',
    en: `The key ${JSON.stringify(id)} stands already at ${first}; that row is used. Give each row its own key.`,
    zh: `键 ${JSON.stringify(id)} 已出现在 ${first}，以该行为准。请为每行设置唯一的键。`,
  };
}
