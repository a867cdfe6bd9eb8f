import { refuse } from '../../model/refusal.ts';
import type { BankFile, BankLine, BankStatement, ControlTotal, IgnoredLine } from '../../model/statement.ts';
import { isEndToEndId } from '../../references/endToEnd.ts';
import { clampedDay } from '../shared/day.ts';
import { knownCurrency, needDay } from '../shared/money.ts';
import { baiDirection, baiMinor, fundsWidth } from './amounts.ts';
import { type BaiRecord, baiRecords } from './records.ts';

interface Account {
  readonly head: BaiRecord;
  readonly group: BaiRecord;
  readonly lines: BaiRecord[];
  trailer?: BaiRecord;
}

/** Reads BAI2: ledger balances 010 and 015, details 16 with their continuations, and the control totals of records 49, 98 and 99, which prove that nothing is missing. */
export function readBai2(text: string): BankFile {
  const records = baiRecords(text);
  if (records[0]?.code !== '01') refuse('malformed', 'The file does not start with a 01 record.', '文件不是以 01 记录开头。', records[0]?.line ?? 1);
  if (records.at(-1)?.code !== '99') refuse('truncated', 'The file has no 99 record at its end; it was cut off.', '文件末尾没有 99 记录,内容被截断。', records.at(-1)?.line);
  const accounts: Account[] = [];
  let group: BaiRecord | undefined;
  for (const record of records) {
    const account = accounts.at(-1);
    if (record.code === '02') group = record;
    else if (record.code === '03')
      accounts.push({ head: record, group: group ?? refuse('malformed', 'A 03 record stands outside a group.', '03 记录位于组之外。', record.line), lines: [] });
    else if (record.code === '16') (account ?? refuse('malformed', 'A 16 record stands outside an account.', '16 记录位于账户之外。', record.line)).lines.push(record);
    else if (record.code === '49' && account !== undefined) account.trailer = record;
  }
  if (accounts.length === 0) refuse('no_statement', 'The file holds no account (no 03 record).', '文件中没有账户(无 03 记录)。', 1);
  const file = fileControls(records);
  return { format: 'bai2', statements: accounts.map((account, i) => readAccount(account, i === 0 ? file : [])) };
}

function readAccount(account: Account, fileTotals: ControlTotal[]): BankStatement {
  const { head, group } = account;
  const currency = knownCurrency(field(head, 2) || field(group, 6) || 'USD', head.line); // the standard's default is USD
  const asOf = needDay(clampedDay(field(group, 4)), field(group, 4), group.line);
  const balances = summaries(head);
  const read = account.lines.map((record) => detail(record, currency, asOf));
  return {
    account: field(head, 1),
    currency,
    kind: balances.has('015') ? 'statement' : 'interim',
    from: asOf,
    to: asOf,
    openingMinor: balances.get('010')?.minor,
    closingMinor: balances.get('015')?.minor,
    lines: read.filter((line): line is BankLine => 'date' in line),
    controls: [...accountControls(account), ...fileTotals],
    ignored: read.filter((line): line is IgnoredLine => !('date' in line)),
  };
}

function field(record: BaiRecord, index: number): string {
  return (record.fields[index] ?? '').trim();
}

/** Balances and summaries of a 03 record by type code, with the sum of all its amounts. */
function summaries(head: BaiRecord): Map<string, { minor: bigint }> {
  const found = new Map<string, { minor: bigint }>();
  let sum = 0n;
  for (let i = 3; i + 1 < head.fields.length; ) {
    const code = field(head, i);
    if (code === '') {
      i += 1;
      continue;
    }
    const minor = baiMinor(field(head, i + 1), head.line);
    if (field(head, i + 1) !== '') found.set(code, { minor });
    sum += minor;
    i += 3 + fundsWidth(head.fields, i + 3);
  }
  found.set('sum', { minor: sum });
  return found;
}

function detail(record: BaiRecord, currency: string, asOf: string): BankLine | IgnoredLine {
  const code = field(record, 1);
  const direction = baiDirection(code);
  const written = field(record, 2);
  const after = 3 + fundsWidth(record.fields, 3);
  const text = record.fields
    .slice(after + 2)
    .join(',')
    .replace(/\s+/g, ' ')
    .trim();
  if (direction === 0n) return { line: record.line, reason: 'no_amount', text: `${code} ${text}` };
  const valueDate = field(record, 3).toUpperCase() === 'V' ? clampedDay(field(record, 4)) : undefined;
  const [bankId, customerReference] = [field(record, after), field(record, after + 1)];
  const story = (name: string): string | undefined => new RegExp(`\\b${name}: ?(.*?)(?= [A-Z]{4}: |$)`).exec(text)?.[1]?.trim() || undefined;
  return {
    date: asOf,
    valueDate,
    amountMinor: baiMinor(written, record.line) * direction,
    currency,
    written,
    status: 'booked',
    bankId: bankId !== '' && isEndToEndId(bankId) ? bankId : undefined,
    reference: customerReference !== '' && isEndToEndId(customerReference) ? customerReference : story('EREF'),
    endToEndId: story('EREF'),
    counterparty: direction > 0n ? story('DBNM') : story('CRNM'),
    counterpartyAccount: direction > 0n ? story('DACT') : story('CACT'),
    text,
    code,
    reversal: isReturn(code) ? true : undefined,
    line: record.line,
  };
}

/** Returned items: 5xx returns of what we sent, 25x of what came in (ACH, wire, lock box, cheque). */
function isReturn(code: string): boolean {
  return /^(?:25[2-9]|26[1-6]|55[2-9]|56[1-4])$/.test(code);
}

function accountControls(account: Account): ControlTotal[] {
  const trailer = account.trailer;
  if (trailer === undefined) return [{ name: '49 trailer', ok: false, said: 'missing', read: '' }];
  const details = account.lines.reduce((sum, record) => sum + baiMinor(field(record, 2), record.line), 0n);
  const read = (summaries(account.head).get('sum')?.minor ?? 0n) + details;
  const said = baiMinor(field(trailer, 1), trailer.line);
  const records = account.head.physical + account.lines.reduce((n, r) => n + r.physical, 0) + trailer.physical;
  return [total('49 sum', String(said), String(read)), total('49 records', field(trailer, 2), String(records))];
}

function fileControls(records: readonly BaiRecord[]): ControlTotal[] {
  const end = records.at(-1) as BaiRecord;
  const groups = records.filter((r) => r.code === '98').reduce((sum, r) => sum + baiMinor(field(r, 1), r.line), 0n);
  const physical = records.reduce((n, r) => n + r.physical, 0);
  const count = String(records.filter((r) => r.code === '02').length);
  return [
    total('99 sum', String(baiMinor(field(end, 1), end.line)), String(groups)),
    total('99 groups', field(end, 2), count),
    total('99 records', field(end, 3), String(physical)),
  ];
}

/** What the file says against what was read. A total that is no number (a damaged file) proves nothing: it does not hold. */
function total(name: string, said: string, read: string): ControlTotal {
  const number = said.trim() === '' ? '0' : said.trim();
  return { name, ok: /^[+-]?\d{1,30}$/.test(number) && BigInt(number.replace('+', '')) === BigInt(read), said, read };
}
