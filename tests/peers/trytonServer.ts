import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CountingProxy, countingProxy } from './countingProxy.ts';

const script = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/peers/tryton.sh');

/** First start makes the database: 20–60 s on a busy machine. */
const startMsMax = 240_000;

/** Why the real server cannot be used here; undefined when it can. */
export function whyNoTryton(): string | undefined {
  if (!existsSync(script)) return 'the peer scripts are not beside this repository';
  if (!existsSync('/usr/bin/trytond')) return 'Tryton is not installed (peer script: install)';
  return undefined;
}

/** Rows and stamps of one table, read from the server's own file. */
export interface TableState {
  readonly rows: number;
  /** Rows that were ever edited. */
  readonly edited: number;
  /** Newest `write_date` or `create_date`, as stored. */
  readonly newest: string;
}

/** A real Tryton server on this machine with the seed of its script. */
export interface TrytonServer {
  /** Through the counting proxy: what a connection under test is given. */
  readonly url: string;
  /** Past the proxy: for what people in Tryton do. */
  readonly directUrl: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly proxy: CountingProxy;
  /** A call as a person's client makes it, past the proxy; throws on a refusal. */
  rpc(model: string, method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Counts outside all of our code: straight from the server's database file. */
  tables(): Readonly<Record<string, TableState>>;
  stop(): Promise<void>;
}

const watched = [
  'party_party',
  'party_address',
  'party_contact_mechanism',
  'party_identifier',
  'account_invoice',
  'account_move',
  'account_move_line',
  'account_move_reconciliation',
];

/** Starts and seeds the server (both are safe to repeat). `home` keeps its state, so that a second start takes a second; `keep` leaves it running at the end. */
export async function startTryton(options: { readonly home?: string; readonly port: number; readonly keep?: boolean }): Promise<TrytonServer> {
  const home = options.home ?? join(tmpdir(), 'syncline-peers', `tryton-${options.port}`);
  const run = (verb: string) => promisify(execFile)('bash', [script, verb], { env: { ...process.env, PEER_HOME: home, PEER_PORT: String(options.port) }, timeout: startMsMax });
  await run('start');
  await run('seed');
  const directUrl = `http://127.0.0.1:${options.port}`;
  const proxy = await countingProxy(directUrl);
  const person = await login(directUrl);
  return {
    url: proxy.url,
    directUrl,
    database: 'tryton',
    user: 'admin',
    password: 'admin',
    proxy,
    rpc: (model, method, ...args) => call(directUrl, `model.${model}.${method}`, [...args, { company: 1, language: 'en', active_test: false }], person),
    tables: () => tablesOf(join(home, 'db', 'tryton.sqlite')),
    async stop() {
      await proxy.close();
      if (!options.keep) await run('stop');
    },
  };
}

async function login(url: string): Promise<string> {
  const [uid, key] = (await call(url, 'common.db.login', ['admin', { password: 'admin' }])) as [number, string];
  return `Session ${Buffer.from(`admin:${uid}:${key}`).toString('base64')}`;
}

async function call(url: string, method: string, params: readonly unknown[], authorization?: string): Promise<unknown> {
  const response = await fetch(`${url}/tryton/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify({ id: 1, method, params }),
  });
  if (!response.ok) throw new Error(`${method}: HTTP ${response.status}`);
  const answer = (await response.json()) as { result?: unknown; error?: unknown };
  if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}

function tablesOf(file: string): Readonly<Record<string, TableState>> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const state = (table: string) =>
      database.prepare(`SELECT count(*) AS rows, count(write_date) AS edited, coalesce(max(coalesce(write_date, create_date)), '') AS newest FROM ${table}`).get();
    return Object.fromEntries(watched.map((table) => [table, { ...state(table) } as unknown as TableState]));
  } finally {
    database.close();
  }
}
