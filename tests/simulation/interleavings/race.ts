import type { Ports } from '../../../adapters/ports.ts';
import type { HeldCall } from '../../../adapters/simulated/core-world.ts';
import { calm } from '../../../adapters/simulated/faults.ts';
import type { StoredItem } from '../../../adapters/simulated/table-state.ts';
import { minuteMs } from '../../../core/model/time.ts';
import { converge } from '../oracle/converge.ts';
import { lost, policy } from '../oracle/edits.ts';
import { erased } from '../oracle/erased.ts';
import { joined } from '../oracle/joined.ts';
import { blind, duplicates, links } from '../oracle/records.ts';
import { resurrected } from '../oracle/resurrected.ts';
import { noExcuses } from '../oracle/violation.ts';
import { drawScenario, type Scenario } from '../scenario.ts';
import { buildSetup, type Setup, setUp, startWork } from '../setup.ts';
import { type Snapshot, snapshotOf } from '../snapshot.ts';
import type { Execution } from './explore.ts';
import { known } from './situations.ts';

/** Two workers that meet on one entity. */
export interface Race {
  readonly name: string;
  /** What is otherwise than in every other race. */
  readonly scenario?: Partial<Scenario>;
  /** What happened before they start. */
  readonly before?: (setup: Setup) => Promise<void> | void;
  readonly workers: readonly ((setup: Setup, ports: Ports) => Promise<unknown>)[];
  /** What must hold besides the oracles. */
  readonly also?: (setup: Setup, snapshot: Snapshot) => readonly string[];
}

const scenario: Scenario = {
  ...drawScenario(1, { calm: true }),
  mix: calm,
  events: [],
  invoices: false,
  contacts: false,
  neighbour: false,
  robot: false,
  creates: true,
  searchable: true,
  onSourceDelete: 'keep',
  lateLanding: 0,
};

/** The world that every execution begins with. */
interface Base {
  readonly items: readonly StoredItem[];
  readonly now: number;
}
let base: Promise<Base> | undefined;

/** A workspace in which one customer is known in all systems and all is quiet; made once, loaded into every execution. */
async function makeBase(): Promise<Base> {
  const setup = setUp(scenario);
  furnish(setup);
  await setup.sim.run(setup.sim.now() + 5 * minuteMs);
  await setup.sim.run('idle');
  return { items: setup.sim.dump(), now: setup.sim.now() };
}

function furnish(setup: Setup): void {
  for (const system of ['a', 'b', 'c'] as const)
    setup.vendors[system]?.book('customers').make({ tax: known, name: 'Acme', city: 'Ulm', note: '0000note', industry: '', tags: 'vip' }, setup.sim.now(), 0);
}

/** Starts one execution of a race from the common base. */
export async function startRace(race: Race): Promise<Execution> {
  base ??= makeBase();
  const { items, now: at } = await base;
  const setup = buildSetup({ ...scenario, ...race.scenario });
  const { sim } = setup;
  furnish(setup);
  await sim.run(at);
  sim.load(items);
  await race.before?.(setup);
  const waiting: HeldCall[] = [];
  sim.setGate((call) => waiting.push(call));
  for (const [at, work] of race.workers.entries()) void sim.spawn(`w${at + 1}`, (ports) => work(setup, ports));
  return {
    waiting,
    settle: () => new Promise((resolve) => process.nextTick(resolve)),
    fingerprint: () => [sim.fingerprint(), ...Object.values(setup.vendors).map((vendor) => vendor.book('customers').fingerprint())].join('\n'),
    finish: async () => {
      sim.setGate(undefined);
      startWork(setup);
      await sim.run('idle');
      const snapshot = await snapshotOf(setup);
      const excused = noExcuses();
      const violations = [
        ...converge(setup, snapshot, excused),
        ...duplicates(setup, snapshot, excused),
        ...resurrected(setup, snapshot, excused),
        ...lost(setup, snapshot, excused),
        ...policy(setup, snapshot, excused),
        ...blind(setup),
        ...joined(setup, snapshot),
        ...links(snapshot),
        ...erased(setup, snapshot, excused),
      ];
      return [...violations.map((v) => `${v.oracle}: ${v.what}`), ...(race.also?.(setup, snapshot) ?? [])];
    },
  };
}
