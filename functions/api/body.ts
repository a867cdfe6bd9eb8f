import type { MiddlewareHandler } from 'hono';
import { type Json, parseJson } from '../../core/model/json.ts';
import type { ApiEnv } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** Bodies are small commands; anything larger is a mistake or an attack. */
export const bodyBytesMax = 1_048_576;
/** Deeper nesting is refused before it is parsed. */
export const bodyDepthMax = 64;
/** More keys are refused before they are parsed. */
export const bodyKeysMax = 10_000;

/** The one path that takes a file as it is. */
export const importPath = '/receivables/import';
/** A bank file handed in; larger ones lie in a folder that is looked through. */
const fileBytesMax = 8_388_608;

/** Reads a file's bytes within the limit. */
export async function bytesOf(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const bytes = await bodyBytes(body, fileBytesMax);
  if (bytes === undefined) throw tooLarge(fileBytesMax);
  return bytes;
}

/** Reads a JSON body within the limits and hands on what is left of it: keys that could reach a prototype are dropped. */
export const safeBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.raw.body === null || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  if (c.req.path === importPath && typeOf(c.req.header('content-type')) === 'application/octet-stream') return next();
  const declared = Number(c.req.header('content-length') ?? 0);
  if (declared > bodyBytesMax) throw tooLarge();
  const type = typeOf(c.req.header('content-type'));
  const text = await readText(c.req.raw.body);
  if (text !== '' && type !== 'application/json') throw new ApiProblem(415, 'BODY_TYPE', { en: 'Send the body as application/json.', zh: '请以 application/json 发送请求体。' });
  const parsed = text === '' ? {} : parseBody(text);
  const { method, headers, signal } = c.req.raw;
  c.req.raw = new Request(c.req.url, { method, headers: withoutLength(headers), signal, body: JSON.stringify(parsed) });
  return next();
};

/** Parses JSON text within the depth and key limits; throws an {@link ApiProblem} 400 otherwise. */
export function parseBody(text: string): Json {
  const { depth, keys } = shapeOf(text);
  if (depth > bodyDepthMax) throw new ApiProblem(400, 'BODY_DEPTH', { en: `The body is nested deeper than ${bodyDepthMax}.`, zh: `请求体嵌套超过 ${bodyDepthMax} 层。` });
  if (keys > bodyKeysMax) throw new ApiProblem(400, 'BODY_KEYS', { en: `The body has more than ${bodyKeysMax} keys.`, zh: `请求体的键超过 ${bodyKeysMax} 个。` });
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiProblem(400, 'BODY_JSON', { en: 'The body is not valid JSON.', zh: '请求体不是有效的 JSON。' });
  }
}

/** Greatest nesting and number of keys of JSON text, without building anything; a colon outside a text is a key. */
function shapeOf(text: string): { readonly depth: number; readonly keys: number } {
  let [depth, deepest, keys, inText] = [0, 0, 0, false];
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (inText) {
      if (c === 0x5c) i += 1;
      else if (c === 0x22) inText = false;
    } else if (c === 0x22) inText = true;
    else if (c === 0x7b || c === 0x5b) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (c === 0x7d || c === 0x5d) depth -= 1;
    else if (c === 0x3a) keys += 1;
  }
  return { depth: deepest, keys };
}

/** The bytes of a body, whatever it says of its length; undefined when there are more than allowed. */
export async function bodyBytes(body: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function typeOf(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const bytes = await bodyBytes(body, bodyBytesMax);
  if (bytes === undefined) throw tooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ApiProblem(400, 'BODY_ENCODING', { en: 'The body is not UTF-8.', zh: '请求体不是 UTF-8 编码。' });
  }
}

function withoutLength(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete('content-length');
  copy.delete('transfer-encoding');
  copy.set('content-type', 'application/json');
  return copy;
}

function tooLarge(max = bodyBytesMax): ApiProblem {
  return new ApiProblem(413, 'BODY_TOO_LARGE', { en: `The body is larger than ${max} bytes.`, zh: `请求体超过 ${max} 字节。` });
}
