import type { Simulation } from '../../adapters/simulated/simulation.ts';
import { HttpError } from '../../core/ports/world.ts';
import { abilitiesOf } from './abilities.ts';
import { Book } from './book.ts';
import { homeName, streamsOf } from './config.ts';
import { type Scenario, systems } from './scenario.ts';
import { Vendor } from './vendor.ts';

/** A request whose answer is lost lands within this time: shorter than a write's time-out plus what the connectors declare. */
const lateMsMax = 12_000;

/** What a system's connector shows it; each system has its own. */
export const tokenOf = (host: string): string => `secret token of ${host}`;

/** The systems of a workspace, at work. */
export function vendorsOf(sim: Simulation, scenario: Scenario, prefix: string): Record<string, Vendor> {
  const vendors: Record<string, Vendor> = {};
  const [startsAt, healsAt] = [sim.now() + scenario.faultsFromMs, sim.now() + scenario.workMs];
  for (const name of systems) {
    const vendor = new Vendor(
      name,
      streamsOf(scenario).map((stream) => new Book(stream, abilitiesOf(name, scenario), scenario.clocks[name])),
      tokenOf(`${prefix}.${name}`),
    );
    vendors[name] = vendor;
    if (scenario.robot && name === 'c' && prefix === homeName) letRobotLoose(sim, vendor.book('customers'));
    // A vendor has a clock of its own: ours may jump.
    const random = sim.random(`late ${prefix} ${name}`);
    sim.vendor(`${prefix}.${name}`, (request) => {
      if (!request.url.endsWith('/write') || !random.chance(sim.now() < healsAt && sim.now() >= startsAt ? scenario.lateLanding : 0)) return vendor.answer(request, sim.now());
      // The caller hears nothing, and the request lands later, within what the connector declares.
      const sentAt = sim.now();
      sim.at(random.int(0, lateMsMax), () => vendor.answerLate(request, sentAt, sim.now()));
      throw new HttpError('timeout', true);
    });
  }
  return vendors;
}

/** A workflow that sets every name we write back to its own, a moment later. */
function letRobotLoose(sim: Simulation, book: Book): void {
  book.onOurs = (record, fields) => {
    if (fields.includes('name')) sim.at(2_000, () => book.edit(record.id, 'name', '9999robot', sim.now(), Number.MAX_SAFE_INTEGER));
  };
}
