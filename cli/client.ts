import { placeOf, type Sentence, type Where } from '../core/model/error.ts';
import { CommandFailure, exitCodes } from './exit.ts';

/** A client of the API: over HTTP, or of the app in the same process. Throws {@link CommandFailure} for every answer that is not what was asked for. */
export interface Client {
  /** Where it answers: a URL, or `this process`. */
  readonly where: string;
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  remove<T>(path: string): Promise<T>;
  /** An answer that is a file. */
  file(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<Uint8Array>;
  /** Hands a file in. */
  upload<T>(path: string, query: Readonly<Record<string, string | number | undefined>>, content: Uint8Array): Promise<T>;
  /** Lines of a newline-delimited answer. */
  lines(path: string): AsyncIterable<string>;
  /** Lets go of what it holds. */
  close(): Promise<void>;
}

/** Sends one request; the path begins with `/`. */
export type Send = (
  path: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string | Uint8Array<ArrayBuffer> },
) => Promise<Response>;

/** Makes a client of whatever can send. */
export function clientOver(where: string, send: Send, close: () => Promise<void>): Client {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const isFile = body instanceof Uint8Array;
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' };
    const response = await send(path, { method, headers, ...(body !== undefined && { body: isFile ? Uint8Array.from(body) : JSON.stringify(body) }) });
    if (!response.ok) throw await failureOf(response, where);
    return response;
  };
  const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
  return {
    where,
    get: (path, query) => json(ask('GET', withQuery(path, query ?? {}))),
    post: (path, body) => json(ask('POST', path, body)),
    put: (path, body) => json(ask('PUT', path, body)),
    remove: (path) => json(ask('DELETE', path)),
    file: async (path, query) => new Uint8Array(await (await ask('GET', withQuery(path, query ?? {}))).arrayBuffer()),
    upload: (path, query, content) => json(ask('POST', withQuery(path, query), content)),
    async *lines(path) {
      const { body } = await ask('GET', path);
      if (body !== null) yield* linesOf(body);
    },
    close,
  };
}

/** A client over HTTP. A server that does not answer ends the command with exit code 3. */
export function httpClient(url: string, token: string, fetcher: typeof fetch = fetch): Client {
  const base = url.replace(/\/+$/, '');
  const send: Send = async (path, init) => {
    try {
      return await fetcher(`${base}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` }, redirect: 'error' });
    } catch (cause) {
      const why = reasonOf(cause);
      throw new CommandFailure(
        exitCodes.unreachable,
        { en: `No answer from ${base} (${why}). Is the server running?`, zh: `${base} 没有应答（${why}）。服务器是否在运行？` },
        { cause },
      );
    }
  };
  return clientOver(base, send, async () => undefined);
}

function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given.map(([k, v]): [string, string] => [k, String(v)]))}`;
}

async function failureOf(response: Response, where: string): Promise<CommandFailure> {
  const text = await response.text();
  const problem = problemFrom(text);
  if (problem === undefined) {
    return new CommandFailure(exitCodes.unreachable, {
      en: `${where} answered ${response.status} in a way that is not Syncline’s. Is the address right?`,
      zh: `${where} 返回 ${response.status}，不是 Syncline 的应答。地址是否正确？`,
    });
  }
  const { field: _, ...named } = problem.where;
  const place = placeOf(response.status === 404 ? named : problem.where); // what is missing stands in the message or in the command
  return new CommandFailure(response.status === 400 ? exitCodes.usage : exitCodes.findings, problem.message, {
    code: problem.code,
    details: place === '' || problem.message.en.includes(place) ? [] : [place],
  });
}

function problemFrom(text: string): { readonly code: string; readonly message: Sentence; readonly where: Where } | undefined {
  try {
    const value = JSON.parse(text) as { code?: unknown; message?: { en?: unknown }; where?: unknown };
    return typeof value.code === 'string' && typeof value.message?.en === 'string' ? (value as { code: string; message: Sentence; where: Where }) : undefined;
  } catch {
    return undefined;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() as string;
    yield* parts;
  }
  if (rest !== '') yield rest;
}

function reasonOf(cause: unknown): string {
  const inner = (cause as { cause?: { code?: string; message?: string } }).cause;
  return inner?.code ?? inner?.message ?? (cause as Error).message;
}
