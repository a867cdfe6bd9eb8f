import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { relative, resolve } from 'node:path';
import { addFirstOwner, hasOwner, newPrincipal } from '../../core/access/principals.ts';
import { tokenBytes, tokenFrom, tokenHash } from '../../core/access/token.ts';
import type { RunView } from '../../core/sync/views/runs.ts';
import type { StatusView } from '../../core/sync/views/status.ts';
import { type Client, clientOver } from '../client.ts';
import { type OpenedWorkspace, openWorkspace } from '../compose/open.ts';
import { localPrincipal } from '../compose/principal.ts';
import { dropSessionToken, leaveSessionToken } from '../compose/session-token.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { storeFile } from '../folder.ts';
import { type Io, told } from '../io.ts';
import { loadWorkspace, usable } from '../load.ts';
import { financeSummary } from '../output/finance-summary.ts';
import { progress } from '../output/progress.ts';
import { summaryLines, welcomeLines } from '../output/summary-lines.ts';
import { serveApi } from '../serve.ts';
import { follow } from './follow.ts';
import { isHealthy } from './status.ts';

/** Options of `syncline up`. */
export interface UpOptions {
  readonly port: string;
  readonly sync: boolean;
  /** False: end when the first sync is done. */
  readonly stay: boolean;
  readonly json: boolean;
}

/** `syncline up`: schedules, deliveries and API in one process, until Ctrl-C. The API answers before the first sync begins. */
export async function up(made: Io, folder: string, options: UpOptions): Promise<ExitCode> {
  const io: Io = { ...made, where: whereOf(made, folder) };
  const port = portOf(options.port);
  const loaded = usable(await loadWorkspace(folder), io);
  const file = storeFile(folder);
  const sessionToken = tokenFrom(randomBytes(tokenBytes));
  const principal = localPrincipal();
  const opened = openWorkspace(loaded, io, { hash: tokenHash(sessionToken) as string, principal });
  try {
    const served = await serveApi(opened.api, port);
    leaveSessionToken(file, sessionToken);
    opened.store.announce(served.url);
    const owner = await firstOwner(opened);
    const stop = stopped();
    if (!options.json) for (const line of welcomeLines({ workspace: loaded.config.workspace, url: served.url, owner }, io)) io.out(line);
    opened.start();
    const client = clientOver(
      served.url,
      async (path, init) => opened.api.request(path, init, { local: principal }),
      async () => undefined,
    );
    const good = options.sync ? await firstSync(client, io, options, stop, { url: served.url, owner }) : true;
    if (options.stay && !stop.done) {
      if (!options.json) io.out(io.paint.dim(told(io, { en: 'Running. Ctrl-C stops; nothing is lost by stopping.', zh: '运行中。Ctrl-C 停止，不会丢失任何数据。' })));
      await stop.when;
    }
    await served.close();
    if (stop.done && !options.json) io.out(io.paint.dim(told(io, { en: 'Stopped. The next start goes on where this one was.', zh: '已停止。下次启动将从此处继续。' })));
    return good ? exitCodes.ok : exitCodes.findings;
  } finally {
    dropSessionToken(file);
    await opened.close();
  }
}

/** The first start makes an owner and gives its token, once. */
async function firstOwner({ world, store }: OpenedWorkspace): Promise<string | undefined> {
  if (await hasOwner(world.table)) return undefined;
  const token = tokenFrom(randomBytes(tokenBytes));
  const principal = newPrincipal(store.ids.fresh('u'), 'owner', 'owner', store.clock.now(), 'system');
  return (await addFirstOwner(world.table, principal, token)) ? token : undefined;
}

async function firstSync(client: Client, io: Io, options: UpOptions, stop: Stop, api: { readonly url: string; readonly owner: string | undefined }): Promise<boolean> {
  const bar = progress(io);
  const step = (run: RunView): void => {
    const read = run.passes.reduce((sum, pass) => sum + pass.read, 0);
    const out = run.delivered.created + run.delivered.updated;
    bar.show(told(io, { en: `first sync: ${read} read, ${out} delivered`, zh: `首次同步：读取 ${read}，投递 ${out}` }));
  };
  const begun = await client.post<RunView>('/syncs', {});
  const run = await follow(client, begun, { settled: true, onStep: step, stop });
  bar.clear();
  if (stop.done) return true;
  const status = await client.get<StatusView>('/status');
  const finance = await financeSummary(client);
  if (options.json) io.out(JSON.stringify({ url: api.url, token: api.owner, run, status, ...finance }, null, 2));
  else for (const line of summaryLines(run, status, io, finance)) io.out(line);
  return run.state === 'done' && (options.stay || isHealthy(status));
}

/** What a command typed here must add to find the workspace. */
function whereOf(io: Io, folder: string): string {
  const path = relative(io.cwd, folder);
  const short = path.startsWith('..') ? folder : path;
  return path === '' || resolve(io.cwd, io.env['SYNCLINE_WORKSPACE'] ?? '.') === folder ? '' : ` --workspace ${short}`;
}

interface Stop {
  readonly when: Promise<undefined>;
  readonly done: boolean;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, which the store survives. */
function stopped(): Stop {
  const stop = { done: false, when: Promise.resolve(undefined) as Promise<undefined> };
  stop.when = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => {
    stop.done = true;
    process.once('SIGINT', () => process.exit(130));
    return undefined;
  });
  return stop;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CommandFailure(exitCodes.usage, { en: `“${text}” is no port (0–65535).`, zh: `“${text}”不是端口（0–65535）。` });
}
