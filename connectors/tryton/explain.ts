import type { Json } from '../../core/model/json.ts';
import { type Fault, FaultError, type FaultKind } from '../../core/ports/connector.ts';
import type { HttpResponse } from '../../core/ports/world.ts';
import { explainHttp } from '../kit/explain.ts';
import { fault, faultOfStatus } from '../kit/fault.ts';

/** Vendor text is cut to this: it goes into messages and lists. */
const detailCharsMax = 300;

/** Vendor text without the values in it: quoted words stay only where they name a field or a model. */
export function withoutValues(text: string): string {
  return text.replace(/(\b(?:field|of|in|on)\s+)?"[^"]*"/g, (match, before?: string) => (before === undefined ? '"…"' : match)).slice(0, detailCharsMax);
}

/** What a `UserError` is, by its English words; every call asks for English. */
const rules: readonly { readonly says: RegExp; readonly kind: FaultKind; readonly code: string; readonly zh: string }[] = [
  { says: /don't exist anymore/, kind: 'missing', code: 'gone', zh: '记录在 Tryton 中已不存在。' },
  { says: /must be unique/, kind: 'duplicate', code: 'unique', zh: 'Tryton 中已有相同编号的记录。' },
  { says: /not allowed to access/, kind: 'auth', code: 'access', zh: '该 Tryton 用户没有所需权限。' },
];

/** The fault in the `error` member of an answer, which Tryton sends with HTTP 200: `[name, [message, description, domain]]`. */
export function faultOfAnswer(error: Json): Fault {
  const [name, detail] = Array.isArray(error) && typeof error[0] === 'string' ? [error[0], error[1] as Json | undefined] : ['unknown', undefined];
  const words = Array.isArray(detail) ? detail[0] : detail;
  const said = withoutValues(typeof words === 'string' ? words : '');
  if (name === 'ConcurrencyException') return fault('conflict', name, 'The record was changed in Tryton since it was read.', '该记录在读取之后已在 Tryton 中被修改。');
  if (name === 'LoginException') return wrongLogin();
  if (name === 'UserError' || name === 'UserWarning') {
    const rule = rules.find((r) => r.says.test(said));
    if (rule !== undefined) return fault(rule.kind, rule.code, `Tryton says: ${said}`, rule.zh);
    return fault('invalid', name, `Tryton refused it: ${said}`, `Tryton 拒绝了该记录：${said}`);
  }
  if (/^Database .* doesn't exist/.test(name)) return noDatabase();
  const subject = withoutValues(name);
  return fault(
    'schema',
    subject,
    `Tryton does not know ${subject}: a module may be missing there, or its version differs.`,
    `Tryton 无法识别 ${subject}：可能缺少模块或版本不同。`,
  );
}

/** The fault of an HTTP status other than 200; undefined for 200. */
export function faultOfResponse(response: HttpResponse): Fault | undefined {
  if (response.status === 200) return undefined;
  if (response.status === 401) return wrongLogin();
  if (response.status === 403) return fault('auth', 'forbidden', 'Tryton does not offer this method to the user.', 'Tryton 未向该用户开放此方法。');
  if (response.status === 404) return noDatabase();
  return faultOfStatus(response) ?? garbled();
}

/** An answer that is not JSON-RPC, for example a proxy's page. */
export function garbled(): Fault {
  return fault('transient', 'garbled', 'The answer is not JSON-RPC. Is there a proxy in between?', '返回内容不是 JSON-RPC，中间是否有代理？');
}

function wrongLogin(): Fault {
  return fault('auth', 'login', 'Tryton refuses this user and password.', 'Tryton 拒绝该用户名或密码。');
}

function noDatabase(): Fault {
  return fault('auth', 'database', 'The server has no such database. Check `url` and `database` of the connection.', '服务器上没有该数据库，请检查连接中的 url 与 database。');
}

/** Maps anything thrown to a fault. */
export function explain(error: unknown): Fault {
  return error instanceof FaultError ? error.fault : explainHttp(error);
}
