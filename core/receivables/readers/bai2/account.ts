import type { ControlTotal } from '../../model/statement.ts';
import type { StatementEnd, StatementPart } from '../../model/statementPart.ts';
import { clampedDay } from '../shared/day.ts';
import { knownCurrency, needDay } from '../shared/money.ts';
import { baiMinor, fundsWidth } from './amounts.ts';
import { baiField, readDetail } from './detail.ts';
import type { BaiRecord } from './records.ts';

/** One account (03 … 49) while its records pass. */
export class BaiAccount {
  readonly #number: number;
  readonly #head: BaiRecord;
  readonly #currency: string;
  readonly #asOf: string;
  /** Balances by type code. */
  readonly #balances: ReadonlyMap<string, bigint>;
  #sum: bigint;
  #physical: number;
  #trailer: BaiRecord | undefined;

  constructor(number: number, head: BaiRecord, group: BaiRecord) {
    this.#number = number;
    this.#head = head;
    this.#currency = knownCurrency(baiField(head, 2) || baiField(group, 6) || 'USD', head.line); // the standard's default is USD
    this.#asOf = needDay(clampedDay(baiField(group, 4)), baiField(group, 4), group.line);
    const { balances, sum } = summaries(head);
    this.#balances = balances;
    this.#sum = sum;
    this.#physical = head.physical;
  }

  /** Takes a 16 record. */
  detail(record: BaiRecord): StatementPart {
    this.#sum += baiMinor(baiField(record, 2), record.line);
    this.#physical += record.physical;
    const line = readDetail(record, this.#currency, this.#asOf);
    return 'date' in line ? { statement: this.#number, line } : { statement: this.#number, ignored: line };
  }

  /** Takes the 49 record. */
  trailer(record: BaiRecord): void {
    this.#trailer = record;
  }

  /** The statement, when its records have passed. */
  end(): StatementEnd {
    return {
      account: baiField(this.#head, 1),
      currency: this.#currency,
      kind: this.#balances.has('015') ? 'statement' : 'interim',
      from: this.#asOf,
      to: this.#asOf,
      openingMinor: this.#balances.get('010'),
      closingMinor: this.#balances.get('015'),
      controls: this.#controls(),
    };
  }

  #controls(): ControlTotal[] {
    const trailer = this.#trailer;
    if (trailer === undefined) return [{ name: '49 trailer', ok: false, said: 'missing', read: '' }];
    const said = baiMinor(baiField(trailer, 1), trailer.line);
    return [baiTotal('49 sum', String(said), this.#sum), baiTotal('49 records', baiField(trailer, 2), BigInt(this.#physical + trailer.physical))];
  }
}

/** What the file says against what was read. A total that is no number (a damaged file) proves nothing: it does not hold. */
export function baiTotal(name: string, said: string, read: bigint): ControlTotal {
  const number = said.trim() === '' ? '0' : said.trim();
  return { name, ok: /^[+-]?\d{1,30}$/.test(number) && BigInt(number.replace('+', '')) === read, said, read: String(read) };
}

/** Balances and summaries of a 03 record by type code, with the sum of all its amounts. */
function summaries(head: BaiRecord): { readonly balances: ReadonlyMap<string, bigint>; readonly sum: bigint } {
  const balances = new Map<string, bigint>();
  let sum = 0n;
  for (let i = 3; i + 1 < head.fields.length; ) {
    const code = baiField(head, i);
    if (code === '') {
      i += 1;
      continue;
    }
    const minor = baiMinor(baiField(head, i + 1), head.line);
    if (baiField(head, i + 1) !== '') balances.set(code, minor);
    sum += minor;
    i += 3 + fundsWidth(head.fields, i + 3);
  }
  return { balances, sum };
}
