import { type Money, moneyFrom } from '../../model/money.ts';

/** Which sign separates the fraction; `auto` decides from the text (`1.234,56`, `660,508.40`, `2,300` are clear; a lone `1.500` is one and a half). */
export type DecimalSign = '.' | ',' | 'auto';

/** Characters that stand around or inside a number and mean nothing: blanks, Swiss and Arabic apostrophes, currency signs, a leading ISO code. */
const noise = /[\s\u00a0\u202f'\u2019\u00a5\uffe5$\u20ac\u00a3\u5143]/g;

/** Turns an amount as people and banks write it (`¥1,234.50`, `(12.00)`, `12,5-`, `CNY 13.50`, `＋３`) into a plain decimal string; undefined when it is not an amount. */
export function plainDecimal(written: string, sign: DecimalSign = 'auto'): string | undefined {
  let text = written
    .normalize('NFKC')
    .replace(noise, '')
    .replace(/^[A-Z]{3}/, '');
  let negative = false;
  if (/^\(.*\)$/.test(text)) {
    negative = true;
    text = text.slice(1, -1);
  }
  if (text.endsWith('-') && text.length > 1) text = `-${text.slice(0, -1)}`;
  if (text.startsWith('+')) text = text.slice(1);
  if (text.startsWith('-')) {
    negative = !negative;
    text = text.slice(1).replace(noise, '');
  }
  const plain = withPoint(text, sign);
  if (plain === undefined) return undefined;
  return negative ? `-${plain}` : plain;
}

/** Reads an amount straight into minor units of a currency; undefined when it is not an amount or finer than the currency. */
export function amountFrom(written: string, currency: string, sign: DecimalSign = 'auto'): Money | undefined {
  const plain = plainDecimal(written, sign);
  return plain === undefined ? undefined : moneyFrom(plain, currency);
}

function withPoint(text: string, sign: DecimalSign): string | undefined {
  if (!/^[\d.,]+$/.test(text) || !/\d/.test(text)) return undefined;
  const point = sign === 'auto' ? guessSign(text) : sign;
  const parts = text.split(point);
  if (parts.length > 2) return undefined;
  const grouping = point === '.' ? ',' : '.';
  const whole = groupsOf(parts[0] as string, grouping);
  const fraction = parts[1] ?? '';
  if (whole === undefined || fraction.includes(grouping)) return undefined;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function groupsOf(whole: string, grouping: string): string | undefined {
  if (!whole.includes(grouping)) return whole === '' ? '0' : whole;
  const groups = whole.split(grouping);
  if (groups.some((group, i) => (i === 0 ? group.length > 3 || group === '' : group.length < 2 || group.length > 4))) return undefined;
  return groups.join('');
}

function guessSign(text: string): '.' | ',' {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma < 0) return text.indexOf('.') === point ? '.' : ',';
  if (point >= 0) return comma > point ? ',' : '.';
  const single = text.indexOf(',') === comma;
  return single && text.length - comma - 1 !== 3 ? ',' : '.';
}
