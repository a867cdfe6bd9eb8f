import { describe, expect, it } from 'vitest';
import type { Ports } from '../../adapters/ports.ts';
import { workspace } from '../../core/model/ids.ts';
import { canonical, itemsOf } from '../aws/snapshot.ts';
import { homeName } from './config.ts';
import { EmbeddedRun } from './embedded.ts';
import { booksOf } from './oracle/records.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { runScenario } from './seed.ts';
import type { Setup } from './setup.ts';

const seeds = [1, 2, 3, 4, 5, 6];
const testMs = 120_000;

/** What people mean in this test: customers that are there from the start, named by their tax id. A record chosen by its place in a list, a set element turned over or a merge of what is known so far mean something else a second later. */
const sameAtAnySecond = new Set(['make', 'invoice', 'edit', 'remove', 'pin', 'unpin', 'freeze', 'thaw', 'outage', 'audit', 'poison']);

function drawn(seed: number): Scenario {
  const scenario = drawScenario(seed, { calm: true, contacts: false });
  const taxes = [...new Set(scenario.events.flatMap((e) => (e.what === 'make' ? [e.tax] : [])))];
  const events = scenario.events
    .filter((e) => sameAtAnySecond.has(e.what))
    .map((e) => (e.what === 'make' ? { ...e, at: 0 } : 'system' in e ? { ...e, customer: taxes[Math.floor(e.pick * taxes.length)] as string } : e));
  return { ...scenario, events, neighbour: false, robot: false };
}

/** What everybody would say of the world at the end: who belongs together, golden, and every record of every system but for the ids, which tell who came first. */
async function told(setup: Setup, ports: Pick<Ports, 'tables'>): Promise<Record<'entities' | 'systems', readonly string[]>> {
  const systems = booksOf(setup).flatMap(({ system, book }) =>
    book.live().map((r) => {
      const { customer, ...fields } = r.fields;
      const of = customer === undefined ? '' : (setup.vendors[system]?.book('customers').records.get(customer)?.fields['tax'] ?? '');
      return `${system} ${book.name} by ${r.madeBy} ${JSON.stringify(
        Object.entries({ ...fields, of })
          .filter(([, v]) => v !== '')
          .sort(),
      )}`;
    }),
  );
  return { entities: canonical(await itemsOf(ports.tables, workspace(homeName))), systems: systems.sort() };
}

describe('the same workload, simulated and on the embedded store', { timeout: testMs }, () => {
  for (const seed of seeds) {
    it(`ends in the same world (seed ${seed})`, async () => {
      let simulated: Awaited<ReturnType<typeof told>> | undefined;
      const { violations } = await runScenario(drawn(seed), {
        dump: async (setup) => {
          simulated = await setup.sim.drive((ports) => told(setup, ports));
        },
      });
      expect(violations).toEqual([]);
      const run = new EmbeddedRun(drawn(seed));
      try {
        await run.play();
        expect(await told(run.setup, run.ports)).toEqual(simulated);
        expect(simulated?.entities.length).toBeGreaterThan(0);
      } finally {
        await run.close();
      }
    });
  }
});
