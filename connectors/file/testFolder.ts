import type { JsonObject } from '../../core/model/json.ts';
import type { AnyStream, ConnectorContext, Files, RejectedRow, WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import { createContext } from '../kit/context.ts';
import { MemoryFolder } from './fake.ts';
import { connector } from './index.ts';
import type { FileCursor } from './schema.ts';

/** A pass as tests look at it. */
export interface Seen {
  readonly records: JsonObject[];
  readonly rejected: RejectedRow[];
  readonly cursor: FileCursor;
  readonly complete: boolean;
  readonly pages: number;
}

/** A folder in memory with one stream `s` over it. */
export interface TestFolder {
  readonly folder: MemoryFolder;
  readonly stream: AnyStream;
  readonly ctx: ConnectorContext;
  pass(from?: FileCursor): Promise<Seen>;
  push(...ops: Partial<WriteOp>[]): Promise<readonly WriteOutcome[]>;
}

/** Makes a folder with these files and a stream of this configuration. Time stands still long after the files. */
export function testFolder(files: Readonly<Record<string, string | Uint8Array>>, config: JsonObject, port?: Files): TestFolder {
  const folder = new MemoryFolder();
  for (const [path, content] of Object.entries(files)) folder.set(path, content);
  const parsed = connector.config.parse({ folder: 'memory', streams: { s: config } });
  const stream = connector.streams(parsed)[0] as AnyStream;
  const ctx = createContext({
    connector,
    connection: 'files',
    config: parsed as unknown as JsonObject,
    files: port ?? folder,
    clock: { now: () => Date.UTC(2026, 0, 1) },
    sleep: async () => undefined,
  });
  return {
    folder,
    stream,
    ctx,
    async pass(from) {
      const seen: Seen = { records: [], rejected: [], cursor: { content: '', stamp: '' }, complete: false, pages: 0 };
      let end = seen;
      for await (const page of stream.read(ctx, from)) {
        seen.records.push(...page.records);
        seen.rejected.push(...(page.rejected ?? []));
        end = { ...seen, cursor: page.resume, complete: page.complete === true, pages: end.pages + 1 };
      }
      return end;
    },
    push: async (...ops) =>
      (await stream.write?.push(
        ctx,
        ops.map((op, i) => ({ key: `op-${i}`, action: 'update', fields: {}, ...op })),
      )) ?? [],
  };
}
