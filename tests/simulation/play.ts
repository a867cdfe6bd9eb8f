import type { Ports } from '../../adapters/ports.ts';
import { type Ref, refOf } from '../../core/model/ids.ts';
import { startAudit } from '../../core/sync/audit-state.ts';
import { mergeEntities, splitEntity } from '../../core/sync/merge.ts';
import { sendHints } from '../../core/sync/messages.ts';
import { readRecord } from '../../core/sync/store.ts';
import type { Book, BookRecord } from './book.ts';
import { eraseCommand } from './erasing.ts';
import { agreesIn, elementsOf, isSame, type RecordKind } from './kinds.ts';
import { freeze, pin, thaw, unpin } from './pins.ts';
import type { Setup } from './setup.ts';
import type { Vendor } from './vendor.ts';
import { forgeWebhook, sendWebhook, type Told } from './webhooks.ts';
import type { PeopleEvent, Whom } from './workload.ts';

/** Schedules what people do in the watched workspace, and a little beside it. */
export function play(setup: Setup): void {
  const { sim, scenario } = setup;
  for (const event of scenario.events) sim.at(event.at, () => act(setup, event));
  if (scenario.neighbour) sim.at(0, () => furnish(setup));
}

/** The neighbour holds the same customers by tax id, and the same people by name and mailbox, with values that must never leave it. */
function furnish(setup: Setup): void {
  const { sim, scenario, neighbours } = setup;
  for (const event of scenario.events.filter((e) => e.what === 'make').slice(0, 3)) {
    if (event.what !== 'make') continue;
    neighbours[event.system]?.book('customers').make({ tax: event.tax, name: 'canary', city: 'canary', note: 'canary', industry: 'canary', tags: 'canary' }, sim.now(), -1);
  }
  for (const event of scenario.events.filter((e) => e.what === 'contact').slice(0, 3)) {
    if (event.what === 'contact') neighbours[event.system]?.book('contacts').make({ ...event.fields, title: 'canary', note: 'canary', customer: '' }, sim.now(), -1);
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
    case 'contact':
      makeContact(setup, event);
      return;
    case 'employ':
      employ(setup, event);
      return;
    case 'edit':
    case 'toggle':
      editSomething(setup, event);
      return;
    case 'remove': {
      const book = vendors[event.system]?.book(event.stream ?? 'customers') as Book;
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

function whom(book: Book, { customer, contact, pick }: Whom & { readonly pick: number }): BookRecord | undefined {
  if (book.name === 'contacts') return contact === undefined ? choose(book.live(), pick) : book.live().find((r) => r.fields['name'] === contact);
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

/** A person enters a contact only where it is not yet; of a customer that is not there nothing is said. */
function makeContact({ vendors, sim }: Setup, event: Extract<PeopleEvent, { what: 'contact' }>): void {
  const vendor = vendors[event.system] as Vendor;
  const book = vendor.book('contacts');
  if (book.live().some((r) => isSame(book.kind, r.fields, event.fields))) return;
  const customer = event.customer === undefined ? undefined : whom(vendor.book('customers'), { customer: event.customer, pick: 0 });
  book.make({ ...event.fields, customer: customer?.id ?? '' }, sim.now(), event.order);
}

function employ({ vendors, sim, sometimes }: Setup, event: Extract<PeopleEvent, { what: 'employ' }>): void {
  const vendor = vendors[event.system] as Vendor;
  const [contact, customer] = [whom(vendor.book('contacts'), event), choose(vendor.book('customers').live(), 1 - event.pick)];
  if (contact === undefined || customer === undefined) return;
  vendor.book('contacts').edit(contact.id, 'customer', customer.id, sim.now(), event.order);
  sometimes.count('a contact changed its employer');
}

function editSomething(setup: Setup, event: Extract<PeopleEvent, { what: 'edit' | 'toggle' }>): void {
  const book = setup.vendors[event.system]?.book(event.stream ?? 'customers') as Book;
  const record = whom(book, event);
  if (record === undefined) return;
  if (event.what === 'toggle') {
    const field = book.name === 'contacts' ? 'mail' : 'tags';
    book.edit(record.id, field, toggled(book.kind, field, record.fields[field] ?? '', event.tag), setup.sim.now(), event.order);
    setup.sometimes.count('a person put an element into a set or took one out');
  } else book.edit(record.id, event.field, event.value, setup.sim.now(), event.order);
  if (event.what === 'edit' && event.value === '') setup.sometimes.count('a person cleared a value');
  if (event.what === 'edit' && event.field === 'mail') setup.sometimes.count('a contact’s mailbox was corrected');
  if (event.what === 'edit' && event.hint) hint(setup, { system: event.system, stream: book.name, id: record.id }, event.order);
}

/** A webhook tells of the change, once it is verified. */
function hint(setup: Setup, { system, stream, id }: Told, order: number): void {
  if (setup.scenario.webhooks) {
    sendWebhook(setup, { system, stream, id }, `delivery-${order}`);
    return;
  }
  void setup.sim.spawn('webhook', (ports) => sendHints(setup.worldOf(ports), system, stream, [{ id, hint: true }]));
}

function toggled(kind: RecordKind, field: string, text: string, element: string): string {
  const list = elementsOf(text);
  const others = list.filter((e) => !agreesIn(kind, field, { [field]: e }, { [field]: element }));
  return (others.length < list.length ? others : [...list, element]).join(';');
}

function operate(setup: Setup, event: PeopleEvent): void {
  const command = commandOf(setup, event);
  if (command !== undefined) persist(setup, event.what, command);
}

function commandOf(setup: Setup, event: PeopleEvent): ((ports: Ports) => Promise<unknown>) | undefined {
  switch (event.what) {
    case 'merge':
      return (ports) => mergeTwo(setup, ports, event.records ?? [someone(setup, event.pick, event.stream), someone(setup, 1 - event.pick / 2 - 0.01, event.stream)]);
    case 'split':
      return (ports) => splitOne(setup, ports, event.records?.[0] ?? someone(setup, event.pick, event.stream));
    case 'pin':
      return (ports) => pin(setup.worldOf(ports), someone(setup, event.pick, event.stream), event.field, event.value);
    case 'unpin':
      return (ports) => unpin(setup.worldOf(ports));
    case 'freeze':
      return (ports) => freezeOne(setup, ports, someone(setup, event.pick, event.stream), event.field);
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
export function someone(setup: Setup, pick: number, stream = 'customers'): string | undefined {
  const refs = Object.values(setup.vendors).flatMap((v) => [...v.book(stream).records.values()].filter((r) => r.madeBy === 'human').map((r) => refOf(v.name, stream, r.id)));
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
  for (const ref of refs) noteDecision(setup, ref ?? '');
  await mergeEntities(setup.worldOf(ports), first, second);
}

async function freezeOne(setup: Setup, ports: Ports, ref: string | undefined, field: string): Promise<void> {
  const asked = setup.sim.now();
  const entity = await freeze(setup.worldOf(ports), ref, field);
  if (entity === undefined || ref === undefined) return;
  setup.approvals.ask({ ref: ref as Ref, shown: { ...recordOf(setup, ref)?.fields }, field, entity, asked, from: setup.sim.now() });
}

/** Every approval that is pending is given. */
export async function thawAll(setup: Setup, ports: Ports): Promise<void> {
  await thaw(setup.worldOf(ports), (entity, field) => setup.approvals.give({ entity, field, at: setup.sim.now() }));
}

function recordOf(setup: Setup, ref: string): BookRecord | undefined {
  const [system = '', stream = 'customers', id = ''] = ref.split('/');
  return setup.vendors[system]?.book(stream).records.get(id);
}

/** Somebody merges or splits a record: whoever it was known as until now. */
function noteDecision(setup: Setup, ref: string): void {
  const [system = '', stream = 'customers', id = ''] = ref.split('/');
  const entered = setup.vendors[system]?.book(stream).edits.filter((edit) => edit.record === id) ?? [];
  setup.decisions.add(stream, recordOf(setup, ref)?.fields ?? {}, ...entered.map(({ field, value }) => ({ [field]: value })));
}

/** A person says that one record of a customer is somebody else. */
async function splitOne(setup: Setup, ports: Ports, ref: string | undefined): Promise<void> {
  if (ref === undefined) return;
  const record = await readRecord(setup.worldOf(ports), ref);
  if (record === undefined) return;
  noteDecision(setup, ref);
  const split = await splitEntity(setup.worldOf(ports), record.value.entity, [ref]);
  if (split.state === 'split') setup.sometimes.count('a person split an entity');
}
