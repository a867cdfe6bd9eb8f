import { keyPart } from '../../model/keys.ts';
import { isoOf } from '../../model/time.ts';
import type { Op } from '../../ports/table.ts';
import { partitionPages } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { fromBody, toBody } from './minor.ts';

/** Something that happened in receivables. Written in the transaction of what it tells, so that neither is there without the other. */
export interface JournalEntry {
  readonly what:
    | 'invoice'
    | 'creditNote'
    | 'changed'
    | 'receipt'
    | 'allocated'
    | 'undone'
    | 'chargedBack'
    | 'rejected'
    | 'disputed'
    | 'settled'
    | 'closed'
    | 'reopened'
    | 'sameMoney';
  readonly company: string;
  readonly currency: string;
  readonly party?: string;
  /** Documents it is about, for people: a number, a receipt, a group. */
  readonly about: string;
  readonly amountMinor: bigint;
  readonly by: string;
  readonly at: number;
}

const journalPk = (company: string, at: number): string => `JOURNAL#${keyPart(company)}#${isoOf(at).slice(0, 7)}`;
const stamp = (at: number): string => String(at).padStart(15, '0');

/** The operation that writes an entry. */
export function journalOp(world: World, entry: Omit<JournalEntry, 'at'>): Op {
  const at = world.clock.now();
  return { op: 'put', item: { pk: journalPk(entry.company, at), sk: `${stamp(at)}#${world.ids.fresh('j')}`, kind: 'journal', body: toBody({ ...entry, at }) }, when: 'any' };
}

/** Entries of a company from one moment to another, in order; at most two months apart are looked at month by month. */
export async function journalOf(world: World, company: string, fromMs: number, toMs: number): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const pk of monthsOf(company, fromMs, toMs)) {
    for await (const items of partitionPages(world, pk, { from: stamp(fromMs), to: stamp(toMs) })) entries.push(...items.map((item) => fromBody<JournalEntry>(item.body)));
  }
  return entries;
}

function monthsOf(company: string, fromMs: number, toMs: number): string[] {
  const months = new Set<string>();
  const half = 14 * 86_400_000; // shorter than any month, so that none is stepped over
  for (let at = fromMs; at < toMs; at += half) months.add(journalPk(company, at));
  return [...months.add(journalPk(company, toMs))];
}
