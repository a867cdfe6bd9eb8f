import type { Ports } from '../../../adapters/ports.ts';
import { beginErasure } from '../../../core/sync/erase/begin.ts';
import { unerasedMs } from '../../../core/sync/erase/secret.ts';
import { readEntity } from '../../../core/sync/store.ts';
import type { System } from '../scenario.ts';
import type { Setup } from '../setup.ts';
import { taxIds } from '../tax-ids.ts';
import { entityOf, recordOf, takesIn } from './workers.ts';

/** The customer that everybody knows. */
export const known = taxIds[0] as string;
/** One that only one system has just got. */
const fresh = taxIds[1] as string;

/** A person's edit, as the system shows it from now on. */
export function edit(setup: Setup, system: System, field: string, value: string, id = recordOf[system]): void {
  setup.vendors[system]?.book('customers').edit(id, field, value, setup.sim.now(), 1);
}

/** Runs a handler to its end before the race. */
export const now = (setup: Setup, work: (setup: Setup, ports: Ports) => Promise<unknown>): Promise<unknown> => setup.sim.drive((ports) => work(setup, ports));

/** A person enters the new customer in a system; the name of its record there. */
export const newcomer = (setup: Setup, system: System): string =>
  setup.vendors[system]?.book('customers').make({ tax: fresh, name: 'Beta', city: 'Bonn', note: '', industry: '', tags: '' }, setup.sim.now(), 2).id ?? '';

/** A new customer of `a` is taken in; nobody has delivered it yet. */
export async function fromA(setup: Setup): Promise<void> {
  await now(setup, takesIn('a', newcomer(setup, 'a')));
}

/** The same, and a person says that it is one with the customer that everybody knows. */
export async function twoCustomers(setup: Setup): Promise<void> {
  await fromA(setup);
  setup.decisions.add('customers', { tax: known }, { tax: fresh });
}

/** An owner has the new customer erased, and nobody believes any more that nobody ever was; the job has not begun. */
export async function erasing(setup: Setup): Promise<void> {
  await fromA(setup);
  await now(setup, async (s, ports) => {
    const world = s.worldOf(ports);
    const entity = await readEntity(world, await entityOf(s, ports, 'a', 'customers-2'));
    if (entity !== undefined) await beginErasure(world, entity.value, 'p_owner', 'request');
  });
  await setup.sim.run(setup.sim.now() + unerasedMs);
}

/** A worker dies just after a call of his has happened. */
export async function diesAfter(setup: Setup, call: string, work: (setup: Setup, ports: Ports) => Promise<unknown>): Promise<void> {
  let isDead = false;
  setup.sim.setGate(({ what, go }) => {
    if (isDead) return;
    isDead = what.startsWith(call);
    void go();
  });
  void setup.sim.spawn('dies', (ports) => work(setup, ports));
  await new Promise((resolve) => process.nextTick(resolve));
  setup.sim.crashAll();
  setup.sim.setGate(undefined);
  if (!isDead) throw new Error(`nobody came to ${call}`);
}
