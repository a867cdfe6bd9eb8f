import { refuse } from '../../model/refusal.ts';
import type { ControlTotal } from '../../model/statement.ts';
import type { StatementEnd, StatementPart } from '../../model/statementPart.ts';
import { textLines } from '../source/textLines.ts';
import { BaiAccount, baiTotal } from './account.ts';
import { baiMinor } from './amounts.ts';
import { baiField } from './detail.ts';
import { type BaiRecord, baiRecords } from './records.ts';

/** Reads BAI2, record by record: ledger balances 010 and 015, details 16 with their continuations, and the control totals of records 49, 98 and 99, which prove that nothing is missing. The file's own totals are controls of its first statement, whose end therefore comes last. */
export function* readBai2(text: Iterable<string>): Generator<StatementPart> {
  const totals = new FileTotals();
  let group: BaiRecord | undefined;
  let account: BaiAccount | undefined;
  let count = 0;
  let firstEnd: StatementEnd | undefined;
  let last: BaiRecord | undefined;
  const ended = function* (): Generator<StatementPart> {
    if (account === undefined) return;
    if (count === 1) firstEnd = account.end();
    else yield { statement: count - 1, end: account.end() };
    account = undefined;
  };
  for (const record of baiRecords(textLines(text))) {
    if (last === undefined && record.code !== '01') refuse('malformed', 'The file does not start with a 01 record.', '文件不是以 01 记录开头。', record.line);
    last = record;
    totals.add(record);
    if (record.code === '02') group = record;
    else if (record.code === '03') {
      yield* ended();
      account = new BaiAccount(count, record, group ?? refuse('malformed', 'A 03 record stands outside a group.', '03 记录位于组之外。', record.line));
      count += 1;
    } else if (record.code === '16') yield (account ?? refuse('malformed', 'A 16 record stands outside an account.', '16 记录位于账户之外。', record.line)).detail(record);
    else if (record.code === '49') account?.trailer(record);
  }
  if (last?.code !== '99') refuse('truncated', 'The file has no 99 record at its end; it was cut off.', '文件末尾没有 99 记录,内容被截断。', last?.line);
  yield* ended();
  if (firstEnd === undefined) refuse('no_statement', 'The file holds no account (no 03 record).', '文件中没有账户(无 03 记录)。', 1);
  yield { statement: 0, end: { ...firstEnd, controls: [...firstEnd.controls, ...totals.controls(last)] } };
  yield { format: 'bai2' };
}

/** Counts and sums of the whole file, against its 99 record. */
class FileTotals {
  #sum = 0n;
  #groups = 0;
  #physical = 0;

  add(record: BaiRecord): void {
    this.#physical += record.physical;
    if (record.code === '02') this.#groups += 1;
    if (record.code === '98') this.#sum += baiMinor(baiField(record, 1), record.line);
  }

  controls(end: BaiRecord): ControlTotal[] {
    return [
      baiTotal('99 sum', String(baiMinor(baiField(end, 1), end.line)), this.#sum),
      baiTotal('99 groups', baiField(end, 2), BigInt(this.#groups)),
      baiTotal('99 records', baiField(end, 3), BigInt(this.#physical)),
    ];
  }
}
