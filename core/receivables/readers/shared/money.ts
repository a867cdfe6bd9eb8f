import { currencyDigits } from '../../../model/money.ts';
import { amountFrom, type DecimalSign } from '../../model/amountText.ts';
import { refuse } from '../../model/refusal.ts';

/** An ISO 4217 code, or a named refusal with the line. */
export function knownCurrency(code: string | undefined, line?: number): string {
  const upper = (code ?? '').trim().toUpperCase();
  if (currencyDigits(upper) === undefined) {
    refuse(
      'currency_unknown',
      `The currency ${JSON.stringify(upper)} is not in ISO 4217; add it to the file or to the profile.`,
      `币种 ${JSON.stringify(upper)} 不在 ISO 4217 中,请在文件或模板中补充。`,
      line,
    );
  }
  return upper;
}

/** Minor units of an amount as written, or a named refusal with the line: an amount is never guessed and never zero for want of reading. */
export function minorFrom(written: string, currency: string, sign: DecimalSign, line?: number): bigint {
  const money = amountFrom(written, currency, sign);
  if (money === undefined) {
    refuse(
      'bad_amount',
      `The amount ${JSON.stringify(written.slice(0, 40))} cannot be read as ${currency}.`,
      `金额 ${JSON.stringify(written.slice(0, 40))} 无法按 ${currency} 读取。`,
      line,
    );
  }
  return money.minor;
}

/** A day, or a named refusal with the line. */
export function needDay(day: string | undefined, written: string, line?: number): string {
  if (day === undefined) refuse('bad_date', `${JSON.stringify(written.slice(0, 40))} is not a date.`, `${JSON.stringify(written.slice(0, 40))} 不是有效日期。`, line);
  return day;
}
