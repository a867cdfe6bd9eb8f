import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { type Runner, startRunner } from '../../adapters/embedded/runner.ts';
import { composeWorld } from '../../cli/compose/world.ts';
import { loadWorkspace, type UsableWorkspace } from '../../cli/load.ts';
import type { Clock } from '../../core/ports/world.ts';
import { isSettled, queueDepths } from '../../core/sync/answers/backlog.ts';
import { createService } from '../../core/sync/create-service.ts';
import type { Actor, SyncService } from '../../core/sync/service.ts';
import type { World } from '../../core/sync/world.ts';
import { insideHosts } from '../../functions/compose/ready.ts';
import { createHandlers, type Handlers } from '../../functions/handlers.ts';
import { grantedHandlers, grantedWorld } from '../factories/granted.ts';

/** A workspace folder of a test, with the whole product running on it. */
export interface TestWorkspace {
  readonly folder: string;
  readonly store: EmbeddedStore;
  readonly world: World;
  readonly runner: Runner;
  readonly service: SyncService;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Pulls every stream, or those named, and waits until nothing moves. */
  sync(...streams: string[]): Promise<void>;
  /** Waits until nothing moves. */
  quiet(): Promise<void>;
  /** Stops everything; the folder stays only when it is to be opened again. */
  close(folder?: 'keep'): Promise<void>;
}

/** How a workspace is opened. */
export interface TestOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly metered?: boolean;
  /** Faults of handlers are put here and the work goes on, as in production; without it the first one fails the test. */
  readonly faults?: unknown[];
  /** Changes what was loaded, e.g. adds a connector of the test. */
  readonly adapt?: (loaded: UsableWorkspace) => UsableWorkspace;
}

/** A clock that a test can move. */
export interface TestClock extends Clock {
  /** Moves it by so many ms; negative = back. */
  move(ms: number): void;
}

/** The machine's clock, moved as the test says. */
export function testClock(): TestClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    move(ms) {
      offset += ms;
    },
  };
}

/** Who acts in tests. */
export const tester: Actor = { id: 'p_tester', name: 'tester' };

/** Writes the files of a workspace into a fresh folder. */
export function workspaceFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-'));
  for (const [path, text] of Object.entries(files)) putFile(folder, path, text);
  return folder;
}

function putFile(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Opens a workspace folder with everything running. */
export async function openTestWorkspace(folder: string, options: TestOptions = {}): Promise<TestWorkspace> {
  const { env = {}, adapt = (same) => same } = options;
  const loaded = await loadWorkspace(folder, () => true);
  const errors = loaded.problems.filter((p) => p.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((p) => `${JSON.stringify(p.where)} ${p.message.en}`).join('\n'));
  return runWorkspace(adapt(loaded as UsableWorkspace), env, options);
}

/** Runs a workspace that is loaded already. */
export async function runWorkspace(
  usable: UsableWorkspace,
  env: Readonly<Record<string, string>>,
  options: Pick<TestOptions, 'clock' | 'metered' | 'faults'> = {},
): Promise<TestWorkspace> {
  const { folder } = usable;
  const named = insideHosts(usable);
  mkdirSync(join(folder, '.syncline'), { recursive: true });
  const store = openEmbedded({
    file: join(folder, '.syncline', 'store.db'),
    http: { allowPrivate: (host, port) => named.has(`${host}:${port}`) },
    env,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    metered: options.metered === true,
  });
  const world = composeWorld(usable, store, env);
  // Units are counted as the one process has them, whose handlers remember together what was announced.
  const handlers = options.metered === true ? oneProcess(world) : grantedHandlers(() => ({ ...composeWorld(usable, store, env), incarnation: world.incarnation }));
  const failures: unknown[] = [];
  const runner = startRunner({ store, handlers, tickMs: 0, retryMs: () => 20, onError: (_, error) => (options.faults ?? failures).push(error) });
  const calm = async (): Promise<void> => {
    await quiet(world, runner);
    if (failures.length > 0) throw failures[0];
  };
  return {
    folder,
    store,
    world,
    runner,
    service: createService(grantedWorld(world, 'api'), { version: 'test' }),
    read: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : ''),
    write: (path, text) => putFile(folder, path, text),
    async sync(...streams) {
      await pullNow(world, streams);
      await calm();
    },
    quiet: calm,
    async close(keep) {
      await runner.stop();
      await store.close();
      if (keep === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function oneProcess(world: World): Handlers {
  return createHandlers(
    (name) => (name === world.config.workspace ? world : undefined),
    () => [world],
  );
}

/** Between two looks whether everything is done, ms. */
const lookMs = 20;

/** After so many looks (5 s) a tick comes, as in a process that lives: a look at the routes that a killed worker owed is asked for by it alone. */
const looksPerTick = 250;

/** Waits until what is not done waits for a time, an arrival or a person: as the product itself judges it. */
async function quiet(world: World, runner: Runner): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    await runner.idle();
    if (await isSettled(world, await queueDepths(world))) return;
    await new Promise((wake) => setTimeout(wake, lookMs));
    if (looks % looksPerTick === 0) await runner.tick();
  }
}

async function pullNow(world: World, only: readonly string[]): Promise<void> {
  const names = world.config.connections.flatMap((c) => c.streams.map((s) => ({ connection: c.name, stream: s.name })));
  const wanted = names.filter((n) => only.length === 0 || only.includes(`${n.connection}.${n.stream}`));
  const bodies = wanted.map((n) => ({ body: JSON.stringify({ v: 1, workspace: world.config.workspace, job: 'pull', ...n }), group: `${world.config.workspace}/${n.connection}` }));
  await world.queue('jobs').send(bodies);
}
