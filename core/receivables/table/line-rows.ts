import { keyPart } from '../../model/keys.ts';
import { shiftDay } from '../../model/time.ts';
import type { Op } from '../../ports/table.ts';
import { partitionPages, put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { LineBook, LineLink } from '../lines/lineBook.ts';
import type { IdentifiedLine } from '../lines/lineId.ts';
import type { BankStatement } from '../model/statement.ts';
import { fromBody, toBody } from './minor.ts';

/** A bank line as it is kept. */
export interface LineRow {
  readonly line: IdentifiedLine;
  /** Why it is not money of its own. */
  readonly link?: LineLink;
  /** It became a receipt (or a charge-back): from then on it is the money, whatever tells the same later. */
  readonly counted?: true;
}

/** An account of ours: its lines lie together, by day. */
export interface AccountName {
  readonly company: string;
  readonly account: string;
}

/** A pending line is booked, and a batch is told in parts, within this time. */
const aroundDays = 11;
/** Lines in one write: a transaction takes 100 operations. */
const opsMax = 100;

const linesPk = ({ company, account }: AccountName): string => `LINES#${keyPart(company)}#${keyPart(account)}`;
const lineSk = ({ line: { line, id } }: LineRow): string => `${line.date}#${id}`;

/** Lines known around the days of a statement, by id. */
export async function linesAround(world: World, name: AccountName, statement: BankStatement): Promise<Map<string, LineRow>> {
  const days = statement.lines.map((line) => line.date).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const rows = new Map<string, LineRow>();
  for await (const items of partitionPages(world, linesPk(name), { from: shiftDay(first, -aroundDays), to: `${shiftDay(last, aroundDays)}~` })) {
    for (const item of items) {
      const row = fromBody<LineRow>(item.body);
      rows.set(row.line.id, row);
    }
  }
  return rows;
}

/** Rows as a book of lines. */
export function lineBookOf(rows: ReadonlyMap<string, LineRow>): LineBook {
  const links = [...rows.values()].flatMap(({ line, link }): [string, LineLink][] => (link === undefined ? [] : [[line.id, link]]));
  return { lines: new Map([...rows].map(([id, { line }]) => [id, line])), links: new Map(links) };
}

/** Stores lines; storing one again is the same. */
export async function storeLines(world: World, name: AccountName, rows: readonly LineRow[]): Promise<void> {
  const ops = rows.map((row): Op => ({ op: 'put', item: { pk: linesPk(name), sk: lineSk(row), kind: 'line', body: toBody(row) }, when: 'any' }));
  for (let i = 0; i < ops.length; i += opsMax) await put(world, ops.slice(i, i + opsMax));
}
