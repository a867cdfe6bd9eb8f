import * as z from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import { minuteMs } from '../../core/model/time.ts';
import { type AnyConnector, type AnyStream, type ConnectorContext, FaultError, type Page, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { type Http, HttpError } from '../../core/ports/world.ts';
import type { Book } from './book.ts';
import { askerHeader } from './vendor.ts';

const sentence = (text: string) => ({ en: text, zh: text });

/** Vendor times may be this much behind one another: the declared look-back. */
const lookbackMs = 5_000;
/** Between two sweeps that tell of deletes, ms. */
export const sweepEveryMs = 2 * minuteMs;
/** Records per page, few, so that passes have several. */
const pageRecords = 5;

/** The connector of a simulated system: etag systems are read by watermark, the others whole; external-id systems and those with nothing have no revision that can be compared. */
export function streamFor(book: Book): AnyStream {
  const { kind } = book.abilities;
  const watermark = kind === 'etag';
  const path = `/${book.name}`;
  return {
    name: book.name,
    record: z.record(z.string(), z.unknown()) as never,
    cursor: z.unknown() as never,
    key: (r: JsonObject) => String(r['id']),
    ...(kind === 'none' ? {} : { revision: (r: JsonObject) => String(r['revision']), externalId: (r: JsonObject) => String(r['externalId']) }),
    modifiedAt: (r: JsonObject) => Number(r['modifiedAt']),
    volatile: ['modifiedAt', 'revision'],
    progress: watermark ? { by: 'watermark', field: 'modifiedAt', bound: 'inclusive', precisionMs: 1_000, lookbackMs, order: 'none' } : { by: 'snapshot' },
    deletes: { by: 'sweep', everyMs: sweepEveryMs },
    traits: { revision: kind === 'etag' ? 'ordered' : kind === 'external-id' ? 'opaque' : 'none', returnsBody: kind !== 'none', maxInFlightMs: 5_000, searchLagMs: 0 },
    async *read(ctx: ConnectorContext, from: { since: number } | undefined): AsyncGenerator<Page> {
      const since = watermark ? from?.since : undefined;
      const records = await call(ctx, `${path}/list`, { since: since === undefined ? undefined : since - lookbackMs });
      const top = records.reduce((max, r) => Math.max(max, Number(r['modifiedAt'])), since ?? 0);
      for (let i = 0; i < records.length || i === 0; i += pageRecords) {
        const last = i + pageRecords >= records.length;
        yield { records: records.slice(i, i + pageRecords), resume: { since: last ? top : (since ?? 0) }, last, complete: last && since === undefined };
      }
    },
    fetch: (ctx: ConnectorContext, ids: readonly string[]) => call(ctx, `${path}/fetch`, { ids }),
    ...(watermark ? { ids: (ctx: ConnectorContext) => allIds(ctx, path) } : {}),
    write: {
      actions: ['create', 'update', 'delete'],
      repeatable: kind === 'external-id' ? 'external-id' : 'find-first',
      guard: kind === 'etag' ? 'etag' : 'read-compare',
      batch: 5,
      find: async (ctx: ConnectorContext, ops: readonly WriteOp[]) => (await call(ctx, `${path}/find`, { ops })) as unknown as JsonObject[][],
      push: (ctx: ConnectorContext, ops: readonly WriteOp[]) => push(ctx, path, ops, kind !== 'none'),
    },
  } as AnyStream;
}

async function* allIds(ctx: ConnectorContext, path: string): AsyncGenerator<readonly string[]> {
  yield (await call(ctx, `${path}/list`, {})).map((r) => String(r['id']));
}

async function push(ctx: ConnectorContext, path: string, ops: readonly WriteOp[], body: boolean): Promise<WriteOutcome[]> {
  try {
    return (await call(ctx, `${path}/write`, { ops })).map((o) => outcomeOf(o, body));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return ops.map((): WriteOutcome => ({ state: 'unsure', fault: { kind: 'transient', code: error.reason, message: sentence('no answer') } }));
  }
}

function outcomeOf(o: JsonObject, body: boolean): WriteOutcome {
  const fault = (kind: 'conflict' | 'invalid' | 'missing') => ({ kind, code: kind, message: sentence(kind), ...(o['field'] === undefined ? {} : { field: String(o['field']) }) });
  if (o['state'] === 'applied') return { state: 'applied', id: String(o['id']), ...(body && o['record'] !== undefined ? { record: o['record'] as JsonObject } : {}) };
  if (o['state'] === 'conflict') return { state: 'conflict', fault: fault('conflict') };
  return { state: 'rejected', fault: fault(o['state'] === 'missing' ? 'missing' : 'invalid') };
}

async function call(ctx: ConnectorContext, path: string, body: unknown): Promise<JsonObject[]> {
  const headers = { authorization: `Bearer ${ctx.secrets['token']?.reveal()}` };
  const response = await ctx.http({ method: 'POST', url: `http://${ctx.config['host']}${path}`, headers, body: JSON.stringify(body) });
  if (response.status === 401) throw new FaultError({ kind: 'auth', code: 'http.401', message: sentence('not let in') });
  if (response.status === 503) throw new FaultError({ kind: 'transient', code: 'http.503', message: sentence('away') });
  return JSON.parse(Buffer.from(response.body).toString()) as JsonObject[];
}

/** What an invocation lends to a connector. */
export interface Lent {
  readonly connection: string;
  readonly host: string;
  readonly token: string;
  readonly http: Http;
  readonly now: () => number;
  /** Names the invocation to the vendor. */
  readonly asker: string;
  readonly log: (line: string) => void;
}

/** A context over a simulated invocation's HTTP port. */
export function contextFor({ connection, host, token, http, now, asker, log }: Lent): ConnectorContext {
  return {
    connection,
    config: { host },
    secrets: { token: new Secret(token) },
    http: (request) => http.request({ ...request, headers: { ...request.headers, [askerHeader]: asker }, timeoutMs: request.timeoutMs ?? 10_000 }),
    allow: async (host) => host,
    memo: new Map(),
    signal: new AbortController().signal,
    now,
    log: (event, data) => log(JSON.stringify({ event, ...data })),
  };
}

/** Maps anything to a fault, as connectors do. */
export const explain: AnyConnector['explain'] = (error) =>
  error instanceof FaultError
    ? error.fault
    : {
        kind: error instanceof HttpError ? 'transient' : 'unknown',
        code: error instanceof HttpError ? error.reason : 'bug',
        message: sentence(error instanceof Error ? error.message : 'error'),
      };
