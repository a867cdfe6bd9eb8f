import * as z from 'zod';
import { isObject, type Json, type JsonObject, parseJson } from '../../../core/model/json.ts';
import { type Connector, type ConnectorContext, CursorExpired, type Page, type Stream, type WriteOp, type WriteOutcome } from '../../../core/ports/connector.ts';
import type { HttpResponse } from '../../../core/ports/world.ts';
import { explainHttp } from '../explain.ts';
import { fault, faultOfStatus, orFault } from '../fault.ts';
import { mayHaveLanded } from '../landed.ts';
import { once } from '../single.ts';
import { verifyHmac } from '../webhook.ts';

const thing = z.object({
  id: z.string(),
  version: z.int(),
  external: z.string().nullable(),
  name: z.string(),
  price: z.string().nullable(),
  note: z.string().nullable(),
  gone: z.boolean(),
});
const config = z.strictObject({ host: z.string() });
type Config = z.infer<typeof config>;
type Context = ConnectorContext<Config>;

async function call(
  ctx: Context,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  more: { body?: JsonObject; ifMatch?: string; repeatable?: boolean } = {},
): Promise<HttpResponse> {
  const session = await once(ctx.memo, 'session', async () => {
    const body = JSON.stringify({ password: ctx.secrets['password']?.reveal() });
    const answer = orFault(await ctx.http({ method: 'POST', url: `https://${ctx.config.host}/login`, body, repeatable: true }));
    return String((json(answer) as JsonObject)['session']);
  });
  const headers: Record<string, string> = { 'x-session': session, ...(more.ifMatch === undefined ? {} : { 'if-match': more.ifMatch }) };
  return ctx.http({ method, url: `https://${ctx.config.host}${path}`, headers, body: more.body && JSON.stringify(more.body), repeatable: more.repeatable });
}

function json(response: HttpResponse): Json {
  return parseJson(Buffer.from(response.body).toString('utf8'));
}

async function* read(ctx: Context, from: string | undefined): AsyncIterable<Page<JsonObject, string>> {
  let token = from;
  for (;;) {
    ctx.signal.throwIfAborted();
    const response = await call(ctx, 'GET', `/changes${token === undefined ? '' : `?token=${token}`}`);
    if (response.status === 410) throw new CursorExpired();
    const page = json(orFault(response)) as JsonObject;
    token = String(page['token']);
    yield { ...sorted(page['things'] as JsonObject[]), resume: token, last: page['more'] !== true };
    if (page['more'] !== true) return;
  }
}

function sorted(things: readonly JsonObject[]): Pick<Page, 'records' | 'deleted' | 'rejected'> {
  const good = things.filter((t) => thing.safeParse(t).success);
  const bad = things.filter((t) => !thing.safeParse(t).success);
  return {
    records: good.filter((t) => t['gone'] !== true),
    deleted: good.filter((t) => t['gone'] === true).map((t) => String(t['id'])),
    rejected: bad.map((t) => ({ id: String(t['id']), fault: fault('schema', 'thing', 'This thing does not have the form we know.', '该条目的格式与预期不符。') })),
  };
}

async function pushOne(ctx: Context, op: WriteOp): Promise<WriteOutcome> {
  try {
    const current = op.id === undefined ? undefined : await fetchOne(ctx, op.id);
    if (op.action === 'delete' && current === undefined) return { state: 'unchanged', id: op.id ?? '' };
    if (current !== undefined && op.action === 'update' && Object.entries(op.fields).every(([k, v]) => current[k] === v)) {
      return { state: 'unchanged', id: op.id ?? '', record: current, revision: String(current['version']) };
    }
    const stored = await send(ctx, op);
    if (stored.status >= 400) {
      const told = faultOfStatus(stored) ?? fault('unknown', 'http', '', '');
      return { state: told.kind === 'conflict' || told.kind === 'missing' ? 'conflict' : 'rejected', fault: told };
    }
    const record = json(stored) as JsonObject;
    return { state: 'applied', id: String(record['id']), record, revision: String(record['version']) };
  } catch (error) {
    if (mayHaveLanded(error)) return { state: 'unsure', fault: explainHttp(error) };
    throw error;
  }
}

function send(ctx: Context, op: WriteOp): Promise<HttpResponse> {
  if (op.action === 'create') return call(ctx, 'POST', '/things', { body: { ...op.fields, external: op.externalId }, repeatable: false });
  const ifMatch = op.base?.revision;
  return op.action === 'delete' ? call(ctx, 'DELETE', `/things/${op.id}`, { ifMatch }) : call(ctx, 'PATCH', `/things/${op.id}`, { ifMatch, body: op.fields });
}

async function fetchOne(ctx: Context, id: string): Promise<JsonObject | undefined> {
  const response = await call(ctx, 'GET', `/things/${id}`);
  return response.status === 404 ? undefined : (json(orFault(response)) as JsonObject);
}

/** The one stream of the reference vendor. */
export const referenceStream: Stream<JsonObject, string, Config> = {
  name: 'things',
  record: z.looseObject(thing.shape) as unknown as z.ZodType<JsonObject>,
  cursor: z.string(),
  key: (r) => String(r['id']),
  revision: (r) => String(r['version']),
  externalId: (r) => (typeof r['external'] === 'string' ? r['external'] : undefined),
  money: ['price'],
  progress: { by: 'token' },
  deletes: { by: 'feed' },
  traits: { revision: 'ordered', returnsBody: true, maxInFlightMs: 30_000, searchLagMs: 0 },
  read,
  async fetch(ctx, ids) {
    const found = await Promise.all(ids.map((id) => fetchOne(ctx, id)));
    return found.filter((t) => t !== undefined);
  },
  write: {
    actions: ['create', 'update', 'delete'],
    repeatable: 'external-id',
    guard: 'etag',
    batch: 10,
    async find(ctx, ops) {
      const answers = await Promise.all(ops.map((op) => call(ctx, 'GET', `/things?external=${encodeURIComponent(op.externalId ?? '')}`)));
      return answers.map((a) => (json(orFault(a)) as JsonObject)['things'] as JsonObject[]);
    },
    async push(ctx, ops) {
      const outcomes: WriteOutcome[] = [];
      for (const op of ops) outcomes.push(await pushOne(ctx, op));
      return outcomes;
    },
  },
};

/** The same things as a list that is read whole when anything changed: for the rules about complete passes. */
export const allStream: Stream<JsonObject, AllCursor, Config> = {
  ...referenceStream,
  name: 'all',
  cursor: z.strictObject({ token: z.string(), done: z.boolean() }),
  progress: { by: 'snapshot' },
  deletes: { by: 'sweep', everyMs: 3_600_000 },
  write: undefined,
  async *read(ctx, from) {
    if (from?.done && !(await changedSince(ctx, from.token))) {
      yield { records: [], resume: from, last: true };
      return;
    }
    for await (const page of read(ctx, from?.done === false ? from.token : undefined)) {
      yield { records: page.records, rejected: page.rejected, resume: { token: page.resume, done: page.last }, last: page.last, ...(page.last ? { complete: true } : {}) };
    }
  },
  async *ids(ctx) {
    for await (const page of read(ctx, undefined)) yield page.records.map((r) => String(r['id']));
  },
  async count(ctx) {
    let n = 0;
    for await (const page of read(ctx, undefined)) n += page.records.length;
    return n;
  },
};

interface AllCursor {
  readonly token: string;
  readonly done: boolean;
}

async function changedSince(ctx: Context, token: string): Promise<boolean> {
  const page = json(orFault(await call(ctx, 'GET', `/changes?token=${token}`))) as JsonObject;
  return (page['things'] as Json[]).length > 0;
}

/** A connector that keeps every rule: what "add a connector" starts from, and what the broken ones of the meta test are made of. */
export const reference: Connector<Config> = {
  id: 'reference',
  version: '1.0.0',
  config,
  secrets: [
    { name: 'password', required: true, about: 'Password of the account' },
    { name: 'signing', required: false, about: 'Key that webhooks are signed with' },
    { name: 'signingNext', required: false, about: 'The next one, while it is being changed' },
  ],
  egress: ({ host }) => [{ host, port: 443 }],
  budgets: [{ name: 'minute', calls: 6_000, perMs: 60_000 }],
  streams: () => [referenceStream, allStream],
  hooks: {
    secrets: ['signing', 'signingNext'],
    signature: 'x-signature',
    verify: (raw, headers, secrets, now) =>
      verifyHmac(
        {
          algorithm: 'sha256',
          encoding: 'hex',
          header: 'x-signature',
          prefix: 'v1=',
          timestamp: { header: 'x-timestamp', unitMs: 1_000 },
          signed: (bytes, stamp) => Buffer.concat([Buffer.from(`${stamp}.`), bytes]),
        },
        raw,
        headers,
        secrets,
        now,
      ),
    hints(raw) {
      const event = safeJson(raw);
      if (!isObject(event) || typeof event['type'] !== 'string') return 'unreadable';
      if (event['type'] !== 'changed') return [];
      return Array.isArray(event['ids']) ? [{ stream: 'things', ids: event['ids'].map(String) }] : 'unreadable';
    },
  },
  async check(ctx) {
    orFault(await call(ctx, 'GET', '/things?external=none'));
    ctx.log('checked', { host: ctx.config.host });
    return { account: ctx.config.host, notes: [] };
  },
  explain: explainHttp,
};

function safeJson(raw: Uint8Array): Json | undefined {
  try {
    return parseJson(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
