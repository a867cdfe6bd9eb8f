import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { workspace } from '../../core/model/ids.ts';
import type { FactPack } from '../../core/ports/bus.ts';
import type { RouteConfig, WorkspaceConfig } from '../../core/sync/config.ts';
import type { World } from '../../core/sync/world.ts';
import { at, plainMapping } from './sync.ts';

/** A route of customers to the ERP. */
export const toErp: RouteConfig = {
  name: 'to-erp',
  type: 'organization',
  from: [],
  to: { connection: 'erp', stream: 'customers' },
  create: true,
  golive: 'manual',
  onSourceDelete: 'keep',
  patienceMs: 0,
};

/** A workspace of two systems on a store in memory, whose clock stands where it is put. */
export interface TestWorld {
  readonly world: World;
  readonly store: EmbeddedStore;
  /** What was told to the bus. */
  readonly facts: FactPack[];
  setNow(second: number): void;
}

/** Opens one; close its store. */
export function openWorld(routes: readonly RouteConfig[] = [toErp]): TestWorld {
  let now = at(0);
  const store = openEmbedded({ file: ':memory:', clock: { now: () => now } });
  const config: WorkspaceConfig = { workspace: workspace('main'), zone: 'UTC', country: 'DE', connections: [], routes, policies: {}, alerts: { to: [] } };
  const outside = (): never => {
    throw new TypeError('this test has no systems');
  };
  const facts: FactPack[] = [];
  const world: World = {
    table: store.tables.in(config.workspace),
    config,
    clock: store.clock,
    ids: store.ids,
    bus: {
      async publish(packs) {
        facts.push(...packs);
        return [];
      },
    },
    blobs: store.blobs,
    resolver: exactResolver,
    queue: (name) => store.queues[name],
    mapping: () => plainMapping,
    stream: outside,
    context: outside,
    explain: outside,
    clockOffsetMs: () => 0,
  };
  return {
    world,
    store,
    facts,
    setNow(second) {
      now = at(second);
    },
  };
}
