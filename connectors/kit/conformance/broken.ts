import type { JsonObject } from '../../../core/model/json.ts';
import { type AnyConnector, type AnyStream, type ConnectorContext, FaultError, type Hooks, type Page, type WriteOp, type WriteOutcome } from '../../../core/ports/connector.ts';
import { explainHttp } from '../explain.ts';
import { fault } from '../fault.ts';
import { allStream, reference, referenceStream } from './reference.ts';

/** A connector with one mistake, and the one rule that finds it. */
export interface Broken {
  readonly rule: string;
  readonly mistake: string;
  readonly connector: AnyConnector;
}

type Pages = AsyncIterable<Page<JsonObject, string>>;
type Read = (ctx: ConnectorContext, from: string | undefined) => Pages;
type Push = (ctx: ConnectorContext, op: WriteOp) => Promise<WriteOutcome>;

const things = referenceStream as AnyStream;
const all = allStream as AnyStream;
const read = things.read as Read;
const writer = things.write as NonNullable<AnyStream['write']>;
const hooks = reference.hooks as Hooks<unknown>;

const other = (rule: string, mistake: string, change: Partial<AnyConnector>): Broken => ({ rule, mistake, connector: { ...(reference as AnyConnector), ...change } });
const stream = (rule: string, mistake: string, change: Partial<AnyStream>): Broken => other(rule, mistake, { streams: () => [{ ...things, ...change }, all] });
const list = (rule: string, mistake: string, change: Partial<AnyStream>): Broken => other(rule, mistake, { streams: () => [things, { ...all, ...change }] });
const pages = (rule: string, mistake: string, change: (page: Page<JsonObject, string>, from: string | undefined) => Partial<Page<JsonObject, string>>): Broken =>
  stream(rule, mistake, {
    async *read(ctx: ConnectorContext, from: string | undefined) {
      for await (const page of read(ctx, from?.trim())) yield { ...page, ...change(page, from) };
    },
  });
const pushing = (rule: string, mistake: string, push: Push): Broken =>
  stream(rule, mistake, { write: { ...writer, push: async (ctx, ops) => Promise.all(ops.map((op) => push(ctx, op))) } });
const outcomes = (rule: string, mistake: string, change: (outcome: WriteOutcome, op: WriteOp) => WriteOutcome): Broken =>
  pushing(rule, mistake, async (ctx, op) => change((await writer.push(ctx, [op]))[0] as WriteOutcome, op));
const sent = (rule: string, mistake: string, change: (request: Parameters<ConnectorContext['http']>[0]) => Partial<Parameters<ConnectorContext['http']>[0]>): Broken =>
  pushing(rule, mistake, async (ctx, op) => (await writer.push({ ...ctx, http: (r) => ctx.http({ ...r, ...change(r) }) }, [op]))[0] as WriteOutcome);
const faults = (rule: string, mistake: string, code: string, kind: 'invalid' | 'unknown'): Broken =>
  other(rule, mistake, {
    explain: (error) => {
      const told = explainHttp(error);
      return told.code === code ? { ...told, kind } : told;
    },
  });

let writes = 0;

async function gathered(all: Pages): Promise<Page<JsonObject, string>[]> {
  const found: Page<JsonObject, string>[] = [];
  for await (const page of all) found.push(page);
  return found;
}

async function* inOneGo(ctx: ConnectorContext, from: string | undefined): Pages {
  yield* await gathered(read(ctx, from));
}

async function* pointingTooFar(ctx: ConnectorContext, from: string | undefined): Pages {
  const whole = await gathered(read({ ...ctx, signal: new AbortController().signal }, from));
  for (const [i, page] of whole.entries()) {
    ctx.signal.throwIfAborted();
    yield { ...page, resume: whole[i + 1]?.resume ?? page.resume };
  }
}

async function* onceEach(ctx: ConnectorContext, from: string | undefined): Pages {
  const shown = new Set<unknown>();
  for await (const page of read(ctx, from)) {
    const records = page.records.filter((r) => !shown.has(r['id']));
    for (const r of records) shown.add(r['id']);
    yield { ...page, records };
  }
}

async function* takingAnythingForTheEnd(ctx: ConnectorContext, from: string | undefined): Pages {
  try {
    yield* read(ctx, from);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { records: [], resume: from ?? '1.0', last: true };
  }
}

async function* failingOnExpiry(ctx: ConnectorContext, from: string | undefined): Pages {
  try {
    yield* read(ctx, from);
  } catch (error) {
    throw error instanceof Error && error.name === 'CursorExpired' ? new FaultError(fault('invalid', 'token', 'bad token', '令牌无效')) : error;
  }
}

/** One mistake for each rule. */
export const broken: readonly Broken[] = [
  other('shape.definition', 'an id that is not kebab-case', { id: 'Not Kebab' }),
  other('shape.check', 'check does not say whose account it is', { check: async (ctx) => ({ ...(await reference.check(ctx)), account: '' }) }),
  other('shape.canary', 'an error quotes the password', {
    check: async (ctx) => {
      try {
        return await reference.check(ctx);
      } catch (cause) {
        throw new Error(`cannot log in with ${ctx.secrets['password']?.reveal()}`, { cause });
      }
    },
  }),
  other('shape.explain', 'faults are told in one language', { explain: (error) => ({ ...explainHttp(error), message: { en: 'something failed', zh: '' } }) }),
  pages('read.sizes', 'the first record of a full page comes twice', ({ records }) => (records.length === 5 ? { records: [...records, ...records.slice(0, 1)] } : {})),
  stream('read.resume', 'the position is that of the page after', { read: pointingTooFar }),
  pages('read.cursor', 'positions are too long to store', ({ resume }) => ({ resume: resume + ' '.repeat(20_000) })),
  pages('read.bad-row', 'bad rows are dropped without a word', () => ({ rejected: [] })),
  pages('read.quiet', 'each pass tells a delete that did not happen', ({ deleted }, from) => (from === undefined ? {} : { deleted: [...(deleted ?? []), 'ghost'] })),
  stream('read.edit', 'the revision never changes', { revision: () => '1' }),
  stream('read.during', 'a record is shown once in a pass, even if it changed again', { read: onceEach }),
  list('read.count', 'count counts one too many', { count: async (ctx) => ((await all.count?.(ctx)) ?? 0) + 1 }),
  stream('read.fetch', 'an id that is gone makes fetch throw', {
    async fetch(ctx: ConnectorContext, ids: readonly string[]) {
      const found = await things.fetch?.(ctx, ids);
      if (found?.length !== ids.length) throw new FaultError(fault('missing', 'x', 'x', 'x'));
      return found;
    },
  }),
  pages('read.deletes', 'deletes are not told', () => ({ deleted: [] })),
  list('read.complete', 'a pass that showed nothing says that it showed all', {
    async *read(ctx: ConnectorContext, from: unknown) {
      for await (const page of all.read(ctx, from)) yield page.last ? { ...page, complete: true } : page;
    },
  }),
  list('read.ids', 'ids stops after the first page', {
    async *ids(ctx: ConnectorContext) {
      for await (const some of all.ids?.(ctx) ?? []) {
        yield some;
        return;
      }
    },
  }),
  stream('read.expired', 'an expired position is a failure', { read: failingOnExpiry }),
  outcomes('write.create', 'the stored record is promised and not given', (o) => (o.state === 'applied' ? { ...o, record: undefined } : o)),
  outcomes('write.echo', 'the outcome names the revision before', (o) => (o.state === 'applied' ? { ...o, revision: 'before' } : o)),
  stream('write.twice', 'find finds everything', {
    write: { ...writer, find: async (ctx, ops) => Promise.all(ops.map(async () => (await gathered(read(ctx, undefined))).flatMap((p) => p.records))) },
  }),
  stream('write.name', 'the name that a record was given is not read back', { externalId: () => undefined }),
  outcomes('write.poison', 'one refused operation throws for all', (o) => {
    if (o.state === 'rejected') throw new FaultError(o.fault);
    return o;
  }),
  outcomes('write.lost', 'a lost answer is told as a refusal', (o) => (o.state === 'unsure' ? { ...o, state: 'rejected' } : o)),
  sent('write.partial', 'fields that are not given are blanked', (r) =>
    r.method === 'PATCH' ? { body: JSON.stringify({ name: '', ...(JSON.parse(String(r.body)) as object) }) } : {},
  ),
  pushing('write.noop', 'writes what is already there', async (ctx, op) => {
    const again = op.action === 'update' && op.fields['note'] !== undefined ? { ...op, fields: { ...op.fields, touched: String(++writes) } } : op;
    return (await writer.push(ctx, [again]))[0] as WriteOutcome;
  }),
  sent('write.stale', 'the state that a write rests on is not sent', (r) => ({
    headers: Object.fromEntries(Object.entries(r.headers ?? {}).filter(([name]) => name !== 'if-match')),
  })),
  outcomes('write.delete', 'a record that is already gone is a conflict', (o, op) =>
    op.action === 'delete' && o.state === 'unchanged' ? { state: 'conflict', fault: fault('missing', 'x', 'x', 'x') } : o,
  ),
  other('hooks.genuine', 'only the newest secret counts', { hooks: { ...hooks, verify: (raw, headers, secrets, now) => hooks.verify(raw, headers, secrets.slice(-1), now) } }),
  other('hooks.forged', 'without a secret everything is genuine', {
    hooks: { ...hooks, verify: (raw, headers, secrets, now) => (secrets.length === 0 ? 'ok' : hooks.verify(raw, headers, secrets, now)) },
  }),
  other('hooks.stale', 'old deliveries are taken', {
    hooks: { ...hooks, verify: (...given) => (hooks.verify(...given) === 'stale' ? 'ok' : hooks.verify(...given)) },
  }),
  other('hooks.hints', 'a body that is not JSON throws', { hooks: { ...hooks, hints: (raw, ...given) => (raw.length === 0 ? JSON.parse('') : hooks.hints(raw, ...given)) } }),
  other('manners.throttle', 'when to come back is forgotten', {
    explain: (error) => {
      const { retryAfterMs: _, ...told } = explainHttp(error);
      return told;
    },
  }),
  faults('manners.unavailable', 'a vendor in trouble is our mistake', 'http.503', 'invalid'),
  stream('manners.garbled', 'an answer that is no answer is the end of the list', { read: takingAnythingForTheEnd }),
  faults('manners.unauthorized', 'refused credentials are something unknown', 'http.401', 'unknown'),
  stream('manners.repeat', 'a read is not repeated', {
    read: (ctx: ConnectorContext, from: string | undefined) => read({ ...ctx, http: (r) => ctx.http({ ...r, repeatable: false }) }, from),
  }),
  other('manners.login', 'each worker logs in for itself', { check: (ctx) => reference.check({ ...ctx, memo: new Map() }) }),
  stream('manners.abort', 'all pages are fetched before the first is given', { read: inOneGo }),
];
