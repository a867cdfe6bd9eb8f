import type { JsonObject } from '../../core/model/json.ts';
import { type ConnectorContext, FaultError } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { rowsOf, type StreamRow } from './rows.ts';
import type { FileConfig, FileStreamConfig } from './schema.ts';
import { type Probed, type Source, sourceOf } from './source.ts';

/** A record and where it stands. */
export interface Placed {
  readonly record: JsonObject;
  readonly file: Probed;
  /** Row of its file, from 0. */
  readonly index: number;
}

/** A stream's records by id, at one content. */
export interface RecordTable {
  readonly source: Source;
  readonly byId: ReadonlyMap<string, Placed>;
  /** Ids of rows that are there but refused. */
  readonly refused: ReadonlySet<string>;
  /** A row is refused whose id nobody can tell. */
  readonly blind: boolean;
}

/** Streams up to this size are kept in memory between calls, so that delivering a thousand rows does not read the file a thousand times. */
const keptBytesMax = 48 * 1024 * 1024;

/** The stream's records by id; read again only when the content is another than the remembered one. */
export async function tableOf(ctx: ConnectorContext<FileConfig>, name: string, stream: FileStreamConfig): Promise<RecordTable> {
  const source = await sourceOf(ctx, stream);
  const slot = `table\n${name}`;
  const known = ctx.memo.get(slot) as RecordTable | undefined;
  if (known?.source.content === source.content) return known;
  const table = { source, ...(await gather(rowsOf(ctx, stream, source.files))) };
  remember(ctx, name, table);
  return table;
}

/** Keeps a table for the calls that follow. */
export function remember(ctx: ConnectorContext<FileConfig>, name: string, table: RecordTable): void {
  const slot = `table\n${name}`;
  if (table.source.files.reduce((n, f) => n + f.bytes, 0) <= keptBytesMax) ctx.memo.set(slot, table);
  else ctx.memo.delete(slot);
}

/** Gathers rows by id. */
export async function gather(rows: AsyncIterable<readonly StreamRow[]>): Promise<Omit<RecordTable, 'source'>> {
  const byId = new Map<string, Placed>();
  const refused = new Set<string>();
  let blind = false;
  for await (const batch of rows) {
    for (const { id, record, file, index, rejected, blind: hidden } of batch) {
      if (id !== undefined && record !== undefined) byId.set(id, { record, file, index });
      else if (hidden) blind = true;
      else if (rejected !== undefined) refused.add(rejected.id);
    }
  }
  return { byId, refused, blind };
}

/** The records that are there of these ids, in their order. */
export function recordsAt(table: RecordTable, ids: readonly string[]): JsonObject[] {
  return ids.flatMap((id) => {
    const placed = table.byId.get(id);
    return placed === undefined ? [] : [placed.record];
  });
}

/** Ids of all rows, refused ones too, since they exist; throws a {@link FaultError} while a row hides its id, because what is not listed would be taken for deleted. */
export function liveIds(table: RecordTable): string[] {
  if (!table.blind) return [...new Set([...table.byId.keys(), ...table.refused])];
  const en = 'Some rows cannot be read, so nobody can tell which records are gone. Repair the refused rows.';
  throw new FaultError(fault('schema', 'file.blind', en, '有些行无法读取，因此无法判断哪些记录已删除。请修复被拒绝的行。'));
}
