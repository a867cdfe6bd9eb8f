import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small CRM over HTTP, a process of its own: it makes a new record for every create it is asked for, so that a repeat would show. It keeps its records and a log of what it was asked in two files, and can be killed at any time. */
const [portText, stateFile, logFile] = process.argv.slice(2) as [string, string, string];

interface Row {
  readonly id: string;
  readonly version: number;
  readonly externalId: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How the server behaves: `ok`, `throttle` (429, come back in 20 s), `unauthorized` (401), `lose` (does it and breaks the connection). */
type Mode = 'ok' | 'throttle' | 'unauthorized' | 'lose';

const state: { mode: Mode; rows: Row[] } = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : { mode: 'ok', rows: [] };

/** All or nothing: it may be killed in the middle. */
function save(): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify(state));
  renameSync(`${stateFile}.new`, stateFile);
}

const next = (): number => state.rows.reduce((most, row) => Math.max(most, row.version), 0) + 1;

type Asked = { readonly externalId?: string; readonly id?: string; readonly version?: number; readonly fields?: Record<string, unknown> };

const actions: Readonly<Record<string, (body: readonly Asked[]) => unknown>> = {
  '/list': ([from]) => state.rows.filter((row) => row.version > (from?.version ?? 0)).sort((a, b) => a.version - b.version),
  '/fetch': (asked) => state.rows.filter((row) => asked.some(({ id }) => id === row.id)),
  '/find': (asked) => asked.map(({ externalId }) => state.rows.filter((row) => row.externalId === externalId)),
  '/create': (asked) => asked.map(create),
  '/update': (asked) => asked.map(update),
};

function create({ externalId, fields }: Asked): Row {
  const row: Row = { id: String(state.rows.length + 1), version: next(), externalId: externalId ?? null, fields: fields ?? {} };
  state.rows.push(row);
  return row;
}

function update({ id, version, fields }: Asked): Row | null {
  const at = state.rows.findIndex((row) => row.id === id);
  const row = state.rows[at];
  if (row === undefined || row.version !== version) return null;
  const changed: Row = { ...row, version: next(), fields: { ...row.fields, ...fields } };
  state.rows[at] = changed;
  return changed;
}

const isWrite = (path: string): boolean => path === '/create' || path === '/update';

function refusal(authorization: string | undefined): 401 | 429 | undefined {
  if (state.mode === 'throttle') return 429;
  return state.mode === 'unauthorized' || authorization !== 'Bearer open-sesame' ? 401 : undefined;
}

function answer(path: string, asked: readonly Asked[], request: IncomingMessage, response: ServerResponse): void {
  const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    appendFileSync(logFile, `${JSON.stringify({ path, status, keys: asked.map((a) => a.externalId ?? a.id) })}\n`);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  if (path === '/mode') {
    state.mode = (asked[0] as { mode?: Mode } | undefined)?.mode ?? 'ok';
    save();
    response.end('{}');
    return;
  }
  const refused = refusal(request.headers.authorization);
  if (refused !== undefined) {
    send(refused, {}, { 'retry-after': '20' });
    return;
  }
  const action = actions[path];
  if (action === undefined) {
    send(404, {});
    return;
  }
  const done = action(asked);
  if (isWrite(path)) save();
  if (state.mode === 'lose' && isWrite(path)) {
    appendFileSync(logFile, `${JSON.stringify({ path, status: 0, keys: asked.map((a) => a.externalId ?? a.id) })}\n`);
    request.socket.destroy();
    return;
  }
  send(200, done);
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '[]');
    answer(request.url ?? '', Array.isArray(body) ? body : [], request, response);
  });
}).listen(Number(portText), '127.0.0.1', function listening(this: ReturnType<typeof createServer>) {
  const address = this.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
