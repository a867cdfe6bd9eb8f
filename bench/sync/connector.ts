import * as z from 'zod';
import { defineConnector, defineStream } from '../../connectors/kit/define.ts';
import { explainHttp } from '../../connectors/kit/explain.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { ConnectorContext, WriteOp, WriteOutcome } from '../../core/ports/connector.ts';

const config = z.strictObject({ url: z.string() });
type Config = z.infer<typeof config>;

async function call(ctx: ConnectorContext<Config>, path: string, body: unknown): Promise<(JsonObject | null)[]> {
  const response = await ctx.http({
    method: 'POST',
    url: `${ctx.config.url}${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    repeatable: true,
  });
  return JSON.parse(Buffer.from(response.body).toString('utf8')) as (JsonObject | null)[];
}

/** The bench's target: upsert by our own key, 500 at a time, answers hold the record and an ordered version. */
export const connector = defineConnector({
  id: 'bench-target',
  version: '1.0.0',
  config,
  secrets: [],
  egress: (c: Config) => [{ host: '127.0.0.1', port: Number(new URL(c.url).port) }],
  budgets: [],
  streams: () => [
    defineStream<JsonObject, null, Config>({
      name: 'contacts',
      record: z.record(z.string(), z.unknown()) as never,
      cursor: z.null(),
      key: (r) => String(r['key']),
      revision: (r) => String(r['version']),
      externalId: (r) => String(r['key']),
      progress: { by: 'snapshot' },
      deletes: { by: 'none', because: 'the bench never deletes' },
      volatile: ['version'],
      traits: { revision: 'ordered', returnsBody: true, maxInFlightMs: 1_000, searchLagMs: 0 },
      async *read() {
        yield { records: [], resume: null, last: true };
      },
      fetch: async (ctx, ids) => (await call(ctx, '/fetch', ids)).filter((r) => r !== null),
      write: {
        actions: ['create', 'update'],
        repeatable: 'external-id',
        guard: 'read-compare',
        batch: 500,
        find: async (ctx, ops) =>
          (
            await call(
              ctx,
              '/fetch',
              ops.map((o) => o.externalId ?? o.id),
            )
          ).map((r) => (r === null ? [] : [r])),
        push: async (ctx, ops: readonly WriteOp[]) => {
          const stored = await call(
            ctx,
            '/upsert',
            ops.map((o) => ({ key: o.id ?? o.externalId, ...o.fields })),
          );
          return stored.map((record): WriteOutcome => ({ state: 'applied', id: String(record?.['key']), record: record as JsonObject, revision: String(record?.['version']) }));
        },
      },
    }),
  ],
  check: async () => ({ account: 'bench', notes: [] }),
  explain: explainHttp,
});
