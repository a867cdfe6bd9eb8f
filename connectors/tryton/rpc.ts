import { isObject, type Json, type JsonObject, own, parseJson } from '../../core/model/json.ts';
import { type ConnectorContext, FaultError } from '../../core/ports/connector.ts';
import { StatusError } from '../kit/fault.ts';
import { forget, once } from '../kit/single.ts';
import { faultOfAnswer, faultOfResponse, garbled } from './explain.ts';
import type { TrytonConfig } from './schema.ts';

/** What a Tryton function is given. */
export type Context = ConnectorContext<TrytonConfig>;

/** A login. `uid` is who we are in `write_uid`. */
export interface Session {
  readonly uid: number;
  readonly authorization: string;
}

/** Whether a call may be sent again after it may have been seen. Every call is a POST, so Tryton's reads must say so. */
export type Manner = 'read' | 'write';

const sessionKey = 'tryton.session';
const timeKey = 'tryton.time';

/** The server's clock in an earlier answer, ms: in the past, by an unknown while. Undefined before the first answer, or when the server tells no time. */
export function serverTime(ctx: Context): number | undefined {
  return ctx.memo.get(timeKey) as number | undefined;
}

function noteTime(ctx: Context, date: string | undefined): void {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isFinite(at)) ctx.memo.set(timeKey, at);
}

/** The session, opened once for all callers. A session call takes a tenth of what Basic takes: Basic hashes the password every time. */
export function session(ctx: Context): Promise<Session> {
  return once(ctx.memo, sessionKey, () => login(ctx));
}

async function login(ctx: Context): Promise<Session> {
  const password = ctx.secrets['password']?.reveal() ?? '';
  const result = await post(ctx, 'common.db.login', [ctx.config.user, { password }], 'read', undefined);
  const [uid, key] = Array.isArray(result) ? result : [];
  if (typeof uid !== 'number' || typeof key !== 'string') throw new FaultError(garbled());
  const token = Buffer.from(`${ctx.config.user}:${uid}:${key}`).toString('base64');
  return { uid, authorization: `Session ${token}` };
}

/**
 * Runs one state of a dialog of Tryton's: a session on the server that is opened, used and closed. Only the middle call has an effect,
 * in one transaction; a session that stays behind is empty. `place` says which record the dialog stands on.
 */
export async function callWizard(ctx: Context, name: string, state: string, data: JsonObject, place: JsonObject): Promise<Json> {
  const opened = await callOf(ctx, `wizard.${name}.create`, [], 'read', place);
  const [id] = Array.isArray(opened) ? opened : [];
  if (typeof id !== 'number') throw new FaultError(garbled());
  const result = await callOf(ctx, `wizard.${name}.execute`, [id, data, state], 'write', place);
  await callOf(ctx, `wizard.${name}.delete`, [id], 'read', place).catch(() => undefined);
  return result;
}

/**
 * Calls `model.<model>.<method>`. `options` goes into Tryton's context, the last positional parameter. A refused session
 * is renewed once; that is safe for writes too, because Tryton checks it before it does anything.
 */
export function call(ctx: Context, model: string, method: string, args: readonly Json[], manner: Manner = 'read', options: JsonObject = {}): Promise<Json> {
  return callOf(ctx, `model.${model}.${method}`, args, manner, options);
}

async function callOf(ctx: Context, method: string, args: readonly Json[], manner: Manner, options: JsonObject): Promise<Json> {
  const company = ctx.config.company === undefined ? {} : { company: ctx.config.company };
  // Without active_test, archived records and parts would be left out of every search.
  const params = [...args, { language: 'en', active_test: false, ...company, ...options }];
  for (let renewed = false; ; renewed = true) {
    const current = await session(ctx);
    try {
      return await post(ctx, method, params, manner, current.authorization);
    } catch (error) {
      if (renewed || !isRefusal(error)) throw error;
      await forget(ctx.memo, sessionKey, current);
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof FaultError && error.cause instanceof StatusError && error.cause.response.status === 401;
}

async function post(ctx: Context, method: string, params: readonly Json[], manner: Manner, authorization: string | undefined): Promise<Json> {
  const response = await ctx.http({
    method: 'POST',
    url: `${new URL(ctx.config.url).origin}/${encodeURIComponent(ctx.config.database)}/`,
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify({ id: 1, method, params }),
    repeatable: manner === 'read',
  });
  noteTime(ctx, response.headers['date']);
  const bad = faultOfResponse(response);
  if (bad !== undefined) throw new FaultError(bad, { cause: new StatusError(response) });
  const answer = parsed(response.body);
  const error = own(answer, 'error');
  if (error !== undefined && error !== null) throw new FaultError(faultOfAnswer(error));
  return own(answer, 'result') ?? null;
}

/** A body that is not JSON-RPC says nothing about what was done: {@link Garbled} is kept as the cause, so that a write becomes `unsure`. */
function parsed(body: Uint8Array): JsonObject {
  let answer: Json;
  try {
    answer = parseJson(new TextDecoder().decode(body));
  } catch (cause) {
    throw new FaultError(garbled(), { cause: new Garbled(cause) });
  }
  if (!isObject(answer) || (own(answer, 'result') === undefined && own(answer, 'error') === undefined)) throw new FaultError(garbled(), { cause: new Garbled() });
  return answer;
}

/** An answer came, but nobody can read it. */
export class Garbled extends Error {
  constructor(cause?: unknown) {
    super('the answer is not JSON-RPC', cause === undefined ? undefined : { cause });
    this.name = 'Garbled';
  }
}

/** Rows of a search with the given fields, in id order unless told otherwise. */
export async function searchRead(
  ctx: Context,
  model: string,
  query: { readonly domain: readonly Json[]; readonly fields: readonly string[]; readonly limit: number; readonly order?: readonly Json[] },
): Promise<readonly JsonObject[]> {
  const rows = await call(ctx, model, 'search_read', [query.domain, 0, query.limit, query.order ?? [['id', 'ASC']], query.fields]);
  if (!Array.isArray(rows) || !rows.every(isObject)) throw new FaultError(garbled());
  return rows;
}

/** How many rows a search finds. */
export async function searchCount(ctx: Context, model: string, domain: readonly Json[]): Promise<number> {
  const count = await call(ctx, model, 'search_count', [domain]);
  if (typeof count !== 'number') throw new FaultError(garbled());
  return count;
}
