import { setTimeout as sleep } from 'node:timers/promises';
import { ownerOf } from '../adapters/embedded/owner.ts';
import { SynclineError } from '../core/model/error.ts';
import { type Client, clientOver, httpClient } from './client.ts';
import { sessionTokenOf } from './compose/session-token.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import { storeFile } from './folder.ts';
import type { Io } from './io.ts';

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

/** A client of the API: at `--url`; else of the server that holds the workspace's store; else of the same app in this process, for one command. */
export async function connect(io: Io, options: Connecting): Promise<Client> {
  const url = options.url ?? io.env['SYNCLINE_URL'];
  const token = options.token ?? io.env['SYNCLINE_TOKEN'];
  if (url !== undefined) return remote(url, token);
  const folder = options.folder();
  for (const until = io.now() + patienceMs; ; await sleep(lookMs)) {
    const found = (await serverOf(storeFile(folder), token)) ?? (await here(io, folder));
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

/** The server that holds the store, once it says where its API is. */
async function serverOf(file: string, token: string | undefined): Promise<Client | undefined> {
  const api = ownerOf(file)?.api;
  const key = token ?? sessionTokenOf(file);
  return api === undefined || key === undefined ? undefined : httpClient(api, key);
}

/** The app in this process; undefined when somebody else holds the store at the moment. */
async function here(io: Io, folder: string): Promise<Client | undefined> {
  if (ownerOf(storeFile(folder)) !== undefined) return undefined;
  const { loadWorkspace, usable } = await import('./load.ts');
  const loaded = usable(await loadWorkspace(folder), io);
  const { openWorkspace } = await import('./compose/open.ts');
  const { localPrincipal } = await import('./compose/principal.ts');
  try {
    const opened = openWorkspace(loaded, io);
    const local = localPrincipal();
    // what a command sets going is worked off before it ends; a command that only reads starts nothing
    const send: Parameters<typeof clientOver>[1] = async (path, init) => {
      if (init.method !== 'GET') opened.start({ tickMs: 0 });
      return opened.api.request(path, init, { local });
    };
    return clientOver('this process', send, async () => {
      await opened.runner()?.idle();
      await opened.close();
    });
  } catch (error) {
    if (error instanceof SynclineError && error.code === 'STORE_HELD') return undefined;
    throw error;
  }
}

function held(file: string): CommandFailure {
  const owner = ownerOf(file);
  return new CommandFailure(exitCodes.unreachable, {
    en: `Another process${owner ? ` (${owner.pid})` : ''} holds the workspace and does not answer. Wait for it, or stop it.`,
    zh: `另一个进程${owner ? `（${owner.pid}）` : ''}占用此工作区且无应答。请等待其结束或将其停止。`,
  });
}
