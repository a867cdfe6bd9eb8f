import type { Ports } from '../../adapters/ports.ts';
import type { FaultMix } from '../../adapters/simulated/faults.ts';
import { createSimulation, type Simulation } from '../../adapters/simulated/simulation.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { workspace } from '../../core/model/ids.ts';
import type { ReceivablesConfig } from '../../core/receivables/table/config.ts';
import { type ReceivablesTasks, reconcile } from '../../core/receivables/table/reconcile.ts';
import { solveBucket } from '../../core/receivables/table/solve.ts';
import { importFolders } from '../../core/receivables/table/statements.ts';
import { tickReceivables } from '../../core/receivables/table/tick.ts';
import { tellOutside } from '../../core/receivables/writeback/outside.ts';
import type { WorkspaceConfig } from '../../core/sync/config.ts';
import type { World } from '../../core/sync/world.ts';

/** How the books of a test are kept. */
export const booksConfig: ReceivablesConfig = { company: 'x', statements: [], automatic: true, automaticUpTo: {}, twoPeopleAbove: { EUR: '400' } };

const tasks: ReceivablesTasks = { solve: solveBucket, tellOutside, importFolders };

const nobody = async (): Promise<never> => {
  throw new TypeError('no system is connected');
};

/** Books under simulated time: reconcile works its queue with the faults of the mix, the tick comes once a minute. */
export interface MoneyWorld {
  readonly sim: Simulation;
  worldOf(ports: Ports): World;
  /** Does something until it is done, as a queue redelivers a message whose worker died. */
  insist(label: string, work: (world: World) => Promise<unknown>): void;
  /** Lets everything come to rest, with a last look of the tick at every bucket. */
  settle(): Promise<void>;
  /** Does something now and gives what came of it; only without faults. */
  ask<T>(work: (world: World) => Promise<T>): Promise<T>;
}

/** Opens books. */
export function moneyWorld(seed: number, mix?: FaultMix, config: ReceivablesConfig = booksConfig): MoneyWorld {
  const sim = createSimulation({ seed, metered: false, ...(mix === undefined ? {} : { mix }) });
  const worldOf = (ports: Ports): World => ({
    table: ports.tables.in(workspace('books')),
    config: { workspace: workspace('books'), zone: 'Europe/Zurich', country: 'CH', connections: [], routes: [], policies: {}, receivables: config } as unknown as WorkspaceConfig,
    clock: ports.clock,
    ids: ports.ids,
    bus: ports.bus,
    blobs: ports.blobs,
    resolver: exactResolver,
    queue: (queue) => ports.queues[queue],
    mapping: () => undefined,
    stream: nobody,
    context: nobody,
    explain: nobody,
    clockOffsetMs: () => 0,
  });
  sim.consume('receivables', (ports) => (event) => reconcile(() => worldOf(ports), event, tasks));
  const insist: MoneyWorld['insist'] = (label, work) => {
    void sim
      .spawn(label, async (ports) => work(worldOf(ports)))
      .then((outcome) => {
        if (outcome.state !== 'done') sim.at(1_000, () => insist(label, work));
      });
  };
  return {
    sim,
    worldOf,
    insist,
    async settle() {
      sim.heal();
      await sim.run('idle');
      for (let minutes = 0; minutes < 3; minutes += 1) {
        await sim.run(sim.now() + 61_000);
        insist('tick', (world) => tickReceivables(world));
        await sim.run('idle');
      }
    },
    ask: (work) => sim.drive(async (ports) => work(worldOf(ports))),
  };
}
