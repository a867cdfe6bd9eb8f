import { resolve } from 'node:path';
import type { EmbeddedStore } from '../../adapters/embedded/open.ts';
import { nodeFiles } from '../../connectors/kit/files.ts';
import type { World } from '../../core/sync/world.ts';
import { worldOver } from '../../functions/compose/world.ts';
import type { UsableWorkspace } from '../load.ts';
import { queueDepths } from './queue-depths.ts';
import { secretsOf } from './secrets.ts';

/** A workspace's world over its store: files lie in its folder, and this process is the only one at work. */
export function composeWorld(ready: UsableWorkspace, store: EmbeddedStore, env: Readonly<Record<string, string | undefined>>): World {
  return worldOver({
    ports: { ...store, secrets: secretsOf(store.secrets, env) },
    ready,
    files: (path) => nodeFiles(resolve(ready.folder, path)),
    incarnation: store.ids.fresh('life'),
    queues: () => queueDepths(store),
  });
}
