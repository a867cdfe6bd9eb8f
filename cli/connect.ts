import { setTimeout as sleep } from 'node:timers/promises';
import { ownerOf } from '../adapters/embedded/owner.ts';
import type { Principal } from '../core/access/principal.ts';
import { SynclineError } from '../core/model/error.ts';
import { type Client, clientOver, httpClient, type Send } from './client.ts';
import type { OpenedWorkspace } from './compose/open.ts';
import { sessionTokenOf } from './compose/session-token.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import { storeFile } from './folder.ts';
import type { Io } from './io.ts';
import type { UsableWorkspace } from './load.ts';

/** How to reach the API. */
export interface Connecting {
  readonly url: string | undefined;
  readonly token: string | undefined;
  /** The workspace folder; asked only when no URL is given. */
  folder(): string;
}

/** A server that starts or a command that ends holds the store this long at most before its API answers or the store is free. */
const patienceMs = 5_000;
/** Between two looks at who holds the store. */
const lookMs = 50;
/** A server on this machine answers health within this time, whatever it does besides. */
const probeMs = 2_000;

/** A client of the API: at `--url`; else of the server that holds the workspace's store; else of the same app in this process, for one command. */
export async function connect(io: Io, options: Connecting): Promise<Client> {
  const url = options.url ?? io.env['SYNCLINE_URL'];
  const token = options.token ?? io.env['SYNCLINE_TOKEN'];
  if (url !== undefined) return remote(url, token);
  const folder = options.folder();
  const open = opener(io, folder, token);
  for (const until = io.now() + patienceMs; ; await sleep(lookMs)) {
    const found = (await serverOf(storeFile(folder), token)) ?? (await open());
    if (found !== undefined) return found;
    if (io.now() > until) throw held(storeFile(folder));
  }
}

function remote(url: string, token: string | undefined): Client {
  if (!/^https?:\/\/[^\s/]+/.test(url)) throw new CommandFailure(exitCodes.usage, { en: `“${url}” is no http(s) address.`, zh: `“${url}”不是 http(s) 地址。` });
  if (token === undefined)
    throw new CommandFailure(exitCodes.usage, { en: 'A token is needed with --url: set SYNCLINE_TOKEN.', zh: '使用 --url 时需要令牌：请设置 SYNCLINE_TOKEN。' });
  return httpClient(url, token);
}

/** The server that holds the store, once its API answers; a note left by a killed server leads nowhere and is passed over. */
async function serverOf(file: string, token: string | undefined): Promise<Client | undefined> {
  const api = ownerOf(file)?.api;
  const key = token ?? sessionTokenOf(file);
  if (api === undefined || key === undefined) return undefined;
  const answers = await fetch(`${api}/health`, { signal: AbortSignal.timeout(probeMs) }).then(
    (response) => response.ok,
    () => false,
  );
  return answers ? httpClient(api, key) : undefined;
}

/** Opens the app in this process, reading the workspace once; undefined while somebody else holds the store. */
function opener(io: Io, folder: string, token: string | undefined): () => Promise<Client | undefined> {
  let loading: Promise<UsableWorkspace> | undefined;
  return async () => {
    loading ??= readUsable(io, folder);
    const loaded = await loading;
    const { openWorkspace } = await import('./compose/open.ts');
    const { localPrincipal } = await import('./compose/principal.ts');
    try {
      return clientOf(openWorkspace(loaded, io), localPrincipal(), token);
    } catch (error) {
      if (error instanceof SynclineError && error.code === 'STORE_HELD') return undefined;
      throw error;
    }
  };
}

async function readUsable(io: Io, folder: string): Promise<UsableWorkspace> {
  const { loadWorkspace, usable } = await import('./load.ts');
  return usable(await loadWorkspace(folder), io);
}

/** What a command sets going is worked off before it ends; a command that only reads starts nothing. With a token it acts as whom the token names, else as whoever holds the file. */
function clientOf(opened: OpenedWorkspace, local: Principal, token: string | undefined): Client {
  const send: Send = async (path, init) => {
    if (init.method !== 'GET') opened.start({ tickMs: 0 });
    if (token === undefined) return opened.api.request(path, init, { local });
    return opened.api.request(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  };
  return clientOver('this process', send, async () => {
    await opened.runner()?.idle();
    await opened.close();
  });
}

function held(file: string): CommandFailure {
  const owner = ownerOf(file);
  return new CommandFailure(exitCodes.unreachable, {
    en: `Another process${owner ? ` (${owner.pid})` : ''} holds the workspace and does not answer. Wait for it, or stop it.`,
    zh: `另一个进程${owner ? `（${owner.pid}）` : ''}占用此工作区且无应答。请等待其结束或将其停止。`,
  });
}
