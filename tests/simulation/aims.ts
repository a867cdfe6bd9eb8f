import { calm } from '../../adapters/simulated/faults.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { type Aim, evenClocks, liveMs, workMs } from './aims/aim.ts';
import { aimsOfContacts } from './aims/contacts.ts';
import { aimsOfCreates } from './aims/creates.ts';
import { aimsOfDeletes } from './aims/deletes.ts';
import { aimsOfMergers } from './aims/mergers.ts';
import { aimsOfOperations } from './aims/operations.ts';
import { aimsOfRareEvents } from './aims/rare.ts';
import { aimsOfValues } from './aims/values.ts';
import { drawContacts } from './contacts.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { numbered } from './workload.ts';

/** Every situation that is drawn on purpose, by name. */
export const aims = {
  ...aimsOfValues,
  ...aimsOfDeletes,
  ...aimsOfCreates,
  ...aimsOfMergers,
  ...aimsOfContacts,
  ...aimsOfOperations,
  ...aimsOfRareEvents,
} as const satisfies Record<string, Aim>;

/** Names of the aims. */
export type AimName = keyof typeof aims;

/** The scenario of a seed, drawn for one kind of situation; `withContacts` adds what people do with contacts meanwhile, where the aim has none of its own. */
export function drawAimed(name: AimName, seed: number, withContacts = false): Scenario {
  const aim: Aim = aims[name];
  const random = new Random(seed, `aim ${name}`);
  let count = 0;
  const value = (field: string): string => {
    count += 1;
    return `${String(count).padStart(4, '0')}${field}`;
  };
  const base: Scenario = {
    ...drawScenario(seed, { calm: true, contacts: false }),
    workMs,
    invoices: false,
    onSourceDelete: 'keep',
    neighbour: false,
    robot: false,
    lateLanding: 0,
    faultsFromMs: liveMs,
    clocks: evenClocks,
    creates: true,
    searchable: true,
  };
  const drawn: Scenario = { ...base, mix: { ...calm, ...aim.mix(random) }, ...aim.rest?.(random), events: numbered(random, aim.events(random, value)) };
  if (!withContacts || drawn.contacts) return drawn;
  return { ...drawn, contacts: true, events: [...drawn.events, ...drawContacts(seed, drawn.events, { workMs, identity: drawn.identity, wanted: true })] };
}
