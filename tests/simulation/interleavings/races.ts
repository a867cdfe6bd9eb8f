import type { Ports } from '../../../adapters/ports.ts';
import type { HeldCall } from '../../../adapters/simulated/core-world.ts';
import { calm } from '../../../adapters/simulated/faults.ts';
import type { StoredItem } from '../../../adapters/simulated/table-state.ts';
import { refOf } from '../../../core/model/ids.ts';
import { minuteMs } from '../../../core/model/time.ts';
import type { ReceivedMessage } from '../../../core/ports/queue.ts';
import { beginErasure } from '../../../core/sync/erase/begin.ts';
import { unerasedMs } from '../../../core/sync/erase/secret.ts';
import { mergeEntities, splitEntity } from '../../../core/sync/merge.ts';
import { type InboundMessage, messageSchema, type OutboundMessage, type Sighting } from '../../../core/sync/messages.ts';
import { readEntity, readRecord } from '../../../core/sync/store.ts';
import { homeName } from '../config.ts';
import { converge } from '../oracle/converge.ts';
import { lost, policy } from '../oracle/edits.ts';
import { erased } from '../oracle/erased.ts';
import { joined } from '../oracle/joined.ts';
import { blind, duplicates, links } from '../oracle/records.ts';
import { noExcuses } from '../oracle/violation.ts';
import { pin } from '../pins.ts';
import { drawScenario, type Scenario, type System } from '../scenario.ts';
import { buildSetup, handlersOf, type Setup, setUp, startWork } from '../setup.ts';
import { type Snapshot, snapshotOf } from '../snapshot.ts';
import { taxIds } from '../tax-ids.ts';
import type { PeopleEvent } from '../workload.ts';
import type { Execution } from './explore.ts';

/** Two workers that meet on one entity. */
export interface Race {
  readonly name: string;
  /** Somebody is erased: nobody asks otherwise whether anybody was. */
  readonly erases?: true;
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
/** Given by the race itself. */
const anErasure: PeopleEvent = { at: 0, what: 'erase', order: 0, pick: 0 };
/** The customer that everybody knows, its records, and one that only `a` has just got. */
const known = taxIds[0] as string;
const fresh = taxIds[1] as string;
const recordOf: Readonly<Record<System, string>> = { a: 'customers-1', b: 'customers-1', c: 'customers-1' };

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

/** A person's edit, as the system shows it from now on. */
function edit(setup: Setup, system: System, field: string, value: string, id = recordOf[system]): void {
  setup.vendors[system]?.book('customers').edit(id, field, value, setup.sim.now(), 1);
}

const message = (body: object): ReceivedMessage => ({
  messageId: 'm',
  receiptHandle: 'm',
  body: JSON.stringify(body),
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', MessageGroupId: 'g' },
  eventSourceARN: 'arn',
});

/** A worker that hears of a record of a system. */
const hears =
  (system: System, sighting: Sighting) =>
  (setup: Setup, ports: Ports): Promise<unknown> => {
    const body: InboundMessage = {
      v: messageSchema,
      workspace: homeName,
      connection: system,
      stream: 'customers',
      seen: [0, 0],
      readAt: setup.sim.now(),
      sightings: [sighting],
    };
    return handlersOf(setup, ports).inbound({ Records: [message(body)] });
  };

/** A worker that takes a record in because somebody hinted at it. */
const takesIn = (system: System, id: string = recordOf[system]) => hears(system, { id, hint: true });

/** A worker that is told by its system that a record was deleted. */
const learnsOfDelete = (system: System, id: string) => hears(system, { id, absent: 'feed' });

async function entityOf(setup: Setup, ports: Ports, system: System, id: string): Promise<string> {
  return (await readRecord(setup.worldOf(ports), refOf(system, 'customers', id)))?.value.entity ?? '';
}

/** A worker that delivers the entity of `a`'s record to a system. */
const delivers =
  (system: System, id = recordOf.a) =>
  async (setup: Setup, ports: Ports) => {
    const body: OutboundMessage = { v: messageSchema, workspace: homeName, connection: system, stream: 'customers', entities: [await entityOf(setup, ports, 'a', id)] };
    return handlersOf(setup, ports).outbound({ Records: [message(body)] });
  };

/** Runs a handler to its end before the race. */
const now = (setup: Setup, work: (setup: Setup, ports: Ports) => Promise<unknown>): Promise<unknown> => setup.sim.drive((ports) => work(setup, ports));

const newcomer = (setup: Setup, system: System): string =>
  setup.vendors[system]?.book('customers').make({ tax: fresh, name: 'Beta', city: 'Bonn', note: '', industry: '', tags: '' }, setup.sim.now(), 2).id ?? '';

/** A new customer of `a` is taken in; nobody has delivered it yet. */
async function fromA(setup: Setup): Promise<void> {
  await now(setup, takesIn('a', newcomer(setup, 'a')));
}

async function twoCustomers(setup: Setup): Promise<void> {
  await fromA(setup);
  setup.decisions.add('customers', { tax: known }, { tax: fresh });
}

const merges = async (setup: Setup, ports: Ports): Promise<unknown> =>
  mergeEntities(setup.worldOf(ports), await entityOf(setup, ports, 'a', 'customers-1'), await entityOf(setup, ports, 'a', 'customers-2'));

/** An owner has the new customer erased, and nobody believes any more that nobody ever was; the job has not begun. */
async function erasing(setup: Setup): Promise<void> {
  await fromA(setup);
  await now(setup, async (s, ports) => {
    const world = s.worldOf(ports);
    const entity = await readEntity(world, await entityOf(s, ports, 'a', 'customers-2'));
    if (entity !== undefined) await beginErasure(world, entity.value, 'p_owner', 'request');
  });
  await setup.sim.run(setup.sim.now() + unerasedMs);
}

/** Steps of an erasure until the person's own rows are gone, where nothing has to be waited for. */
const stepsToGone = 4;

const erases = async (setup: Setup, ports: Ports): Promise<void> => {
  const body = { v: messageSchema, workspace: homeName, job: 'erase', id: setup.erasing.all[0]?.id };
  for (let step = 0; step < stepsToGone; step += 1) await handlersOf(setup, ports).jobs({ Records: [message(body)] });
};

/** Every race that is tried whole. */
export const races: readonly Race[] = [
  {
    name: 'update and update: two records of one entity are taken in',
    before: (s) => {
      edit(s, 'a', 'note', '0001note');
      edit(s, 'b', 'note', '0002note');
    },
    workers: [takesIn('a'), takesIn('b')],
  },
  { name: 'update and update: one record is taken in twice', before: (s) => edit(s, 'a', 'note', '0001note'), workers: [takesIn('a'), takesIn('a')] },
  {
    name: 'update and delivery: a record is written to while an edit of it is taken in',
    before: async (s) => {
      edit(s, 'a', 'note', '0001note');
      await now(s, takesIn('a'));
      edit(s, 'b', 'note', '0002note');
    },
    workers: [delivers('b'), takesIn('b')],
  },
  {
    name: 'delivery and delivery: one record is written to by two',
    before: async (s) => {
      edit(s, 'a', 'note', '0001note');
      await now(s, takesIn('a'));
    },
    workers: [delivers('c'), delivers('c')],
  },
  { name: 'create and create: where our name is the key', before: fromA, workers: [delivers('b', 'customers-2'), delivers('b', 'customers-2')] },
  { name: 'create and create: where only a search can tell', before: fromA, workers: [delivers('c', 'customers-2'), delivers('c', 'customers-2')] },
  {
    name: 'create and create: somebody deletes the record that leads, and another leads then',
    before: async (s) => {
      await fromA(s);
      await now(s, takesIn('b', newcomer(s, 'b')));
      s.vendors.a?.book('customers').remove('customers-2', s.sim.now());
    },
    workers: [
      delivers('c', 'customers-2'),
      async (s, ports) => {
        await learnsOfDelete('a', 'customers-2')(s, ports);
        await delivers('c', 'customers-2')(s, ports);
      },
    ],
  },
  {
    name: 'create and update: the source changes while its record is made elsewhere',
    before: async (s) => {
      await fromA(s);
      edit(s, 'a', 'note', '0003note', 'customers-2');
    },
    workers: [delivers('c', 'customers-2'), takesIn('a', 'customers-2')],
  },
  {
    name: 'create and edit: somebody clears a field of the new record before we read back what became of it',
    before: async (s) => {
      await fromA(s);
      const book = s.vendors['c']?.book('customers');
      if (book === undefined) return;
      book.onOurs = ({ id }) => {
        book.onOurs = undefined;
        edit(s, 'c', 'city', '', id);
      };
    },
    workers: [delivers('c', 'customers-2'), takesIn('a', 'customers-2')],
  },
  {
    name: 'twins: one customer is taken in from two systems at once',
    workers: [takesIn('a', 'customers-2'), takesIn('b', 'customers-2')],
    before: (s) => {
      newcomer(s, 'a');
      newcomer(s, 'b');
    },
  },
  { name: 'merge and merge', before: twoCustomers, workers: [merges, merges] },
  {
    name: 'merge and update',
    before: async (s) => {
      await twoCustomers(s);
      edit(s, 'b', 'note', '0001note');
    },
    workers: [merges, takesIn('b')],
  },
  { name: 'merge and create', before: twoCustomers, workers: [merges, delivers('c', 'customers-2')] },
  { name: 'erasure and create: a record is made for whom somebody erases', erases: true, before: erasing, workers: [erases, delivers('c', 'customers-2')] },
  {
    name: 'split and update',
    before: (s) => {
      s.decisions.add('customers', { tax: known });
      edit(s, 'b', 'note', '0001note');
    },
    workers: [async (s, p) => splitEntity(s.worldOf(p), await entityOf(s, p, 'a', 'customers-1'), [refOf('b', 'customers', 'customers-1')]), takesIn('b')],
    also: (_, snapshot) => (snapshot.entityOf('a/customers/customers-1') === snapshot.entityOf('b/customers/customers-1') ? ['the split was undone'] : []),
  },
  {
    name: 'pin and update',
    before: (s) => edit(s, 'a', 'note', '0001note'),
    workers: [(s, p) => pin(s.worldOf(p), refOf('a', 'customers', 'customers-1'), 'note', '0009pin'), takesIn('a')],
    also: (_, snapshot) => {
      const value = snapshot.entityOf('a/customers/customers-1')?.golden['note']?.value;
      return value === '0009pin' ? [] : [`the pin is gone: golden is ${String(value)}`];
    },
  },
];

/** Starts one execution of a race from the common base. */
export async function startRace(race: Race): Promise<Execution> {
  base ??= makeBase();
  const { items, now: at } = await base;
  const setup = buildSetup(race.erases === true ? { ...scenario, events: [anErasure] } : scenario);
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
