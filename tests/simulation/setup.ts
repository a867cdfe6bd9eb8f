import type { Ports } from '../../adapters/ports.ts';
import { swarm } from '../../adapters/simulated/faults.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { createSimulation, type Simulation } from '../../adapters/simulated/simulation.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { workspace } from '../../core/model/ids.ts';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import type { WorkspaceConfig } from '../../core/sync/config.ts';
import { tick } from '../../core/sync/tick.ts';
import type { World } from '../../core/sync/world.ts';
import { createHandlers } from '../../functions/handlers.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { contextFor, explain, streamFor } from './connector.ts';
import { Vendor } from './vendor.ts';

/** The systems of a simulation: guarded by etags, idempotent by external id, and neither. */
export const vendorNames = ['a', 'b', 'c'] as const;

function mappingFor(name: string): StreamMapping {
  const text = `name: ${name}/customers\ntype: organization\nconnector: ${name}\nstream: customers\nfields:\n  name: name\n  city: city\n  note: note\n  industry: industry\n  taxId: tax\n  tags: { path: tags, split: [';'] }\n`;
  const compiled = compileMapping({ text, file: `${name}.yaml`, country: 'DE', zone: 'UTC' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

const mappings = new Map<string, StreamMapping>(vendorNames.map((v) => [v, mappingFor(v)]));

const config: WorkspaceConfig = {
  workspace: workspace('main'),
  zone: 'UTC',
  country: 'DE',
  connections: vendorNames.map((name) => ({
    name,
    connector: name,
    zone: 'UTC',
    config: {},
    secrets: {},
    streams: [{ name: 'customers', mapping: `${name}/customers`, schedule: '* * * * *', enabled: true }],
  })),
  routes: vendorNames.map((name) => ({
    name: `to-${name}`,
    type: 'organization',
    from: [],
    to: { connection: name, stream: 'customers' },
    create: true,
    golive: 'automatic',
    onSourceDelete: 'keep',
    patienceMs: 86_400_000,
  })),
  policies: { organization: { default: { by: 'latest' }, fields: { name: { by: 'rank', connections: ['a'] }, city: { by: 'rank', connections: ['b', 'c'] } }, review: [] } },
  alerts: { to: [] },
};

/** A simulated workspace with its three systems. */
export interface Setup {
  readonly sim: Simulation;
  readonly vendors: Readonly<Record<string, Vendor>>;
  worldOf(ports: Ports): World;
}

/** Builds the world of a seed. */
export function setUp(seed: number, calmly = false, traceLines?: number): Setup {
  const sim = createSimulation({ seed, ...(traceLines === undefined ? {} : { traceLines }), ...(calmly ? {} : { mix: swarm(new Random(seed, 'mix')) }) });
  const vendors: Record<string, Vendor> = {};
  for (const name of vendorNames) {
    vendors[name] = new Vendor(
      name,
      {
        kind: name === 'a' ? 'etag' : name === 'b' ? 'external-id' : 'none',
        normalise: (field, value) => (name === 'c' && field === 'note' ? value.slice(0, 6) : value),
        refuses: (field, value) => name === 'a' && field === 'industry' && value.startsWith('bad'),
      },
      sim.random(`vendor ${name}`),
    );
    sim.vendor(name, (request) => (vendors[name] as Vendor).answer(request, sim.now())); // a vendor has a clock of its own: ours may jump
  }
  const streams = new Map(vendorNames.map((name) => [name as string, streamFor(vendors[name] as Vendor)]));
  const worldOf = (ports: Ports): World => ({
    table: ports.tables.in(config.workspace),
    config,
    clock: ports.clock,
    ids: ports.ids,
    bus: ports.bus,
    blobs: ports.blobs,
    resolver: exactResolver,
    queue: (name) => ports.queues[name],
    mapping: (connection) => mappings.get(connection),
    stream: async (connection) => streams.get(connection) as never,
    context: async (connection) => contextFor(connection, ports.http, ports.clock.now),
    explain: async (_, error) => explain(error),
    clockOffsetMs: () => 0,
  });
  const handlers = (ports: Ports) =>
    createHandlers(
      () => worldOf(ports),
      () => [worldOf(ports)],
      ports.clock.now,
    );
  for (const queue of ['inbound', 'outbound', 'jobs', 'receivables', 'reactions'] as const) sim.consume(queue, (ports) => handlers(ports)[queue]);
  sim.consumeFeed((ports) => handlers(ports).feed);
  sim.every(60_000, 'tick', (ports) => tick(worldOf(ports)));
  return { sim, vendors, worldOf };
}
