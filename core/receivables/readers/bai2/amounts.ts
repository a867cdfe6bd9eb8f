import { refuse } from '../../model/refusal.ts';

/** Minor units of a BAI amount: an integer with an implied fraction and an optional sign; empty is zero. */
export function baiMinor(written: string, line: number): bigint {
  const text = written.trim();
  if (text === '') return 0n;
  if (!/^[+-]?\d{1,18}$/.test(text))
    refuse('bad_amount', `The amount ${JSON.stringify(text.slice(0, 40))} is not a BAI2 integer.`, `金额 ${JSON.stringify(text.slice(0, 40))} 不是 BAI2 整数。`, line);
  return BigInt(text.replace('+', ''));
}

/** How many fields the funds type at `index` takes, itself included (`S` three amounts, `V` day and time, `D` a count and its pairs). */
export function fundsWidth(fields: readonly string[], index: number): number {
  const type = (fields[index] ?? '').trim().toUpperCase();
  if (type === 'S') return 4;
  if (type === 'V') return 3;
  if (type === 'D') return 2 + 2 * Math.max(0, Number.parseInt(fields[index + 1] ?? '0', 10) || 0);
  return 1;
}

/** Codes 100–399 are money in, 400–699 money out; others (status, loan, information) move nothing on the account. */
export function baiDirection(code: string): 1n | -1n | 0n {
  const number = Number(code);
  if (number >= 100 && number <= 399) return 1n;
  if (number >= 400 && number <= 699) return -1n;
  return 0n;
}
