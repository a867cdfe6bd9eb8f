import { foldText } from './text.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function digits(year: number, month: number, day: number): string | undefined {
  const real = year >= 1850 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return real ? `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}` : undefined;
}

/** Two-digit years up to 29 are 20xx: a birthday is in the past. */
function fullYear(year: number): number {
  return year >= 100 ? year : year <= 29 ? 2000 + year : 1900 + year;
}

/** A day as `YYYYMMDD`. Reads ISO, compact, Chinese, slashed and spelled dates; `12/11/1978` is read month first unless that is impossible. Undefined when it is no day. */
export function dayDigits(input: string): string | undefined {
  const text = foldText(input)
    .replace(/[年月]/g, '-')
    .replace(/日.*$/, '')
    .replace(/[t ]\d{1,2}:\d{2}.*$/, '');
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return digits(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const yearFirst = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text);
  if (yearFirst) return digits(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{2}|\d{4})$/.exec(text);
  if (yearLast) {
    const [a, b, year] = [Number(yearLast[1]), Number(yearLast[3]), fullYear(Number(yearLast[4]))];
    const dayFirst = yearLast[2] === '.' || a > 12;
    return dayFirst ? digits(year, b, a) : digits(year, a, b);
  }
  const spelled = /^(?:(\d{1,2})[ -]([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2}))(?:st|nd|rd|th)?[, -]+(\d{4})$/.exec(text);
  if (!spelled) return undefined;
  return digits(Number(spelled[5]), months.indexOf((spelled[2] ?? spelled[3]) as string) + 1, Number(spelled[1] ?? spelled[4]));
}
