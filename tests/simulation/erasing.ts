import type { Ports } from '../../adapters/ports.ts';
import { partsOf, type Ref } from '../../core/model/ids.ts';
import type { Item, Table } from '../../core/ports/table.ts';
import type { Clock, Ids } from '../../core/ports/world.ts';
import { entityBy } from '../../core/sync/answers/record-view.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { beginErasure } from '../../core/sync/erase/begin.ts';
import type { Erasure } from '../../core/sync/erase/erasure.ts';
import { type ErasureSecret, erasureSecret } from '../../core/sync/erase/secret.ts';
import type { InboundMessage, OutboundMessage } from '../../core/sync/messages.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import { slotKey, slotName } from '../../core/sync/slot-item.ts';
import type { World } from '../../core/sync/world.ts';
import { homeName } from './config.ts';
import { kindOf } from './kinds.ts';
import { someone } from './play.ts';
import { type Scenario, systems } from './scenario.ts';
import type { Setup } from './setup.ts';
import type { Sometimes } from './sometimes.ts';
import type { PeopleEvent } from './workload.ts';

/** Processes that take turns at invocations: each believes for a while that nobody was ever erased. */
const processes = 3;

/** Somebody who is erased. */
export interface Erased {
  /** The receipt. */
  readonly id: string;
  /** The entity that was named. */
  readonly entity: string;
  /** When its row was stored, ms since 1970. */
  readonly at: number;
}

/** True for a scenario in which somebody is erased; in others nobody asks whether anybody was. */
export const isErasing = ({ events }: Pick<Scenario, 'events'>): boolean => events.some((e) => e.what === 'erase');

/** What the product composes a world with to erase somebody; the neighbour erases nobody. */
export function erasuresOf(erasing: Erasing, { clock, ids, deadLetters }: Ports, name: string, table: Table, asker: number): Pick<World, 'erasures' | 'deadLetters'> {
  return {
    erasures: name === homeName ? erasing.secret(table, clock, ids, asker) : erasureSecret(table, clock, ids),
    deadLetters: (queue) => deadLetters[queue],
  };
}

/** Who is erased, as it goes on. */
export class Erasing {
  readonly all: Erased[] = [];
  readonly #ended = new Set<string>();
  readonly #sometimes: Sometimes;
  /** Whose each record is: the entity that its own row or that entity's named last, and still does once both are gone. A record may be known as somebody's whose entity does not know of it yet. */
  readonly #whose = new Map<string, string>();
  readonly #old = new Set<string>();
  /** Entities that are one with another, as it was last stored. */
  readonly #one = new Map<string, readonly string[]>();
  /** Records that people have parted, also once what says so is gone with one of them. */
  readonly #apart = new Map<string, Set<string>>();
  readonly #secrets: readonly WarmSecret[];

  constructor(sometimes: Sometimes) {
    this.#sometimes = sometimes;
    this.#secrets = Array.from({ length: processes }, () => warmSecret());
  }

  /** An item that was stored, and when. */
  stored(item: Item, at: number): void {
    if (item.kind === 'erasure') this.#noteErasure(item, at);
    if (item.kind === 'record') this.#whose.set(recordOf(item).ref, recordOf(item).entity);
    if (item.kind !== 'entity') return;
    const { id, members, absorbed, mergedInto, cannotLink } = entityOf(item);
    if (this.all.length === 0) this.#old.add(id);
    for (const ref of Object.keys(members)) this.#whose.set(ref, id);
    for (const [a, b] of cannotLink) {
      this.#notePart(a, b);
      this.#notePart(b, a);
    }
    this.#one.set(id, [...(mergedInto === undefined ? [] : [mergedInto]), ...Object.values(absorbed)]);
  }

  #notePart(ref: string, other: string): void {
    this.#apart.set(ref, (this.#apart.get(ref) ?? new Set()).add(other));
  }

  /** True for a record of somebody erased that people had parted from one of these. */
  isPartedFrom(ref: string, others: readonly string[]): boolean {
    const apart = this.#apart.get(ref);
    return apart !== undefined && this.refs().has(ref) && others.some((other) => apart.has(other));
  }

  /** An erasure begins with its row: whoever asked may have died before he was told its name. */
  #noteErasure({ pk, body }: Item, at: number): void {
    const { phase, who } = body as unknown as Erasure;
    const id = pk.slice('ERASURE#'.length);
    if (phase === 'done') {
      this.#ended.add(id);
      this.#sometimes.count('a person was erased');
    }
    if (who !== undefined && this.all.every((erased) => erased.id !== id)) this.all.push({ id, entity: who.entity, at });
  }

  /** True while an erasure has not come to its end. */
  get isGoingOn(): boolean {
    return this.all.some(({ id }) => !this.#ended.has(id));
  }

  /** True for an entity that stood before anybody was erased. */
  isOld(id: string): boolean {
    return this.#old.has(id);
  }

  /** Entities that are the person: whom it was merged with, too. */
  idsOf({ entity }: Erased): ReadonlySet<string> {
    const ids = new Set([entity]);
    for (const id of ids) for (const other of this.#one.get(id) ?? []) ids.add(other);
    return ids;
  }

  /** Names of everybody's records who was erased. */
  refs(): ReadonlySet<string> {
    const ids = new Set(this.all.flatMap((one) => [...this.idsOf(one)]));
    return new Set([...this.#whose].flatMap(([ref, id]) => (ids.has(id) ? [ref] : [])));
  }

  /** The erasure key as the process of an invocation knows it. */
  secret(table: Table, clock: Clock, ids: Ids, asker: number): ErasureSecret {
    const warm = this.#secrets[asker % processes] as WarmSecret;
    return {
      read() {
        // The process asks through the port of whoever asks now: that call is made before anybody else's turn.
        warm.table.now = table;
        warm.clock.now = clock;
        return warm.secret.read();
      },
      make: () => erasureSecret(table, clock, ids).make(),
    };
  }
}

/** What one process remembers of the erasure key, with the ports of whoever runs in it now. */
interface WarmSecret {
  readonly table: { now: Table | undefined };
  readonly clock: { now: Clock | undefined };
  readonly secret: ErasureSecret;
}

function warmSecret(): WarmSecret {
  const [table, clock]: [WarmSecret['table'], WarmSecret['clock']] = [{ now: undefined }, { now: undefined }];
  const clockNow: Clock = { now: () => (clock.now as Clock).now(), elapsed: () => clock.now?.elapsed?.() ?? 0 };
  const secret = erasureSecret({ get: (...args) => (table.now as Table).get(...args) } as Table, clockNow, { fresh: (label) => label });
  return { table, clock, secret };
}

/** An owner has somebody erased, whom he names by a record. */
export function eraseCommand(setup: Setup, event: Extract<PeopleEvent, { what: 'erase' }>): (ports: Ports) => Promise<unknown> {
  const named = event.stream === 'contacts' ? event.contact : event.customer;
  const ref = named === undefined ? someone(setup, event.pick, event.stream) : recordCalled(setup, event.stream ?? 'customers', named);
  return async (ports) => {
    if (ref === undefined) return;
    const world = setup.worldOf(ports);
    const entity = await entityBy(world, ref);
    if (entity === undefined) return;
    noteMoment(setup, Object.keys(entity.members));
    const known = new Set(setup.erasing.all.map(({ id }) => id));
    const { id } = await beginErasure(world, entity, 'p_owner', 'request');
    if (known.has(id)) setup.sometimes.count('an owner asked again for one erasure');
  };
}

/** A customer's record by its number, a contact's by its name. */
function recordCalled(setup: Setup, stream: string, name: string): string | undefined {
  const [field] = kindOf(stream).knownBy as [string];
  for (const vendor of Object.values(setup.vendors)) {
    const record = vendor
      .book(stream)
      .live()
      .find((r) => r.madeBy === 'human' && r.fields[field] === name);
    if (record !== undefined) return `${vendor.name}/${stream}/${record.id}`;
  }
  return undefined;
}

/** What was going on when somebody was erased. */
function noteMoment({ sim, sometimes, vendors }: Setup, refs: readonly string[]): void {
  const slots = refs.flatMap((ref) => systems.map((system) => slotKey(system, slotName(homeName as never, system, partsOf(ref as Ref).stream, ref as Ref)).pk));
  if ([...refs, ...slots].some((name) => sometimes.inFlight.has(name))) sometimes.count('a person was erased with a delivery in flight');
  if (Object.values(vendors).some(({ downUntil }) => downUntil > sim.now())) sometimes.count('a person was erased while a system was away');
}

/** True for a message that names an erased record, or its entity. */
export function tellsOfErased({ erasing }: Setup, body: string): boolean {
  const { connection, stream, sightings = [], entities = [] } = JSON.parse(body) as Partial<InboundMessage> & Partial<OutboundMessage>;
  const [refs, ids] = [erasing.refs(), erasing.all.flatMap((one) => [...erasing.idsOf(one)])];
  return sightings.some(({ id }) => refs.has(`${connection}/${stream}/${id}`)) || entities.some((id) => ids.includes(id));
}
