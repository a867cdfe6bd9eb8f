import * as z from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import { type AnyConnector, type AnyStream, type ConnectorContext, FaultError, type Page, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { type Http, HttpError } from '../../core/ports/world.ts';
import type { Vendor } from './vendor.ts';

const sentence = (text: string) => ({ en: text, zh: text });

/** The connector of a simulated vendor: etag vendors read by watermark, external-id vendors whole with revisions, the others whole without. */
export function streamFor(vendor: Vendor): AnyStream {
  const { kind } = vendor.abilities;
  const watermark = kind === 'etag';
  return {
    name: 'customers',
    record: z.record(z.string(), z.unknown()) as never,
    cursor: z.unknown() as never,
    key: (r: JsonObject) => String(r['id']),
    ...(kind === 'none' ? {} : { revision: (r: JsonObject) => String(r['revision']), externalId: (r: JsonObject) => String(r['externalId']) }),
    modifiedAt: (r: JsonObject) => Number(r['modifiedAt']),
    volatile: ['modifiedAt', 'revision'],
    progress: watermark ? { by: 'watermark', field: 'modifiedAt', bound: 'inclusive', precisionMs: 1_000, lookbackMs: 5_000, order: 'none' } : { by: 'snapshot' },
    deletes: { by: 'sweep', everyMs: 60_000 },
    traits: { revision: kind === 'etag' ? 'ordered' : kind === 'external-id' ? 'opaque' : 'none', returnsBody: kind !== 'none', maxInFlightMs: 5_000, searchLagMs: 0 },
    async *read(ctx: ConnectorContext, from: { since: number } | undefined): AsyncGenerator<Page> {
      const since = watermark ? from?.since : undefined;
      const records = await call(ctx, '/list', { since: since === undefined ? undefined : since - 5_000 });
      const top = records.reduce((max, r) => Math.max(max, Number(r['modifiedAt'])), since ?? 0);
      for (let i = 0; i < records.length || i === 0; i += 10) {
        const last = i + 10 >= records.length;
        yield { records: records.slice(i, i + 10), resume: { since: last ? top : (since ?? 0) }, last, complete: last && since === undefined };
      }
    },
    fetch: (ctx: ConnectorContext, ids: readonly string[]) => call(ctx, '/fetch', { ids }),
    ids: watermark
      ? async function* (ctx: ConnectorContext) {
          yield (await call(ctx, '/list', {})).map((r) => String(r['id']));
        }
      : undefined,
    write: {
      actions: ['create', 'update', 'delete'],
      repeatable: kind === 'external-id' ? 'external-id' : 'find-first',
      guard: kind === 'etag' ? 'etag' : 'read-compare',
      batch: 5,
      find: async (ctx: ConnectorContext, ops: readonly WriteOp[]) => (await call(ctx, '/find', { ops })) as unknown as JsonObject[][],
      push: async (ctx: ConnectorContext, ops: readonly WriteOp[]) => {
        try {
          return (await call(ctx, '/write', { ops })).map((o) => outcomeOf(o, kind !== 'none'));
        } catch (error) {
          if (error instanceof HttpError)
            return ops.map((): WriteOutcome => ({ state: 'unsure', fault: { kind: 'transient', code: error.reason, message: sentence('no answer') } }));
          throw error;
        }
      },
    },
  } as AnyStream;
}

function outcomeOf(o: JsonObject, body: boolean): WriteOutcome {
  const fault = (kind: 'conflict' | 'invalid' | 'missing') => ({ kind, code: kind, message: sentence(kind), ...(o['field'] === undefined ? {} : { field: String(o['field']) }) });
  if (o['state'] === 'applied') return { state: 'applied', id: String(o['id']), ...(body && o['record'] !== undefined ? { record: o['record'] as JsonObject } : {}) };
  if (o['state'] === 'conflict') return { state: 'conflict', fault: fault('conflict') };
  return { state: 'rejected', fault: fault(o['state'] === 'missing' ? 'missing' : 'invalid') };
}

async function call(ctx: ConnectorContext, path: string, body: unknown): Promise<JsonObject[]> {
  const response = await ctx.http({ method: 'POST', url: `http://${ctx.connection}${path}`, body: JSON.stringify(body), timeoutMs: 10_000 });
  if (response.status === 503) throw new FaultError({ kind: 'transient', code: 'http.503', message: sentence('away') });
  return JSON.parse(Buffer.from(response.body).toString()) as JsonObject[];
}

/** A context over a simulated invocation's HTTP port. */
export function contextFor(connection: string, http: Http, now: () => number): ConnectorContext {
  return {
    connection,
    config: {},
    secrets: {},
    http: (request) => http.request({ ...request, timeoutMs: request.timeoutMs ?? 10_000 }),
    allow: () => undefined,
    memo: new Map(),
    signal: new AbortController().signal,
    now,
    log: () => undefined,
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
