import { describe, expect, it } from 'vitest';
import { type AimName, aims, drawAimed } from './aims.ts';
import { type Regression, regressions } from './regressions.ts';
import { drawHarsh, drawScenario, type Scenario, type ScenarioOptions } from './scenario.ts';
import { runScenario, type SeedResult } from './seed.ts';
import { addCounts, mustHappen } from './sometimes.ts';
import { Totals } from './totals.ts';

/** As many as fit into about ten seconds of one core beside the aims. 200 more, 20 calm ones and two more of each aim run in `.ci/run`, thousands in `npm run sim:soak`. */
const ciSeeds = 20;
/** Of each kind of situation that is drawn on purpose; whichever they are, everything of `sometimes.ts` happens in them (`aims/rare.ts`). */
const aimedSeeds = 1;
/** Seeds without faults: what fails there is plain semantics. */
const calmSeeds = 8;
const testMs = 900_000;

function told(result: SeedResult, how = ''): string[] {
  return result.violations.map((v) => `seed ${result.seed} ${v.oracle}: ${v.what.slice(0, 600)} (npm run sim -- --seed ${result.seed}${how} --trace)`);
}

async function runSeeds(from: number, count: number, options: ScenarioOptions, totals: Totals): Promise<string[]> {
  const failures: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await runScenario(drawScenario(seed, options));
    totals.add(result);
    failures.push(...told(result, options.calm === true ? ' --calm' : ''));
  }
  return failures;
}

async function runAims(totals: Totals): Promise<string[]> {
  const failures: string[] = [];
  for (const name of Object.keys(aims) as AimName[]) {
    for (let seed = 1; seed <= aimedSeeds; seed += 1) {
      const result = await runScenario(drawAimed(name, seed));
      totals.add(result);
      failures.push(...told(result, ` --aim "${name}"`));
    }
  }
  return failures;
}

function scenarioOf(seed: number, drawn: Regression['drawn']): Scenario {
  if (typeof drawn === 'object') return drawAimed(drawn.aim, seed, drawn.contacts);
  if (drawn === 'harsh') return drawHarsh(seed);
  if (drawn === 'erasing') return drawScenario(seed, { contacts: false });
  if (drawn === 'contacts') return drawScenario(seed, { contacts: true });
  const plain = drawScenario(seed, { erasures: false, contacts: false });
  return drawn === 'plain' ? plain : { ...plain, identity: 'scored' };
}

describe('the whole engine in virtual time', { timeout: testMs }, () => {
  it(`holds on ${calmSeeds} days without faults`, async () => {
    expect(await runSeeds(1, calmSeeds, { calm: true }, new Totals())).toEqual([]);
  });

  it(`holds on ${ciSeeds} bad days, and the days are bad enough`, async () => {
    const [totals, aimed] = [new Totals(), new Totals()];
    expect(await runSeeds(1, ciSeeds, {}, totals)).toEqual([]);
    expect(await runAims(aimed)).toEqual([]);
    addCounts(totals.sometimes, aimed.sometimes);
    expect(mustHappen.filter((what) => (totals.sometimes[what] ?? 0) === 0)).toEqual([]);
    for (const fault of ['crashBefore', 'zombie', 'httpTimeoutAfter']) expect(totals.share(fault), `share of seeds with ${fault}`).toBeGreaterThan(0.1);
  });

  it('is the same run for the same seed', async () => {
    const [one, other] = [await runScenario(drawScenario(7)), await runScenario(drawScenario(7))];
    expect(other.steps).toBe(one.steps);
    expect(other.trace).toEqual(one.trace);
  });
});

describe('seeds that failed once', { timeout: testMs }, () => {
  for (const { seed, cause, drawn } of regressions) {
    it(`${cause} (seed ${seed})`, async () => {
      const result = await runScenario(scenarioOf(seed, drawn), { noAudit: drawn === 'harsh' });
      expect(told(result)).toEqual([]);
    });
  }
});
