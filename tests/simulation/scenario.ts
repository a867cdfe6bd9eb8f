import { calm, type FaultMix, swarm } from '../../adapters/simulated/faults.ts';
import { visibilityMs } from '../../adapters/simulated/queue-state.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { minuteMs } from '../../core/model/time.ts';
import { queueLimits } from '../../core/ports/queue.ts';
import type { MappingVersion } from './config.ts';
import { drawContacts } from './contacts.ts';
import { drawErasures } from './erasures.ts';
import { drawEvents, type PeopleEvent } from './workload.ts';

/** The systems of a simulation: guarded by etags, idempotent by external id, and neither. */
export const systems = ['a', 'b', 'c'] as const;
export type System = (typeof systems)[number];

/** Everything that a seed decides before the first step: a plain value, so that a failing one can be cut down. */
export interface Scenario {
  readonly seed: number;
  readonly mix: FaultMix;
  /** Nothing goes wrong before this, ms: the routes are live by then. */
  readonly faultsFromMs: number;
  /** How long people work before everything heals, ms. */
  readonly workMs: number;
  readonly invoices: boolean;
  /** People at the customers are kept as well. */
  readonly contacts: boolean;
  readonly onSourceDelete: 'keep' | 'delete';
  /** A second workspace whose values must never be seen in the first. */
  readonly neighbour: boolean;
  /** A workflow in `c` sets every name that we write there back to its own. */
  readonly robot: boolean;
  /** Probability that a write's answer is lost and the request lands later. */
  readonly lateLanding: number;
  readonly clocks: Readonly<Record<System, { readonly skewMs: number; readonly grainMs: number }>>;
  readonly events: readonly PeopleEvent[];
  /** False: no route creates records, they only link what is there. */
  readonly creates: boolean;
  /** Before everything heals, the machine is off for so long, ms. */
  readonly offMs?: number;
  /** The power goes, often, just as a route has gone live. */
  readonly cutsAtGoLive?: true;
  /** Nobody gives the approvals that are asked for: they are pending when all is judged. */
  readonly unapproved?: true;
  /** Hints come as signed webhooks, among forged ones. */
  readonly webhooks?: true;
  /** The version of the mappings that the workspace begins with. */
  readonly mappings?: MappingVersion;
  /** False: `b` is found by our name alone, as systems with upsert by external id are. */
  readonly searchable: boolean;
  /** How it is found who is who: on validated identifiers alone, or by scores. */
  readonly identity: 'exact' | 'scored';
}

/** True when changes got lost on the way to relay: only an audit makes up for them. */
export function losesChanges({ mix, events }: Pick<Scenario, 'mix' | 'events'>): boolean {
  return mix.feedGap > 0 || events.some((event) => event.what === 'feed lost');
}

/** A port call takes this long at most, ms, there and back. */
export function portCallMsOf({ mix, faultsFromMs }: Pick<Scenario, 'mix' | 'faultsFromMs'>): number {
  return 2 * Math.max(mix.latencyMsMax, faultsFromMs > 0 ? calm.latencyMsMax : 0);
}

/** Between a record and its entity whoever takes it in reads that and writes the rows of the conflict log and the entity; once more where somebody else has written it meanwhile. */
const foldCalls = 6;

/** Within this time of a record its entity has it, ms: at once where nobody dies and our own table answers; else when the message has come again, or, where changes got lost, nobody knows when. */
export function foldMsOf(scenario: Scenario): number {
  const { mix, events, offMs, cutsAtGoLive } = scenario;
  if (losesChanges(scenario)) return Number.POSITIVE_INFINITY;
  const cut = offMs !== undefined || cutsAtGoLive === true || events.some((event) => event.what === 'power cut');
  const isInterrupted = cut || mix.crashBefore + mix.crashAfter + mix.lost + mix.timeoutAfter + mix.throttle > 0;
  return isInterrupted ? queueLimits.receives * (visibilityMs + mix.holdMsMax) : foldCalls * portCallMsOf(scenario);
}

/** Options of a whole run. */
export interface ScenarioOptions {
  /** No faults at all: what fails then is plain semantics. */
  readonly calm?: boolean;
  /** False: nobody is erased, as in seeds that were drawn before anybody was. */
  readonly erasures?: boolean;
  /** Contacts in any case, or in none: then a seed is what it was before there were any. */
  readonly contacts?: boolean;
}

/** Draws the scenario of a seed: workload, faults and clocks each from labelled streams of chance (swarm). */
export function drawScenario(seed: number, options: ScenarioOptions = {}): Scenario {
  const random = new Random(seed, 'scenario');
  const long = random.chance(0.04);
  const crowd = random.chance(0.12);
  const invoices = random.chance(0.25);
  const feedGap = random.chance(0.1);
  const clock = (): { skewMs: number; grainMs: number } => ({ skewMs: random.int(-120_000, 120_000), grainMs: random.pick([1, 1_000, 1_000, 60_000]) });
  const mix = options.calm === true ? calm : swarm(new Random(seed, 'mix'));
  const workMs = 12 * minuteMs;
  const people = drawEvents(new Random(seed, 'people'), { workMs, crowd, invoices, long });
  const identity = new Random(seed, 'identity').chance(0.4) ? 'scored' : 'exact';
  const events = options.erasures === false ? people : [...people, ...drawErasures(seed, people, workMs)];
  const contacts = drawContacts(seed, events, { workMs, identity, ...(options.contacts === undefined ? {} : { wanted: options.contacts }) });
  return {
    seed,
    mix: feedGap && options.calm !== true ? { ...mix, feedGap: 0.1 } : mix,
    faultsFromMs: 0,
    workMs: long ? workMs + 180 * minuteMs : workMs,
    invoices,
    contacts: contacts.length > 0,
    onSourceDelete: random.chance(0.25) ? 'delete' : 'keep',
    neighbour: random.chance(0.1),
    robot: random.chance(0.08),
    lateLanding: options.calm === true || random.chance(0.5) ? 0 : 0.1,
    clocks: { a: { ...clock(), grainMs: random.pick([1_000, 60_000]) }, b: clock(), c: clock() },
    events: options.erasures === false ? [...events, ...contacts.filter((e) => e.what !== 'erase')] : [...events, ...contacts],
    creates: !new Random(seed, 'creates').chance(0.05),
    searchable: !new Random(seed, 'searchable').chance(0.3),
    identity,
  };
}

/** Crashes of a harsh scenario: more than swarm draws, so that a bug shows sooner. */
const harshCrashes = 0.03;

/** The seed's scenario with crashes in any case, and without the audit, so that nothing is repaired behind the oracles' backs. */
export function drawHarsh(seed: number): Scenario {
  const drawn = drawScenario(seed, { erasures: false, contacts: false });
  const mix = { ...drawn.mix, crashBefore: harshCrashes, crashAfter: harshCrashes, feedGap: 0 };
  return { ...drawn, mix, events: drawn.events.filter((e) => e.what !== 'audit') };
}
