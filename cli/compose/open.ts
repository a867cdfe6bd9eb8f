import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { type Runner, startRunner } from '../../adapters/embedded/runner.ts';
import { createFinance } from '../../core/receivables/create-service.ts';
import { createService } from '../../core/sync/create-service.ts';
import type { SyncService } from '../../core/sync/service.ts';
import type { World } from '../../core/sync/world.ts';
import { createApi } from '../../functions/api/app.ts';
import type { ApiDeps } from '../../functions/api/deps.ts';
import type { Api } from '../../functions/api/router.ts';
import { insideHosts } from '../../functions/compose/ready.ts';
import { createHandlers } from '../../functions/handlers.ts';
import { takeHook } from '../../functions/hooks/take.ts';
import { storeFile } from '../folder.ts';
import type { Io } from '../io.ts';
import type { UsableWorkspace } from '../load.ts';
import { version } from '../version.ts';
import { secretShelf } from './secret-shelf.ts';
import { secretsOf } from './secrets.ts';
import { composeWorld } from './world.ts';

/** A workspace open in this process: its store, its use cases, its API. */
export interface OpenedWorkspace {
  readonly store: EmbeddedStore;
  readonly world: World;
  readonly service: SyncService;
  readonly api: Api;
  /** Begins to work off queues, feed and tick; asked again gives the same runner. */
  start(options?: { readonly tickMs?: number }): Runner;
  /** The runner, once started. */
  runner(): Runner | undefined;
  /** Ends what runs and gives the store back. */
  close(): Promise<void>;
}

/** Opens a workspace's store and joins everything to it. Throws `SynclineError` `STORE_HELD` when another process has it. */
export function openWorkspace(loaded: UsableWorkspace, io: Io, session?: ApiDeps['session']): OpenedWorkspace {
  const file = storeFile(loaded.folder);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const named = insideHosts(loaded);
  const store = openEmbedded({ file, env: io.env, http: { allowPrivate: (host, port) => named.has(`${host}:${port}`) } });
  const world = composeWorld(loaded, store, io.env);
  const service = createService(world, { version });
  const name = loaded.config.workspace;
  const opened = { name, service, finance: createFinance(world), table: world.table, secrets: secretShelf(store, loaded.config.connections, io.env) };
  const api = createApi({
    version,
    open: async (asked) => (asked === undefined || asked === name ? opened : undefined),
    takeHook: (asked, incoming) => takeHook(asked === name ? { world, ready: loaded, secrets: secretsOf(store.secrets, io.env) } : undefined, incoming),
    session,
    now: () => store.clock.now(),
    fresh: (label) => store.ids.fresh(label),
    random: (bytes) => randomBytes(bytes),
    description: async (app) => (await import('../../functions/api/openapi.ts')).openApiDocument(app, version),
    log: (event, error) => io.err(`${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  let runner: Runner | undefined;
  return {
    store,
    world,
    service,
    api,
    start(options) {
      runner ??= startRunner({
        store,
        handlers: createHandlers(
          (workspace) => (workspace === name ? world : undefined),
          () => [world],
          () => store.clock.now(),
        ),
        tickMs: options?.tickMs,
        onError: (where, error) => io.err(`${where}: ${error instanceof Error ? error.message : String(error)}`),
      });
      return runner;
    },
    runner: () => runner,
    async close() {
      await runner?.stop();
      await store.close();
    },
  };
}
