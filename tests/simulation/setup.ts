// At hand: virtual time does not wait for a file.
import '../../core/sync/deliver-create.ts';
import '../../core/sync/deliver-delete.ts';
import '../../core/sync/deliver-second.ts';
import '../../core/sync/erase/job.ts';
import type { Ports } from '../../adapters/ports.ts';
import { calm } from '../../adapters/simulated/faults.ts';
import { createSimulation, type Simulation } from '../../adapters/simulated/simulation.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { SynclineError } from '../../core/model/error.ts';
import { partsOf, workspace } from '../../core/model/ids.ts';
import { parseJson } from '../../core/model/json.ts';
import type { FactPack } from '../../core/ports/bus.ts';
import type { AnyStream } from '../../core/ports/connector.ts';
import type { OutMessage, Queue, QueueName } from '../../core/ports/queue.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { workspaceResolver } from '../../core/sync/identity-models.ts';
import type { InboundMessage } from '../../core/sync/messages.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import { tick } from '../../core/sync/tick.ts';
import type { World } from '../../core/sync/world.ts';
import { createHandlers, type Handlers } from '../../functions/handlers.ts';
import { Agreed } from './agreed.ts';
import { Approvals } from './approvals.ts';
import { configFor, homeName, type MappingVersion, mappingFor, neighbourName } from './config.ts';
import { contextFor, explain, streamFor } from './connector.ts';
import { CursorWatch } from './cursor-watch.ts';
import { Decisions } from './decisions.ts';
import { Erasing, erasuresOf, isErasing } from './erasing.ts';
import { Filled } from './filled.ts';
import { hasSecret } from './oracle/leak.ts';
import { Owners } from './owners.ts';
import { foldMsOf, type Scenario } from './scenario.ts';
import { Scopes } from './scopes.ts';
import { Sometimes } from './sometimes.ts';
import { StoredTexts } from './stored-texts.ts';
import { TakenForOurs } from './taken-for-ours.ts';
import { Told } from './told.ts';
import { Tries } from './tries.ts';
import type { Vendor } from './vendor.ts';
import { tokenOf, vendorsOf } from './vendors.ts';
import { watchTable } from './watch.ts';

/** A power cut at going live comes within this time, of which a port call takes a part. */
const cutMsMax = 100;
/** As the product composes it. */
const scored = workspaceResolver().resolver;
/** Old messages kept to be sent again in the quiet phase. */
const keptMessages = 30;

/** A simulated world: one or two workspaces, each with its three systems. */
export interface Setup {
  readonly scenario: Scenario;
  readonly sim: Simulation;
  readonly sometimes: Sometimes;
  /** The systems of the watched workspace. */
  readonly vendors: Readonly<Record<string, Vendor>>;
  readonly neighbours: Readonly<Record<string, Vendor>>;
  /** Packs of facts that were offered to the bus, and those it took. */
  readonly offered: FactPack[];
  readonly facts: FactPack[];
  readonly cursors: CursorWatch;
  readonly filled: Filled;
  readonly texts: StoredTexts;
  readonly taken: TakenForOurs;
  readonly agreed: Agreed;
  readonly tries: Tries;
  readonly told: Told;
  readonly erasing: Erasing;
  readonly owners: Owners;
  readonly scopes: Scopes;
  /** Everything that would be in the logs. */
  readonly logs: string[];
  /** Messages that carried what must be in none. */
  readonly indiscreet: string[];
  /** Failures of our own table and queues that a connection was blamed for. */
  readonly blamed: string[];
  /** The mappings that invocations which begin now work with. */
  readonly mapping: { version: MappingVersion };
  readonly approvals: Approvals;
  /** The first messages of each queue, to be sent again much later. */
  readonly old: { readonly queue: QueueName; readonly message: OutMessage }[];
  worldOf(ports: Ports, name?: string): World;
  /** The name of an invocation, as the systems are told it; undefined when it has called nobody's world. */
  askerOf(ports: Ports): string | undefined;
  /** Whom people merged and split. */
  readonly decisions: Decisions;
}

/** Builds the world of a scenario, and lets it work. */
export function setUp(scenario: Scenario, traceLines?: number): Setup {
  const setup = buildSetup(scenario, traceLines);
  startWork(setup);
  for (const name of workspacesOf(scenario)) setup.sim.every(60_000, 'tick', (ports) => logged(setup, async () => tick(setup.worldOf(ports, name)))(undefined));
  return setup;
}

const workspacesOf = (scenario: Scenario): readonly string[] => (scenario.neighbour ? [homeName, neighbourName] : [homeName]);

/** The product's handlers, as one invocation has them. */
export function handlersOf({ scenario, worldOf, logs }: Setup, ports: Ports): Handlers {
  const names = workspacesOf(scenario);
  return createHandlers(
    (name) => (names.includes(name) ? worldOf(ports, name) : undefined),
    () => names.map((name) => worldOf(ports, name)),
    ports.clock.now,
    (line) => logs.push(JSON.stringify(line)),
  );
}

/** What a handler throws is in the logs of whoever runs it. */
function logged<E, R>({ logs }: Setup, handler: (event: E) => Promise<R>): (event: E) => Promise<R> {
  return async (event) => {
    try {
      return await handler(event);
    } catch (error) {
      logs.push(error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : String(error));
      throw error;
    }
  };
}

/** From now on queues and the feed are served. */
export function startWork(setup: Setup): void {
  const { sim, scopes } = setup;
  for (const queue of ['inbound', 'outbound', 'jobs', 'receivables', 'reactions'] as const)
    sim.consume(queue, (ports) => async (event) => {
      scopes.callFor(
        ports,
        event.Records.map(({ attributes }) => attributes.MessageGroupId?.split('/')[0] ?? ''),
      );
      const response = await logged(setup, handlersOf(setup, ports)[queue])(event);
      if (response.batchItemFailures.length === 0) setup.tries.finished(setup.askerOf(ports) ?? '');
      return response;
    });
  sim.consumeFeed((ports) => (event) => {
    scopes.callFor(
      ports,
      event.changes.map((change) => change.workspace),
    );
    return logged(setup, handlersOf(setup, ports).feed)(event);
  });
}

/** The world of a scenario in which nobody works yet. */
export function buildSetup(scenario: Scenario, traceLines?: number): Setup {
  const { faultsFromMs, mix } = scenario;
  const sim = createSimulation({ seed: scenario.seed, mix: faultsFromMs > 0 ? calm : mix, metered: false, ...(traceLines === undefined ? {} : { traceLines }) });
  if (faultsFromMs > 0) sim.at(faultsFromMs, () => sim.setMix(mix));
  const vendors = vendorsOf(sim, scenario, homeName);
  const neighbours = scenario.neighbour ? vendorsOf(sim, scenario, neighbourName) : {};
  const sometimes = new Sometimes();
  const erasing = new Erasing(sometimes);
  const owners = new Owners();
  const base = {
    scenario,
    sim,
    vendors,
    neighbours,
    sometimes,
    told: new Told(sometimes),
    erasing,
    owners,
    scopes: new Scopes(),
    logs: [] as string[],
    indiscreet: [] as string[],
    blamed: [] as string[],
    offered: [] as FactPack[],
    facts: [] as FactPack[],
    cursors: new CursorWatch(vendors, { foldMs: foldMsOf(scenario), erased: () => erasing.refs() }),
    filled: new Filled(),
    texts: new StoredTexts(),
    taken: new TakenForOurs(),
    agreed: new Agreed(),
    tries: new Tries(),
    old: [] as Setup['old'],
    decisions: new Decisions(),
    mapping: { version: scenario.mappings ?? 1 },
    approvals: new Approvals(owners),
  };
  const cut = scenario.cutsAtGoLive === true ? powerCut(sim, scenario.workMs) : undefined;
  sim.onStored((prefix, item) => {
    if (prefix !== `${homeName}#`) return;
    const record = item.kind === 'record' ? recordOf(item) : undefined;
    base.cursors.stored(item, record, sim.now());
    base.erasing.stored(item, sim.now());
    if (item.kind === 'entity') base.agreed.stored(entityOf(item));
    base.owners.stored(item, record, sim.now());
    base.tries.stored(item, sim.now());
    if (record !== undefined) {
      base.filled.stored(record);
      base.texts.stored(record, sim.now());
      base.taken.stored(record, sim.now());
      const { connection, stream, id } = partsOf(record.ref);
      vendors[connection]?.book(stream).stored(id, record.snapshot);
    }
    if (item.kind === 'route' && item.body['state'] === 'live') cut?.();
  });
  const askers = new WeakMap<Ports, string>();
  return { ...base, worldOf: worldMaker(base, askers), askerOf: (ports) => askers.get(ports) };
}

/** A power cut soon after, every other time: before or after what the worker does next; none once all has healed. */
function powerCut(sim: Simulation, workMs: number): () => void {
  const random = sim.random('going live');
  const healsAt = sim.now() + workMs;
  return () => {
    if (random.chance(0.5) && sim.now() < healsAt) sim.at(random.int(0, cutMsMax), () => sim.crashAll());
  };
}

function worldMaker(base: Omit<Setup, 'worldOf' | 'askerOf'>, askers: WeakMap<Ports, string>): Setup['worldOf'] {
  const { scenario, sometimes, vendors, offered, facts, scopes, logs } = base;
  const streams = new Map<string, AnyStream>();
  for (const vendor of Object.values(vendors)) for (const book of vendor.books.values()) streams.set(`${vendor.name}/${book.name}`, streamFor(book));
  const configs = new Map([homeName, neighbourName].map((name) => [name, configFor(scenario, name)]));
  let askersNamed = 0;
  const makerOf = (ref: string): string | undefined => {
    const [connection = '', stream = '', id = ''] = ref.split('/');
    return vendors[connection]?.book(stream).records.get(id)?.maker;
  };
  return (ports, name = homeName) => {
    const asker = askers.get(ports) ?? `i${askersNamed + 1}`;
    if (!askers.has(ports)) askersNamed += 1;
    askers.set(ports, asker);
    const plain = ports.tables.in(workspace(name));
    const table = scenario.neighbour ? scopes.table(plain, ports, name) : plain;
    const { version } = base.mapping;
    return {
      table: name === homeName ? watchTable(table, asker, { sometimes, tries: base.tries, makerOf }) : table,
      config: configs.get(name) as World['config'],
      clock: ports.clock,
      ids: ports.ids,
      bus: {
        async publish(packs) {
          offered.push(...packs);
          const failed = await ports.bus.publish(packs);
          facts.push(...packs.filter((_, at) => !failed.includes(at)));
          return failed;
        },
      },
      blobs: ports.blobs,
      resolver: scenario.identity === 'scored' ? scored : exactResolver,
      queue: (queue) => keeping(base, queue, ports.queues[queue], name),
      mapping: (connection, stream) => mappingFor(connection, stream, version),
      stream: async (connection, stream) => streams.get(`${connection}/${stream}`) as AnyStream,
      context: async (connection) => {
        scopes.touch(ports, name, `a call to ${connection}`);
        const host = `${name}.${connection}`;
        return contextFor({ connection, host, token: tokenOf(host), http: ports.http, now: ports.clock.now, asker, log: (line) => logs.push(line) });
      },
      explain: async (connection, error) => {
        if (error instanceof SynclineError) base.blamed.push(`${connection}: ${error.code}`);
        return explain(error);
      },
      clockOffsetMs: () => 0,
      ...(isErasing(scenario) ? erasuresOf(base.erasing, ports, name, plain, Number(asker.slice(1))) : {}),
    };
  };
}

/** Keeps some messages to send them again much later, and looks what each says. */
function keeping({ old, cursors, told, indiscreet, sim }: Omit<Setup, 'worldOf' | 'askerOf'>, name: QueueName, queue: Queue, workspaceName: string): Queue {
  return {
    async send(messages) {
      if (name !== 'jobs' && old.length < keptMessages)
        old.push(...messages.slice(0, 2).map((message) => ({ queue: name, message: { body: message.body, group: message.group } })));
      for (const { body } of messages) if (hasSecret(body)) indiscreet.push(`${name}: ${body}`);
      const failed = await queue.send(messages);
      if (name !== 'inbound' || workspaceName !== homeName) return failed;
      for (const [at, { body }] of messages.entries()) {
        if (failed.includes(at)) continue;
        const message = parseJson(body) as unknown as InboundMessage;
        cursors.sent(message);
        told.sent(message, sim.now());
      }
      return failed;
    },
  };
}
