import type { Sentence } from '../../model/error.ts';
import { decimalOf } from '../../model/money.ts';
import type { BankStatement } from '../model/statement.ts';
import { notClosing, proveStatement } from './statementProof.ts';

/**
 * Why a statement must not count in the books; undefined when it may. It must not when it does not add up, nor when it
 * says how it began and not how it ended: most formats have no other sign that a file was cut off, and the last line of
 * such a file may be half of one.
 */
export function whyNotCounted(statement: BankStatement): Sentence | undefined {
  const { account, currency, number, to, kind, openingMinor, closingMinor, lines } = statement;
  const name = `${account} ${number ?? to ?? ''}`.trim();
  const { state, broken, differenceMinor } = proveStatement(statement);
  if (state === 'quarantined') {
    const amount = differenceMinor === undefined ? '' : ` (${decimalOf({ minor: differenceMinor, currency })} ${currency})`;
    return {
      en: `The statement ${name} does not add up, so nothing of the file is taken: ${broken.join('; ')}${amount}. Get the file again from the bank.`,
      zh: `对账单 ${name} 不平，文件未导入任何内容：${broken.map((what) => (what === notClosing ? '期初加发生额不等于期末' : what)).join('；')}${amount}。请向银行重新获取文件。`,
    };
  }
  if (kind !== 'statement' || openingMinor === undefined || closingMinor !== undefined || lines.length === 0) return undefined;
  return {
    en: `The statement ${name} has an opening balance and no closing one: the file was cut off, so nothing of it is taken. Get it again from the bank.`,
    zh: `对账单 ${name} 有期初余额而无期末余额：文件被截断，未导入任何内容。请向银行重新获取文件。`,
  };
}
