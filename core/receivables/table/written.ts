import { keyPart } from '../../model/keys.ts';
import type { Item, ItemInput, Key } from '../../ports/table.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { Receipt } from '../model/receipt.ts';
import { fromBody, toBody } from './minor.ts';

/** One allocation on its way into the ERP. */
export interface WrittenRow {
  /** Idempotency key: the same allocation always has the same. */
  readonly key: string;
  readonly group: string;
  readonly receipt: string;
  readonly claim: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly date: string;
  /** `sending`: stored before the write; `unsure`: the answer was lost, so look before repeating; `applied`: the ERP said yes; `confirmed`: a pull has shown it. */
  readonly state: 'sending' | 'unsure' | 'applied' | 'confirmed' | 'rejected';
  /** The ERP's id, once it is known. */
  readonly id?: string;
  /** Until then a request may still land, ms. */
  readonly until: number;
  readonly at: number;
}

/** How our name of a payment is written into the ERP, where its next reading finds it. */
export function markOf(key: string): string {
  return `SL-${key}`;
}

const marks = /\bSL-([\w-]{22})(?![\w-])/;

/** Index partition of what is not confirmed yet. */
export const writeBackListKey = 'WRITEBACK';

/** Where an allocation's way into the ERP lies. */
export function writtenKey(key: string): Key {
  return { pk: `WRITTEN#${keyPart(key)}`, sk: '@' };
}

/** The row as an item; a confirmed one leaves the list. */
export function writtenItem(row: WrittenRow): ItemInput {
  const index = { lpk: writeBackListKey, lsk: `${row.group}#${row.key}`, state: row.state };
  return { ...writtenKey(row.key), kind: 'written', body: toBody(row), ...(row.state === 'confirmed' ? {} : { index }) };
}

/** The row from its item. */
export function writtenOf(item: Item): WrittenRow {
  return fromBody<WrittenRow>(item.body);
}

/** A payment read in the ERP that carries our mark is our own write, seen: it is confirmed, and is no money of its own. Gives the receipt it stands for. */
export async function confirmWritten(world: World, entity: string, { text }: Receipt): Promise<string | undefined> {
  const key = marks.exec(text)?.[1];
  if (key === undefined) return undefined;
  for (;;) {
    const [item] = await world.table.get([writtenKey(key)], { consistent: true });
    if (item === undefined) return undefined;
    const row = writtenOf(item);
    if (row.state === 'confirmed') return row.receipt;
    const confirmed: WrittenRow = { ...row, state: 'confirmed', id: row.id ?? entity };
    if ((await put(world, [{ op: 'put', item: writtenItem(confirmed), when: { version: item.version } }])) === 'ok') return row.receipt;
  }
}
