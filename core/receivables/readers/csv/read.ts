import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankFile, BankLine, BankStatement, IgnoredLine } from '../../model/statement.ts';
import { findReferences } from '../../references/find.ts';
import { dayFrom } from '../shared/day.ts';
import { knownCurrency, needDay } from '../shared/money.ts';
import { chineseProfiles } from './chineseProfiles.ts';
import { type Columns, cellOf, findColumns } from './columns.ts';
import { currencyCodeOf } from './currencyNames.ts';
import { movementOf } from './movement.ts';
import { otherProfiles } from './otherProfiles.ts';
import { type CsvProfile, firstGroup } from './profile.ts';
import { type CsvRow, csvRows, separatorOf } from './rows.ts';
import { chainOf } from './runningBalance.ts';

/** What a caller can add to what the file says. */
export interface CsvOptions {
  /** Profiles of the user, tried before the built-in ones. */
  readonly profiles?: readonly CsvProfile[];
  /** Currency of a file that names none. */
  readonly currency?: string;
}

/** Reads a CSV export by the first profile whose header it has. Rows after the header without a date (totals, footers) end the table; every row that moves no money is listed as ignored. */
export function readCsv(text: string, options: CsvOptions = {}): BankFile {
  const rows = csvRows(text, separatorOf(text));
  for (const profile of [...(options.profiles ?? []), ...chineseProfiles, ...otherProfiles]) {
    const columns = findColumns(rows, profile);
    if (columns === undefined) continue;
    const preamble = rows
      .slice(0, columns.headerAt)
      .map((row) => row.cells.join(','))
      .join('\n');
    return { format: `csv:${profile.profile}`, statements: new Table(rows, profile, columns, preamble, options).statements() };
  }
  const widest = rows.slice(0, 80).reduce((best, row) => (row.cells.length > best.cells.length ? row : best), rows[0] ?? { cells: [], line: 1 });
  const seen = widest.cells.slice(0, 12).join(' | ').slice(0, 300);
  return refuse(
    'profile_missing',
    `No profile knows these columns: ${seen}. Write a profile document that names them (docs/receivables.md).`,
    `没有模板认识这些列:${seen}。请编写列模板(见 docs/receivables.md)。`,
    widest.line,
  );
}

class Table {
  readonly #rows: readonly CsvRow[];
  readonly #profile: CsvProfile;
  readonly #columns: Columns;
  readonly #preamble: string;
  readonly #options: CsvOptions;

  constructor(rows: readonly CsvRow[], profile: CsvProfile, columns: Columns, preamble: string, options: CsvOptions) {
    this.#rows = rows;
    this.#profile = profile;
    this.#columns = columns;
    this.#preamble = preamble;
    this.#options = options;
  }

  /** One statement per account and currency of the table; an empty table is one statement without lines when its currency is known. */
  statements(): BankStatement[] {
    const groups = new Map<string, { lines: BankLine[]; balances: (string | undefined)[]; account: string; currency: string }>();
    const ignored: IgnoredLine[] = [];
    let dated = 0;
    for (const row of this.#rows.slice(this.#columns.headerAt + 1)) {
      if (cellOf(row, this.#columns, this.#profile.date) === undefined || /^(?:合计|小计|总计|total)/i.test(row.cells[0] ?? '') || /合计$/.test(row.cells[0] ?? '')) {
        ignored.push({ line: row.line, reason: 'memo', text: row.cells.join(' ').replace(/\s+/g, ' ').trim().slice(0, 200) });
        continue;
      }
      dated += 1;
      const line = this.#line(row);
      if ('reason' in line) {
        ignored.push(line);
        continue;
      }
      const account = this.#account(row);
      const key = `${account}\n${line.currency}`;
      const group = groups.get(key) ?? { lines: [], balances: [], account, currency: line.currency };
      groups.set(key, group);
      group.lines.push(line);
      group.balances.push(cellOf(row, this.#columns, this.#profile.balance));
    }
    if (groups.size === 0) groups.set('', { lines: [], balances: [], account: this.#account(undefined), currency: this.#currency(undefined) });
    const promised = firstGroup(this.#profile.rowCount, this.#preamble);
    return [...groups.values()].map((group, i) => {
      const chain = chainOf(group.lines, group.balances, this.#profile.decimal);
      const controls = [...(chain?.controls ?? [])];
      if (i === 0 && promised !== undefined) controls.push({ name: 'rows', ok: Number(promised) === dated, said: promised, read: String(dated) });
      const days = group.lines.map((line) => line.date).sort();
      return {
        account: group.account,
        currency: group.currency,
        kind: 'statement',
        from: days[0],
        to: days.at(-1),
        openingMinor: chain?.openingMinor,
        closingMinor: chain?.closingMinor,
        lines: group.lines,
        controls,
        ignored: i === 0 ? ignored : [],
      };
    });
  }

  #line(row: CsvRow): BankLine | IgnoredLine {
    const cell = (names: readonly string[] | undefined): string | undefined => cellOf(row, this.#columns, names);
    const profile = this.#profile;
    const written = cell(profile.date) as string;
    const text = (profile.text ?? [])
      .map((name) => cell([name]))
      .filter((t, i, every) => t !== undefined && every.indexOf(t) === i)
      .join(' ');
    const currency = this.#currency(row);
    const moved = movementOf(row, this.#columns, profile, currency);
    if ('reason' in moved)
      return {
        line: row.line,
        reason: moved.reason,
        text: [written, cell(profile.counterparty), text]
          .filter((t) => t !== undefined)
          .join(' ')
          .slice(0, 200),
      };
    const valueWritten = cell(profile.valueDate);
    return {
      date: needDay(dayFrom(written, profile.dayFormat, this.#yearOf(written)), written, row.line),
      valueDate: valueWritten === undefined ? undefined : dayFrom(valueWritten, profile.dayFormat),
      amountMinor: moved.minor,
      currency,
      written: moved.written,
      status: 'booked',
      bankId: cell(profile.id),
      reference: cell(profile.reference) ?? findReferences(text)[0]?.value,
      counterparty: cell(profile.counterparty),
      counterpartyAccount: cell(profile.counterpartyAccount),
      text,
      line: row.line,
    };
  }

  #account(row: CsvRow | undefined): string {
    const { value, column, preamble } = this.#profile.account;
    return (row === undefined ? undefined : cellOf(row, this.#columns, column)) ?? firstGroup(preamble, this.#preamble)?.trim() ?? value ?? '';
  }

  #currency(row: CsvRow | undefined): string {
    const { value, column } = this.#profile.currency;
    const written = (row === undefined ? undefined : cellOf(row, this.#columns, column)) ?? value ?? this.#options.currency;
    const code = currencyCodeOf(written ?? '');
    if (currencyDigits(code) !== undefined) return code;
    const inside = /^[A-Z]{3}(?=\s*-?\d)/.exec(code)?.[0]; // `CNY 13.50`
    return knownCurrency(inside ?? code, row?.line ?? (this.#rows[this.#columns.headerAt] as CsvRow).line);
  }

  /** A table of month and day belongs to the month in its title; a later month is of the year before. */
  #yearOf(written: string): number | undefined {
    if (this.#profile.dayFormat !== 'MM/DD') return undefined;
    const title = /(\d{4})\s*[年/-]\s*(\d{1,2})/.exec(this.#preamble);
    if (title === null) return undefined;
    return Number.parseInt(written, 10) > Number(title[2]) ? Number(title[1]) - 1 : Number(title[1]);
  }
}
