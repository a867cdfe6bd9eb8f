import type { JsonObject } from '../../model/json.ts';
import { keyPart } from '../../model/keys.ts';
import type { Item, ItemInput, Key, Op } from '../../ports/table.ts';

/** How far a company's books are closed. `closing`: nothing dated in it is taken any more, and the proof is being made. */
export interface PeriodRow {
  readonly company: string;
  /** Last closed day; absent: nothing is closed. */
  readonly closedThrough?: string;
  /** Grows with every close and reopen. */
  readonly version: number;
  readonly state: 'open' | 'closing' | 'closed';
  /** What was closed before, given back when a close is refused. */
  readonly before?: string;
  /** Hash over every claim, receipt and group of the company when it was closed. */
  readonly stateHash?: string;
  /** Exceptions that were open then, by kind. */
  readonly exceptions?: Readonly<Record<string, number>>;
  readonly by: string;
  readonly at: number;
}

/** Where a company's period lies: every allocation checks its version, so that none slips past a close. */
export function periodKey(company: string): Key {
  return { pk: `PERIOD#${keyPart(company)}`, sk: '@' };
}

/** Holds a write to the period it was decided in: it fails when the books were closed or reopened meanwhile. */
export function fenceOf(company: string, { version }: { readonly version: number }): Op {
  return { op: 'check', key: periodKey(company), when: version === 0 ? 'absent' : { version } };
}

/** The period as an item. */
export function periodItem(row: PeriodRow): ItemInput {
  return { ...periodKey(row.company), kind: 'period', body: row as unknown as JsonObject };
}

/** A period from its item. */
export function periodOf(item: Item): PeriodRow {
  return item.body as unknown as PeriodRow;
}
