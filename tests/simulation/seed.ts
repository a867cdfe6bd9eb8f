import { minuteMs } from '../../core/model/time.ts';
import { converge, duplicates, type Excused, lost, tablesOf, type Violation } from './oracle.ts';
import { setUp, vendorNames } from './setup.ts';
import type { Vendor } from './vendor.ts';
import { schedule, workMs } from './workload.ts';

/** What one seed came to. */
export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly excused: Excused;
  readonly edits: number;
  readonly writes: number;
  readonly steps: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly trace: readonly string[];
}

/** After everything heals, the world gets this long to look at everything again, twice over. */
const calmMs = 25 * minuteMs;

/** Runs one seed: people work under faults, then all heals, then everything must agree and stay quiet. */
export async function runSeed(seed: number, calmly = false): Promise<SeedResult> {
  const setup = setUp(seed, calmly);
  const { sim, vendors } = setup;
  schedule(setup);
  const excused: Excused = { overwritten: 0 };
  const violations: Violation[] = [];
  const writes = (): number => vendorNames.reduce((n, v) => n + (vendors[v] as Vendor).writes, 0);
  try {
    await sim.run(sim.now() + workMs);
    sim.heal();
    sim.redriveAll();
    await sim.run(sim.now() + calmMs);
    sim.redriveAll();
    await sim.run('idle');
    const before = writes();
    await sim.run(sim.now() + 3 * minuteMs);
    await sim.run('idle');
    if (writes() !== before) violations.push({ oracle: 'quiet', what: `${writes() - before} vendor writes although nobody edited` });
    const snapshot = await tablesOf(setup);
    for (const queue of ['inbound', 'outbound', 'jobs'] as const) {
      const { waiting, dead } = sim.depth(queue);
      if (waiting + dead > 0) violations.push({ oracle: 'drain', what: `${queue}: ${waiting} waiting, ${dead} dead` });
    }
    for (const item of snapshot.items) if (item.kind === 'waiting') violations.push({ oracle: 'drain', what: `still parked: ${item.pk} ${item.sk}` });
    violations.push(...converge(setup, snapshot), ...duplicates(setup, snapshot), ...lost(setup, snapshot, excused));
  } catch (error) {
    violations.push({ oracle: 'drain', what: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const edits = vendorNames.reduce((n, v) => n + (vendors[v] as Vendor).edits.length, 0);
  return { seed, violations, excused, edits, writes: writes(), steps: sim.steps, faults: sim.faults(), trace: sim.trace(50) };
}
