import type { JsonObject } from '../../core/model/json.ts';
import { hourMs } from '../../core/model/time.ts';
import type { Stream, Writer } from '../../core/ports/connector.ts';
import { defineConnector, defineStream } from '../kit/define.ts';
import { instantIn } from '../kit/instant.ts';
import { keyOf } from '../kit/rowKey.ts';
import { checkFolder } from './check.ts';
import { explainFile } from './explain.ts';
import { formatOf, keyColumns } from './formats/all.ts';
import { readStream } from './read.ts';
import { revisionOf } from './revision.ts';
import { type FileConfig, type FileCursor, type FileStreamConfig, fileConfig, fileCursor, fileRecord } from './schema.ts';
import { liveIds, recordsAt, tableOf } from './table.ts';
import { findOps, pushOps } from './write.ts';

/** A rename takes milliseconds; slow network folders get the rest. */
const maxInFlightMs = 5_000;
/** Operations of one push, which is one rewriting of the file. */
const batchOps = 500;
/** Ids handed on at once. */
const idsPage = 1_000;

function writerOf(name: string, stream: FileStreamConfig): Writer<JsonObject, FileConfig> {
  return {
    actions: ['create', 'update', 'delete'],
    repeatable: 'external-id',
    guard: 'read-compare',
    batch: batchOps,
    find: (ctx, ops) => findOps(ctx, name, stream, ops),
    push: (ctx, ops) => pushOps(ctx, name, stream, ops),
  };
}

function streamOf(name: string, stream: FileStreamConfig): Stream<JsonObject, FileCursor, FileConfig> {
  const { modified } = stream;
  return defineStream<JsonObject, FileCursor, FileConfig>({
    name,
    record: fileRecord,
    cursor: fileCursor,
    key: (record) => keyOf(record, keyColumns(stream)),
    revision: revisionOf,
    externalId: externalIdOf(stream),
    modifiedAt: modified === undefined ? undefined : (record) => instantIn(record[modified]),
    money: stream.money,
    progress: { by: 'snapshot' },
    deletes: { by: 'sweep', everyMs: hourMs },
    traits: { revision: 'opaque', returnsBody: true, maxInFlightMs, searchLagMs: 0 },
    read: (ctx, from) => readStream(ctx, stream, from),
    async fetch(ctx, ids) {
      return recordsAt(await tableOf(ctx, name, stream), ids);
    },
    async *ids(ctx) {
      const all = liveIds(await tableOf(ctx, name, stream));
      for (let i = 0; i < all.length; i += idsPage) yield all.slice(i, i + idsPage);
    },
    count: async (ctx) => (await tableOf(ctx, name, stream)).byId.size,
    write: stream.writable && formatOf(stream).edit !== undefined ? writerOf(name, stream) : undefined,
  });
}

/** Where our own name stands in a record that we made: in a column of its own, or as its key. */
function externalIdOf(stream: FileStreamConfig): ((record: JsonObject) => string | undefined) | undefined {
  const column = stream.externalId;
  if (column !== undefined) {
    return (record) => {
      const name = record[column];
      return typeof name === 'string' && name !== '' ? name : undefined;
    };
  }
  const columns = keyColumns(stream);
  return stream.newKey === 'external' && columns.length === 1 ? (record) => keyOf(record, columns) : undefined;
}

/** A folder of data files: CSV, JSON, NDJSON, vCard, mail. */
export const connector = defineConnector<FileConfig>({
  id: 'file',
  version: '1.0.0',
  config: fileConfig,
  secrets: [],
  egress: () => [],
  budgets: [],
  streams: (config) => Object.entries(config.streams).map(([name, stream]) => streamOf(name, stream)),
  check: checkFolder,
  explain: explainFile,
});
