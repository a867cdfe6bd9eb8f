import * as z from 'zod';
import { defineConnector, defineStream } from '../../../connectors/kit/define.ts';
import { explainHttp } from '../../../connectors/kit/explain.ts';
import { faultOfStatus } from '../../../connectors/kit/fault.ts';
import { mayHaveLanded } from '../../../connectors/kit/landed.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { type ConnectorContext, FaultError, type WriteOp, type WriteOutcome } from '../../../core/ports/connector.ts';

const config = z.strictObject({ url: z.string() });
type Config = z.infer<typeof config>;
type Row = { readonly id: string; readonly version: number; readonly externalId: string | null; readonly fields: JsonObject } & JsonObject;

/** Records of one push. */
const batch = 50;

async function call<T>(ctx: ConnectorContext<Config>, path: string, body: unknown, repeatable: boolean): Promise<T> {
  const response = await ctx.http({
    method: 'POST',
    url: `${ctx.config.url}${path}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ctx.secrets['token']?.reveal() ?? ''}` },
    body: JSON.stringify(body),
    repeatable,
  });
  const fault = faultOfStatus(response);
  if (fault !== undefined) throw new FaultError(fault);
  return JSON.parse(Buffer.from(response.body).toString('utf8')) as T;
}

function outcome(row: Row | null): WriteOutcome<Row> {
  if (row !== null) return { state: 'applied', id: row.id, record: row, revision: String(row.version) };
  return { state: 'conflict', fault: { kind: 'conflict', code: 'version', message: { en: 'Somebody changed it.', zh: '已被他人修改。' } } };
}

async function push(ctx: ConnectorContext<Config>, ops: readonly WriteOp[]): Promise<WriteOutcome<Row>[]> {
  const results = new Map<WriteOp, WriteOutcome<Row>>();
  for (const action of ['create', 'update'] as const) {
    const mine = ops.filter((op) => op.action === action);
    if (mine.length === 0) continue;
    try {
      const rows = await call<(Row | null)[]>(
        ctx,
        `/${action}`,
        mine.map((op) => ({ id: op.id, externalId: op.externalId, version: Number(op.base?.revision), fields: op.fields['fields'] })),
        false,
      );
      for (const [at, op] of mine.entries()) results.set(op, outcome(rows[at] ?? null));
    } catch (error) {
      if (!mayHaveLanded(error) && results.size === 0) throw error;
      for (const op of mine) results.set(op, { state: 'unsure', fault: explainHttp(error) });
    }
  }
  return ops.map((op) => results.get(op) as WriteOutcome<Row>);
}

/** The connector of {@link file://./server.ts}: external ids, ordered versions, answers with the record. */
export const connector = defineConnector<Config>({
  id: 'small-crm',
  version: '1.0.0',
  config,
  secrets: [{ name: 'token', required: true, about: 'API token' }],
  egress: (c) => [{ host: '127.0.0.1', port: Number(new URL(c.url).port) }],
  budgets: [],
  streams: () => [
    defineStream<Row, number, Config>({
      name: 'customers',
      record: z.record(z.string(), z.json()) as never,
      cursor: z.number(),
      key: (row) => row.id,
      revision: (row) => String(row.version),
      externalId: (row) => row.externalId ?? undefined,
      progress: { by: 'token' },
      deletes: { by: 'none', because: 'the small CRM never deletes' },
      volatile: ['version'],
      traits: { revision: 'ordered', returnsBody: true, maxInFlightMs: 1_000, searchLagMs: 0 },
      async *read(ctx, from) {
        const rows = await call<Row[]>(ctx, '/list', [{ version: from ?? 0 }], true);
        yield { records: rows, resume: rows.at(-1)?.version ?? from ?? 0, last: true, ...(from === undefined ? { complete: true } : {}) };
      },
      fetch: (ctx, ids) =>
        call<Row[]>(
          ctx,
          '/fetch',
          ids.map((id) => ({ id })),
          true,
        ),
      write: {
        actions: ['create', 'update'],
        repeatable: 'external-id',
        guard: 'version',
        batch,
        find: (ctx, ops) =>
          call<Row[][]>(
            ctx,
            '/find',
            ops.map(({ externalId }) => ({ externalId })),
            true,
          ),
        push,
      },
    }),
  ],
  check: async () => ({ account: 'small-crm', notes: [] }),
  explain: explainHttp,
});
