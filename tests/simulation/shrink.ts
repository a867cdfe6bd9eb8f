import { calm, type FaultMix } from '../../adapters/simulated/faults.ts';
import type { Scenario } from './scenario.ts';
import { runScenario, type SeedResult } from './seed.ts';
import type { PeopleEvent } from './workload.ts';

/** Runs spent on making one failure small. */
const runsMax = 120;

/** A failing scenario with as little in it as still fails in the same way. */
export interface Shrunk {
  readonly scenario: Scenario;
  readonly result: SeedResult;
  readonly runs: number;
}

/** Leaves out what is not needed, greedily: whole faults first, then halves, quarters … of the events, as long as the same oracle still objects. */
export async function shrink(scenario: Scenario, failed: SeedResult): Promise<Shrunk> {
  const oracles = new Set(failed.violations.map((v) => v.oracle));
  let best: Shrunk = { scenario, result: failed, runs: 0 };
  let runs = 0;
  const attempt = async (smaller: Scenario): Promise<boolean> => {
    if (runs >= runsMax) return false;
    runs += 1;
    const result = await runScenario(smaller);
    if (!result.violations.some((v) => oracles.has(v.oracle))) return false;
    best = { scenario: smaller, result, runs };
    return true;
  };
  for (const fault of Object.keys(calm) as (keyof FaultMix)[]) {
    if (best.scenario.mix[fault] !== calm[fault]) await attempt({ ...best.scenario, mix: { ...best.scenario.mix, [fault]: calm[fault] } });
  }
  for (let size = Math.ceil(best.scenario.events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.scenario.events.length; ) {
      const events = best.scenario.events.filter((_, at) => at < from || at >= from + size);
      if (!(await attempt({ ...best.scenario, events }))) from += size;
    }
  }
  return { ...best, runs };
}

/** A shrunk failure as a person reads it: what people did, what went wrong, what came of it. */
export function story({ scenario, result, runs }: Shrunk): string {
  const faults = Object.entries(scenario.mix).filter(([name, value]) => value !== calm[name as keyof FaultMix]);
  return [
    `  the smallest that still fails (${runs} runs): ${scenario.events.length} events, faults ${faults.map(([name, value]) => `${name}=${Number(value).toPrecision(2)}`).join(' ') || 'none'}`,
    ...scenario.events.map(line),
    ...result.violations.slice(0, 4).map((v) => `    → ${v.oracle}: ${v.what.slice(0, 400)}`),
  ].join('\n');
}

function line({ at, order, pick: _, ...rest }: PeopleEvent): string {
  return `    ${(at / 1000).toFixed(1).padStart(7)} s  #${order} ${JSON.stringify(rest)}`;
}
