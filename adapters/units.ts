import { AsyncLocalStorage } from 'node:async_hooks';
import type { IndexEntry, Item, Key, Op } from '../core/ports/table.ts';
import { indexWriteUnits, storedEntryBytes, storedItemBytes } from './size.ts';

/** Read and write units, DynamoDB's money. */
export interface Units {
  readonly read: number;
  readonly write: number;
}

/** Totals, and the same by label (`<label> <kind of item>`; the label is `-` outside {@link UnitMeter.under}). */
export interface UnitReport extends Units {
  readonly by: Readonly<Record<string, Units>>;
}

const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/** Counts read and write units from serialized sizes, as DynamoDB bills them; bodies count as if deflated (see `size.ts`). */
export class UnitMeter {
  readonly #label = new AsyncLocalStorage<string>();
  readonly #by = new Map<string, { read: number; write: number }>();

  /** Runs `work` with a label under which its units are counted. */
  under<T>(label: string, work: () => T): T {
    return this.#label.run(label, work);
  }

  /** Counts since the meter was made or reset. */
  report(): UnitReport {
    const total = { read: 0, write: 0 };
    for (const units of this.#by.values()) {
      total.read += units.read;
      total.write += units.write;
    }
    const by = Object.fromEntries([...this.#by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, units]) => [label, { ...units }]));
    return { ...total, by };
  }

  reset(): void {
    this.#by.clear();
  }

  /** Items got by key: each rounds up by itself; an absent one costs a unit too. */
  got(items: readonly (Item | undefined)[], prefix: string, consistent: boolean): void {
    for (const item of items) this.#read(item?.kind ?? 'absent', Math.max(1, Math.ceil((item === undefined ? 0 : storedItemBytes(item, prefix)) / readUnitBytes)), consistent);
  }

  /** A page of a query or scan: sizes are summed, then rounded up. */
  queried(items: readonly Item[], prefix: string, consistent: boolean): void {
    const bytes = items.reduce((sum, item) => sum + storedItemBytes(item, prefix), 0);
    this.#read(items[0]?.kind ?? 'absent', Math.max(1, Math.ceil(bytes / readUnitBytes)), consistent);
  }

  /** A page of the index (always eventually consistent). */
  listed(entries: readonly (Key & IndexEntry)[], prefix: string): void {
    const bytes = entries.reduce((sum, item) => sum + storedEntryBytes(item, item, prefix), 0);
    this.#read('index', Math.max(1, Math.ceil(bytes / readUnitBytes)), false);
  }

  /** One operation of a write; `before` and `after` are the stored item around it (equal when the write was refused). Transactions and their checks cost double. */
  wrote(op: Op['op'], before: Item | undefined, after: Item | undefined, prefix: string, transaction: boolean): void {
    const bytes = Math.max(before === undefined ? 0 : storedItemBytes(before, prefix), after === undefined ? 0 : storedItemBytes(after, prefix));
    const units = Math.max(1, Math.ceil(bytes / writeUnitBytes)) * (transaction ? 2 : 1);
    const index = op === 'check' || before === after ? 0 : indexWriteUnits(before, after, prefix);
    this.#add(after?.kind ?? before?.kind ?? 'absent', 0, units + index);
  }

  #read(kind: string, units: number, consistent: boolean): void {
    this.#add(kind, consistent ? units : units / 2, 0);
  }

  #add(kind: string, read: number, write: number): void {
    const label = `${this.#label.getStore() ?? '-'} ${kind}`;
    const units = this.#by.get(label) ?? { read: 0, write: 0 };
    units.read += read;
    units.write += write;
    this.#by.set(label, units);
  }
}
