import { createContext } from '../../connectors/kit/context.ts';
import { connector } from '../../connectors/tryton/index.ts';
import { parties } from '../../connectors/tryton/read.ts';
import type { Context } from '../../connectors/tryton/rpc.ts';
import type { Cursor, Party, TrytonConfig } from '../../connectors/tryton/schema.ts';
import { Secret } from '../../core/model/secret.ts';
import type { RejectedRow, Stream, WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import type { Http } from '../../core/ports/world.ts';
import { fetchHttp } from './fetchHttp.ts';
import type { TrytonServer } from './trytonServer.ts';

/** Not the port of a server that a person may have running. */
export const trytonTestPort = 18_169;

/** Tells the records of one run from those of an earlier one: the server keeps its data. */
export const run = Date.now().toString(36);

/** Everything that one pass over a stream gave. */
export interface TrytonPass<R> {
  readonly records: readonly R[];
  readonly rejected: readonly RejectedRow[];
  readonly cursor: Cursor;
  readonly complete: boolean;
}

/** The connector on a real server, with the steps that tests share. */
export interface TrytonWorld {
  readonly ctx: Context;
  /** Another context on the same server; `http` may stand between. */
  context(http: Http): Context;
  pass<R>(stream: string, from?: Cursor): Promise<TrytonPass<R>>;
  push(...ops: readonly WriteOp[]): Promise<readonly WriteOutcome<Party>[]>;
  /** Creates a party of ours. */
  made(name: string, more?: WriteOp['fields']): Promise<Party>;
  /** A party as it is now; throws when it is not there. */
  one(id: string): Promise<Party>;
  /** Id of a contact mechanism, past the connector. */
  mechanism(party: string, value?: string): Promise<number>;
}

/** Makes the world around a running server. */
export function trytonWorld(server: TrytonServer): TrytonWorld {
  const context = (http: Http): Context =>
    createContext<TrytonConfig>({
      connector,
      connection: 'erp',
      config: connector.config.parse({ url: server.url, database: server.database, user: server.user }),
      secrets: { password: new Secret(server.password) },
      http,
      clock: { now: () => Date.now() },
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      reach: { plainHttp: 'allow', privateAddresses: 'allow' },
    });
  const ctx = context(fetchHttp);
  const push = async (...ops: readonly WriteOp[]) => (await parties.write?.push(ctx, ops)) ?? [];
  return {
    ctx,
    context,
    push,
    pass: <R>(stream: string, from?: Cursor) => pass<R>(ctx, stream, from),
    async made(name, more = {}) {
      const [outcome] = await push({ key: `${name}-${run}`, externalId: `${name}-${run}`, action: 'create', fields: { name, ...more } });
      if (outcome?.state !== 'applied' || outcome.record === undefined) throw new Error(JSON.stringify(outcome));
      return outcome.record;
    },
    async one(id) {
      const [found] = (await parties.fetch?.(ctx, [id])) ?? [];
      if (found === undefined) throw new Error(`party ${id} is not there`);
      return found;
    },
    async mechanism(party, value) {
      const domain = [['party', '=', Number(party)], ...(value === undefined ? [] : [['value', '=', value]])];
      const [id] = (await server.rpc('party.contact_mechanism', 'search', domain, 0, 1, [['id', 'ASC']])) as [number];
      return id;
    },
  };
}

async function pass<R>(ctx: Context, name: string, from: Cursor | undefined): Promise<TrytonPass<R>> {
  const stream = connector.streams(ctx.config).find((s) => s.name === name) as Stream<R, Cursor, TrytonConfig>;
  const records: R[] = [];
  const rejected: RejectedRow[] = [];
  for await (const page of stream.read(ctx, from)) {
    records.push(...page.records);
    rejected.push(...(page.rejected ?? []));
    if (page.last) return { records, rejected, cursor: page.resume, complete: page.complete === true };
  }
  throw new Error('the pass has no last page');
}
