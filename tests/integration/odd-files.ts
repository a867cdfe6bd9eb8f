import type { UsableWorkspace } from '../../cli/load.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { AnyConnector, AnyStream, WriteOp } from '../../core/ports/connector.ts';

/** The workspace with another file connector: what a vendor does, not what we do. */
export function withFile(change: (file: AnyConnector) => Partial<AnyConnector>): (loaded: UsableWorkspace) => UsableWorkspace {
  return (loaded) => {
    const file = loaded.connectors.get('file') as AnyConnector;
    return { ...loaded, connectors: new Map([...loaded.connectors, ['file', { ...file, ...change(file) }]]) };
  };
}

/** The same with each of its streams changed; `folder` tells whose it is. */
export function withStreams(change: (stream: AnyStream, folder: string) => AnyStream): (loaded: UsableWorkspace) => UsableWorkspace {
  return withFile((file) => ({ streams: (config) => file.streams(config).map((stream) => change(stream, (config as { folder: string }).folder)) }));
}

/** A write of the ERP that searches among all records as told: each op gets what it is shown. Any other connection searches as it does. */
export function searchedAs({ write, ids, fetch }: AnyStream, shown: (records: readonly JsonObject[], ops: readonly WriteOp[]) => Promise<JsonObject[][]>): AnyStream['write'] {
  if (write === undefined || ids === undefined || fetch === undefined) return write;
  return {
    ...write,
    find: async (ctx, ops) => {
      if (ctx.connection !== 'erp') return write.find(ctx, ops);
      const all: string[] = [];
      for await (const page of ids(ctx)) all.push(...page);
      return shown(await fetch(ctx, all), ops);
    },
  };
}
