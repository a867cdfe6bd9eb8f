import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankLine, IgnoredLine } from '../../model/statement.ts';
import type { StatementPart } from '../../model/statementPart.ts';
import { findReferences } from '../../references/find.ts';
import { dayFrom } from '../shared/day.ts';
import { knownCurrency, needDay } from '../shared/money.ts';
import { statementsMax } from '../source/limits.ts';
import { type Columns, cellOf } from './columns.ts';
import { currencyCodeOf } from './currencyNames.ts';
import { movementOf } from './movement.ts';
import { type CsvProfile, firstGroup } from './profile.ts';
import type { CsvRow } from './rows.ts';
import { RunningBalance } from './runningBalance.ts';

/** What is known of one account of a table while its rows pass. */
interface OpenAccount {
  readonly number: number;
  readonly account: string;
  readonly currency: string;
  readonly balance: RunningBalance;
  from: string | undefined;
  to: string | undefined;
}

/** The rows under a header, read by one profile: one statement per account and currency. */
export class BankTable {
  readonly #profile: CsvProfile;
  readonly #columns: Columns;
  readonly #preamble: string;
  readonly #headerLine: number;
  readonly #fallback: string | undefined;
  readonly #accounts = new Map<string, OpenAccount>();
  #dated = 0;

  constructor(profile: CsvProfile, columns: Columns, above: readonly CsvRow[], headerLine: number, currency: string | undefined) {
    this.#profile = profile;
    this.#columns = columns;
    this.#preamble = above.map((row) => row.cells.join(',')).join('\n');
    this.#headerLine = headerLine;
    this.#fallback = currency;
  }

  /** Reads one row; what moves no money is told as ignored, with the first statement. */
  row(row: CsvRow): StatementPart {
    const first = row.cells[0] ?? '';
    if (this.#cell(row, this.#profile.date) === undefined || /^(?:合计|小计|总计|total)/i.test(first) || /合计$/.test(first)) {
      return { statement: 0, ignored: { line: row.line, reason: 'memo', text: row.cells.join(' ').replace(/\s+/g, ' ').trim().slice(0, 200) } };
    }
    this.#dated += 1;
    const line = this.#line(row);
    if ('reason' in line) return { statement: 0, ignored: line };
    const account = this.#open(this.#account(row), line.currency, row.line);
    account.balance.add(line, this.#cell(row, this.#profile.balance));
    if (account.from === undefined || line.date < account.from) account.from = line.date;
    if (account.to === undefined || line.date > account.to) account.to = line.date;
    return { statement: account.number, line };
  }

  /** The statements when the rows have passed; an empty table is one statement without lines when its currency is known. */
  *ends(): Generator<StatementPart> {
    if (this.#accounts.size === 0) this.#open(this.#account(undefined), this.#currency(undefined), this.#headerLine);
    const promised = firstGroup(this.#profile.rowCount, this.#preamble);
    for (const { number, account, currency, balance, from, to } of this.#accounts.values()) {
      const chain = balance.chain();
      const controls = [...(chain?.controls ?? [])];
      if (number === 0 && promised !== undefined) controls.push({ name: 'rows', ok: Number(promised) === this.#dated, said: promised, read: String(this.#dated) });
      yield { statement: number, end: { account, currency, kind: 'statement', from, to, openingMinor: chain?.openingMinor, closingMinor: chain?.closingMinor, controls } };
    }
  }

  #open(account: string, currency: string, line: number): OpenAccount {
    const key = `${account}\n${currency}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    if (this.#accounts.size >= statementsMax) refuse('too_large', `The table has more than ${statementsMax} accounts.`, `表中账户超过 ${statementsMax} 个。`, line);
    const opened = { number: this.#accounts.size, account, currency, balance: new RunningBalance(this.#profile.decimal), from: undefined, to: undefined };
    this.#accounts.set(key, opened);
    return opened;
  }

  #cell(row: CsvRow, names: readonly string[] | undefined): string | undefined {
    return cellOf(row, this.#columns, names);
  }

  #line(row: CsvRow): BankLine | IgnoredLine {
    const profile = this.#profile;
    const written = this.#cell(row, profile.date) as string;
    const texts = (profile.text ?? []).map((name) => this.#cell(row, [name]));
    const text = texts.filter((t, i) => t !== undefined && texts.indexOf(t) === i).join(' ');
    const counterparty = this.#cell(row, profile.counterparty);
    const currency = this.#currency(row);
    const moved = movementOf(row, this.#columns, profile, currency);
    if ('reason' in moved) {
      const told = [written, counterparty, text].filter((t) => t !== undefined).join(' ');
      return { line: row.line, reason: moved.reason, text: told.slice(0, 200) };
    }
    const valueWritten = this.#cell(row, profile.valueDate);
    return {
      date: needDay(dayFrom(written, profile.dayFormat, this.#yearOf(written)), written, row.line),
      valueDate: valueWritten === undefined ? undefined : dayFrom(valueWritten, profile.dayFormat),
      amountMinor: moved.minor,
      currency,
      written: moved.written,
      status: 'booked',
      bankId: this.#cell(row, profile.id),
      reference: this.#cell(row, profile.reference) ?? findReferences(text)[0]?.value,
      counterparty,
      counterpartyAccount: this.#cell(row, profile.counterpartyAccount),
      text,
      line: row.line,
    };
  }

  #account(row: CsvRow | undefined): string {
    const { value, column, preamble } = this.#profile.account;
    return (row === undefined ? undefined : this.#cell(row, column)) ?? firstGroup(preamble, this.#preamble)?.trim() ?? value ?? '';
  }

  #currency(row: CsvRow | undefined): string {
    const { value, column } = this.#profile.currency;
    const written = (row === undefined ? undefined : this.#cell(row, column)) ?? value ?? this.#fallback;
    const code = currencyCodeOf(written ?? '');
    if (currencyDigits(code) !== undefined) return code;
    const inside = /^[A-Z]{3}(?=\s*-?\d)/.exec(code)?.[0]; // `CNY 13.50`
    return knownCurrency(inside ?? code, row?.line ?? this.#headerLine);
  }

  /** A table of month and day belongs to the month in its title; a later month is of the year before. */
  #yearOf(written: string): number | undefined {
    if (this.#profile.dayFormat !== 'MM/DD') return undefined;
    const title = /(\d{4})\s*[年/-]\s*(\d{1,2})/.exec(this.#preamble);
    if (title === null) return undefined;
    return Number.parseInt(written, 10) > Number(title[2]) ? Number(title[1]) - 1 : Number(title[1]);
  }
}
