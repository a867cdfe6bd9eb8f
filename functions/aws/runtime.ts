import { type AwsPorts, awsPorts } from '../../adapters/aws/open.ts';
import { sha256Hex } from '../../core/model/hash.ts';
import { workspace } from '../../core/model/ids.ts';
import type { World, Worlds } from '../../core/sync/world.ts';
import { publishedPath } from '../compose/published-path.ts';
import { insideHosts, type ReadyWorkspace } from '../compose/ready.ts';
import { type Settings, settingsFrom } from './settings.ts';

/** A workspace that was published anew is used within this time; until then running functions keep the old one. */
const freshMs = 60_000;

/** One workspace as it runs here. */
export interface Running {
  readonly world: World;
  readonly ready: ReadyWorkspace;
  readonly hash: string;
}

/** Everything that the functions of one process share. */
export interface Runtime {
  readonly settings: Settings;
  readonly ports: AwsPorts;
  readonly worlds: Worlds;
  all(): readonly World[];
  running(name: string): Running | undefined;
  /** Reads what was published since the last look; call before each event. */
  refresh(): Promise<void>;
}

/** Makes the runtime over an environment. Workspaces that nobody has published yet are not there. */
export function createRuntime(env: Readonly<Record<string, string | undefined>>): Runtime {
  const settings = settingsFrom(env);
  const hosts = new Set<string>();
  const ports = awsPorts({ names: settings.names, endpoint: settings.endpoint, http: { allowPrivate: (host, port) => hosts.has(`${host}:${port}`) } });
  const running = new Map<string, Running>();
  let readAt = Number.NEGATIVE_INFINITY;
  const load = async (name: string): Promise<void> => {
    const bytes = await ports.blobs.get(workspace(name), publishedPath);
    if (bytes === undefined) return;
    const hash = sha256Hex(bytes);
    if (running.get(name)?.hash === hash) return; // session tokens of its connections live on
    const [{ readPublished }, { worldOver }] = await Promise.all([import('../compose/published.ts'), import('../compose/world.ts')]);
    const ready = await readPublished(bytes);
    for (const host of insideHosts(ready)) hosts.add(host);
    running.set(name, { ready, hash, world: worldOver({ ports, ready, files: (folder) => ports.files(name, folder) }) });
  };
  return {
    settings,
    ports,
    worlds: (name) => running.get(name)?.world,
    all: () => [...running.values()].map(({ world }) => world),
    running: (name) => running.get(name),
    async refresh() {
      if (ports.clock.now() - readAt < freshMs) return;
      await Promise.all(settings.workspaces.map(load));
      readAt = ports.clock.now();
    },
  };
}
