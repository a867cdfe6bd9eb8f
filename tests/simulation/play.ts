import type { Ports } from '../../adapters/ports.ts';
import { refOf } from '../../core/model/ids.ts';
import { startAudit } from '../../core/sync/audit-state.ts';
import { mergeEntities, splitEntity } from '../../core/sync/merge.ts';
import { sendHints } from '../../core/sync/messages.ts';
import { readRecord } from '../../core/sync/store.ts';
import type { Book, BookRecord } from './book.ts';
import { eraseCommand } from './erasing.ts';
import { freeze, pin, thaw, unpin } from './pins.ts';
import type { Setup } from './setup.ts';
import { forgeWebhook, sendWebhook } from './webhooks.ts';
import type { PeopleEvent } from './workload.ts';

/** Schedules what people do in the watched workspace, and a little beside it. */
export function play(setup: Setup): void {
  const { sim, scenario } = setup;
  for (const event of scenario.events) sim.at(event.at, () => act(setup, event));
  if (scenario.neighbour) sim.at(0, () => furnish(setup));
}

/** The neighbour holds the same customers by tax id, with values that must never leave it. */
function furnish(setup: Setup): void {
  const { sim, scenario, neighbours } = setup;
  for (const event of scenario.events.filter((e) => e.what === 'make').slice(0, 3)) {
    if (event.what !== 'make') continue;
    neighbours[event.system]?.book('customers').make({ tax: event.tax, name: 'canary', city: 'canary', note: 'canary', industry: 'canary', tags: 'canary' }, sim.now(), -1);
  }
}

/** One thing that people, systems or operators do, now. */
export function act(setup: Setup, event: PeopleEvent): void {
  const { sim, vendors } = setup;
  const now = sim.now();
  sim.note('people', JSON.stringify(event));
  switch (event.what) {
    case 'make': {
      const book = vendors[event.system]?.book('customers');
      // A person enters a customer only where there is none yet.
      if (book?.live().some((r) => r.fields['tax'] === event.tax) === false) book.make({ tax: event.tax, ...event.fields }, now, event.order);
      return;
    }
    case 'invoice':
      makeInvoice(setup, event);
      return;
    case 'edit':
    case 'toggle':
      editSomething(setup, event);
      return;
    case 'remove': {
      const book = vendors[event.system]?.book('customers') as Book;
      const record = whom(book, event);
      if (record !== undefined) book.remove(record.id, now);
      return;
    }
    case 'outage':
      vendors[event.system]?.goAway(now, event.forMs);
      return;
    case 'feed lost':
      sim.setMix({ ...setup.scenario.mix, feedGap: 1 });
      sim.at(event.forMs, () => sim.setMix(setup.scenario.mix));
      setup.sometimes.count('the feed lost everything for a while');
      return;
    case 'hide':
      vendors[event.system]?.hide(now, event.forMs, event.share);
      return;
    case 'restyle':
      setup.vendors[event.system]?.book('customers').restyle('legal', now);
      return;
    case 'forge':
      forgeWebhook(setup, event.system, event.how, event.order);
      return;
    case 'new mapping':
      setup.mapping.version = 2;
      setup.sometimes.count('a new version of the mappings met work in flight', setup.sometimes.inFlight.size > 0 || setup.sim.depth('inbound').waiting > 0 ? 1 : 0);
      return;
    case 'power cut':
      sim.crashAll();
      return;
    case 'poison':
      sim.inject(['inbound', 'outbound', 'jobs'][Math.floor(event.pick * 3)] as 'inbound', { body: '{"not json', group: 'main/a' });
      return;
    default:
      operate(setup, event);
  }
}

function whom(book: Book, { customer, pick }: { readonly customer?: string; readonly pick: number }): BookRecord | undefined {
  return customer === undefined ? choose(book.live(), pick) : book.live().find((r) => r.fields['tax'] === customer);
}

function choose<T>(list: readonly T[], pick: number): T | undefined {
  return list[Math.floor(pick * list.length)];
}

function makeInvoice(setup: Setup, event: Extract<PeopleEvent, { what: 'invoice' }>): void {
  const vendor = setup.vendors[event.system];
  const customer = vendor === undefined ? undefined : whom(vendor.book('customers'), event);
  if (vendor === undefined || customer === undefined) return;
  vendor.book('invoices').make({ number: event.number, customer: customer.id, description: event.description }, setup.sim.now(), event.order);
}

function editSomething(setup: Setup, event: Extract<PeopleEvent, { what: 'edit' | 'toggle' }>): void {
  const book = setup.vendors[event.system]?.book('customers') as Book;
  const record = whom(book, event);
  if (record === undefined) return;
  if (event.what === 'toggle') {
    book.edit(record.id, 'tags', toggled(record.fields['tags'] ?? '', event.tag), setup.sim.now(), event.order);
    setup.sometimes.count('a person put an element into a set or took one out');
  } else book.edit(record.id, event.field, event.value, setup.sim.now(), event.order);
  if (event.what === 'edit' && event.value === '') setup.sometimes.count('a person cleared a value');
  if (event.what === 'edit' && event.hint) hint(setup, event.system, record, event.order);
}

/** A webhook tells of the change, once it is verified. */
function hint(setup: Setup, system: string, record: BookRecord, order: number): void {
  if (setup.scenario.webhooks) {
    sendWebhook(setup, system, record.id, `delivery-${order}`);
    return;
  }
  void setup.sim.spawn('webhook', (ports) => sendHints(setup.worldOf(ports), system, 'customers', [{ id: record.id, hint: true }]));
}

function toggled(text: string, tag: string): string {
  const list = text === '' ? [] : text.split(/;\s*/);
  return (list.includes(tag) ? list.filter((t) => t !== tag) : [...list, tag]).join(';');
}

function operate(setup: Setup, event: PeopleEvent): void {
  const command = commandOf(setup, event);
  if (command !== undefined) persist(setup, event.what, command);
}

function commandOf(setup: Setup, event: PeopleEvent): ((ports: Ports) => Promise<unknown>) | undefined {
  switch (event.what) {
    case 'merge':
      return (ports) => mergeTwo(setup, ports, event.records ?? [someone(setup, event.pick), someone(setup, 1 - event.pick / 2 - 0.01)]);
    case 'split':
      return (ports) => splitOne(setup, ports, event.records?.[0] ?? someone(setup, event.pick));
    case 'pin':
      return (ports) => pin(setup.worldOf(ports), someone(setup, event.pick), event.field, event.value);
    case 'unpin':
      return (ports) => unpin(setup.worldOf(ports));
    case 'freeze':
      return (ports) => freezeOne(setup, ports, someone(setup, event.pick), event.field);
    case 'thaw':
      return (ports) => thawAll(setup, ports);
    case 'erase':
      return eraseCommand(setup, event);
    case 'audit':
      return (ports) => startAudit(setup.worldOf(ports), 'p_it');
    default:
      return undefined;
  }
}

/** A person whose command did not answer gives it again. */
export function persist(setup: Setup, label: string, work: (ports: Ports) => Promise<unknown>): void {
  void setup.sim.spawn(label, work).then((outcome) => {
    if (outcome.state === 'done') return;
    setup.sim.at(1_000, () => persist(setup, label, work));
  });
}

/** Any record that people know, by name. */
export function someone(setup: Setup, pick: number): string | undefined {
  const refs = Object.values(setup.vendors).flatMap((v) =>
    [...v.book('customers').records.values()].filter((r) => r.madeBy === 'human').map((r) => refOf(v.name, 'customers', r.id)),
  );
  return choose(refs, pick);
}

async function entitiesOf(setup: Setup, ports: Ports, refs: readonly (string | undefined)[]): Promise<string[]> {
  const world = setup.worldOf(ports);
  const found: string[] = [];
  for (const ref of refs) {
    const record = ref === undefined ? undefined : await readRecord(world, ref);
    if (record !== undefined) found.push(record.value.entity);
  }
  return found;
}

/** A person says that two customers are one. */
async function mergeTwo(setup: Setup, ports: Ports, refs: readonly (string | undefined)[]): Promise<void> {
  const [first, second] = await entitiesOf(setup, ports, refs);
  if (first === undefined || second === undefined || first === second) return;
  for (const ref of refs) setup.mergedTaxes.add(taxOf(setup, ref ?? ''));
  await mergeEntities(setup.worldOf(ports), first, second);
}

async function freezeOne(setup: Setup, ports: Ports, ref: string | undefined, field: string): Promise<void> {
  if ((await freeze(setup.worldOf(ports), ref, field)) && ref !== undefined)
    setup.frozen.push({ tax: taxOf(setup, ref), field, from: setup.sim.now(), until: Number.POSITIVE_INFINITY });
}

/** Every approval is given. */
export async function thawAll(setup: Setup, ports: Ports): Promise<void> {
  for (const frozen of setup.frozen) frozen.until = Math.min(frozen.until, setup.sim.now());
  await thaw(setup.worldOf(ports));
}

function taxOf(setup: Setup, ref: string): string {
  const [system = '', , id = ''] = ref.split('/');
  return setup.vendors[system]?.book('customers').records.get(id)?.fields['tax'] ?? '';
}

/** A person says that one record of a customer is somebody else. */
async function splitOne(setup: Setup, ports: Ports, ref: string | undefined): Promise<void> {
  if (ref === undefined) return;
  const record = await readRecord(setup.worldOf(ports), ref);
  if (record === undefined) return;
  setup.mergedTaxes.add(taxOf(setup, ref));
  const split = await splitEntity(setup.worldOf(ports), record.value.entity, [ref]);
  if (split.state === 'split') setup.sometimes.count('a person split an entity');
}
