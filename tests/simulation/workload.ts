import type { Random } from '../../adapters/simulated/random.ts';
import { minuteMs } from '../../core/model/time.ts';
import { taxIds } from './tax-ids.ts';
import type { Forgery } from './webhooks.ts';

/** Whose record: a customer's, or a contact's. */
export interface Whom {
  readonly stream?: 'contacts';
  readonly customer?: string;
  readonly contact?: string;
}

/** One thing that people, systems or operators do. `pick` (0–1) chooses among what is there at that moment, unless a customer (by tax id) or a contact (by its name) is named. */
export type PeopleEvent = { readonly at: number; readonly order: number; readonly pick: number } & (
  | { readonly what: 'make'; readonly system: string; readonly tax: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly what: 'invoice'; readonly system: string; readonly number: string; readonly description: string; readonly customer?: string }
  /** Somebody enters a person who works for a customer, if that is known there. */
  | { readonly what: 'contact'; readonly system: string; readonly fields: Readonly<Record<string, string>>; readonly customer?: string }
  | ({ readonly what: 'edit'; readonly system: string; readonly field: string; readonly value: string; readonly hint: boolean } & Whom)
  | ({ readonly what: 'toggle'; readonly system: string; readonly tag: string } & Whom)
  | ({ readonly what: 'remove'; readonly system: string } & Whom)
  /** A contact works for another customer of that system from now on. */
  | { readonly what: 'employ'; readonly system: string; readonly contact?: string }
  | { readonly what: 'outage'; readonly system: string; readonly forMs: number }
  /** Changes of this time never reach relay, as in an outage longer than a feed remembers. */
  | { readonly what: 'feed lost'; readonly forMs: number }
  | { readonly what: 'hide'; readonly system: string; readonly forMs: number; readonly share: number }
  /** Of these records, by name, or of what `pick` chooses. */
  | { readonly what: 'merge' | 'split'; readonly stream?: 'contacts'; readonly records?: readonly string[] }
  | { readonly what: 'unpin' | 'thaw' | 'power cut' | 'poison' | 'audit' }
  /** A system shows a text in another way; nobody has edited it. */
  | { readonly what: 'restyle'; readonly system: string }
  | { readonly what: 'forge'; readonly system: string; readonly how: Forgery }
  /** The workspace gets the next version of its mappings. */
  | { readonly what: 'new mapping' }
  | { readonly what: 'pin' | 'freeze'; readonly stream?: 'contacts'; readonly field: string; readonly value: string }
  /** An owner has somebody erased. */
  | ({ readonly what: 'erase' } & Whom)
);

/** Fields people edit; `tags` is a set, toggled one element at a time. */
export const editedFields = ['name', 'city', 'note', 'industry'] as const;
const tags = ['vip', 'export', 'cold'] as const;
const names = ['a', 'b', 'c'] as const;

/** An event before it is numbered. */
export type Draft<E = PeopleEvent> = E extends PeopleEvent ? Omit<E, 'order' | 'pick'> : never;

/** Events in the order of their times, each with its number (from `first` on) and its pick. */
export function numbered(random: Random, drafts: readonly Draft[], first = 0): PeopleEvent[] {
  return [...drafts].sort((x, y) => x.at - y.at).map((d, at): PeopleEvent => ({ ...d, order: first + at, pick: random.next() }) as PeopleEvent);
}

/** What the workload is drawn for. */
export interface WorkloadShape {
  readonly workMs: number;
  readonly crowd: boolean;
  readonly invoices: boolean;
  readonly long: boolean;
}

/** Draws what people do: natives in several systems at once, edits, clears, deletes, merges, splits; outages. Values are unique, so that a value tells its author. */
export function drawEvents(random: Random, shape: WorkloadShape): PeopleEvent[] {
  const drafts: Draft[] = [];
  let count = 0;
  const value = (field: string): string => {
    count += 1;
    // Four digits first: a system that cuts texts short keeps them unique.
    return `${String(count).padStart(4, '0')}${field === 'industry' && random.chance(0.1) ? 'bad' : field}`;
  };
  const customers = shape.crowd ? 12 : random.int(2, 4);
  for (let i = 0; i < customers; i += 1) drafts.push(...natives(random, taxIds[i] as string, shape, value));
  const edits = random.int(8, 24);
  for (let i = 0; i < edits; i += 1) drafts.push(edit(random, shape, value));
  // Many edits of one system between two reads of it: pages with more than the latest.
  if (random.chance(0.3)) drafts.push(...burst(random, shape, value));
  drafts.push(...disturbances(random, shape), ...operators(random, shape, value));
  if (shape.invoices) {
    for (let i = 0; i < 4; i += 1) drafts.push({ at: random.int(0, shape.workMs), what: 'invoice', system: random.pick(names), number: `R-${i + 1}`, description: value('desc') });
  }
  return numbered(random, drafts);
}

function natives(random: Random, tax: string, { workMs, crowd }: WorkloadShape, value: (field: string) => string): Draft[] {
  return names.flatMap((system): Draft[] => {
    if (!random.chance(crowd ? 0.75 : 0.6)) return [];
    const at = crowd || random.chance(0.5) ? 0 : random.int(0, workMs / 2);
    const fields = { name: value('name'), city: value('city'), note: random.chance(0.5) ? value('note') : '', industry: '', tags: random.chance(0.5) ? 'vip' : '' };
    return [{ at, what: 'make', system, tax, fields }];
  });
}

function edit(random: Random, { workMs }: WorkloadShape, value: (field: string) => string): Draft {
  const at = random.int(minuteMs, workMs);
  const system = random.pick(names);
  if (random.chance(0.2)) return { at, what: 'toggle', system, tag: random.pick(tags) };
  const field = random.pick(editedFields);
  return { at, what: 'edit', system, field, value: field !== 'name' && random.chance(0.15) ? '' : value(field), hint: random.chance(0.3) };
}

function burst(random: Random, shape: WorkloadShape, value: (field: string) => string): Draft[] {
  const at = random.int(2 * minuteMs, shape.workMs - minuteMs);
  const system = random.pick(names);
  return Array.from({ length: 7 }, (_, i): Draft => ({ ...edit(random, shape, value), at: at + i * 6_000, system }) as Draft).map((d) =>
    d.what === 'edit' ? { ...d, hint: false } : d,
  );
}

function disturbances(random: Random, { workMs, long, crowd }: WorkloadShape): Draft[] {
  const drafts: Draft[] = [];
  if (long) drafts.push({ at: random.int(2 * minuteMs, workMs), what: 'outage', system: random.pick(names), forMs: 170 * minuteMs });
  else if (random.chance(0.3)) drafts.push({ at: random.int(0, workMs / 2), what: 'outage', system: random.pick(names), forMs: random.int(1, 5) * minuteMs });
  if (random.chance(0.3)) drafts.push({ at: random.int(4 * minuteMs, workMs), what: 'remove', system: random.pick(names) });
  // Most of a crowd vanishes until somebody repairs the listing: the brake must stop it. A few vanish for less than two sweeps.
  if (crowd) drafts.push({ at: random.int(5 * minuteMs, workMs), what: 'hide', system: random.pick(names), forMs: 10 * minuteMs, share: 0.9 });
  else if (random.chance(0.15)) drafts.push({ at: random.int(4 * minuteMs, workMs), what: 'hide', system: random.pick(names), forMs: random.int(60, 110) * 1_000, share: 0.7 });
  if (random.chance(0.15)) drafts.push({ at: random.int(0, workMs), what: 'power cut' });
  if (random.chance(0.05)) drafts.push({ at: random.int(0, workMs), what: 'poison' });
  return drafts;
}

function operators(random: Random, { workMs }: WorkloadShape, value: (field: string) => string): Draft[] {
  const drafts: Draft[] = [];
  const when = (): number => random.int(3 * minuteMs, workMs);
  if (random.chance(0.2)) drafts.push({ at: when(), what: 'merge' });
  if (random.chance(0.2)) drafts.push({ at: when(), what: 'split' });
  if (random.chance(0.15)) {
    const at = when();
    drafts.push({ at, what: 'pin', field: random.pick(editedFields), value: value('pin') });
    if (random.chance(0.5)) drafts.push({ at: at + minuteMs, what: 'unpin' });
  }
  if (random.chance(0.15)) {
    const at = when();
    drafts.push({ at, what: 'freeze', field: random.pick(editedFields), value: '' });
    drafts.push({ at: Math.min(workMs, at + random.int(1, 4) * minuteMs), what: 'thaw' });
  }
  if (random.chance(0.1)) drafts.push({ at: when(), what: 'audit' });
  return drafts;
}
