import { localDate } from '../../../model/time.ts';

/** Day writings a profile can name; `auto` reads those that cannot be confused. */
export type DayFormat = 'auto' | 'YYYY-MM-DD' | 'YYYYMMDD' | 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'DD.MM.YYYY' | 'YYMMDD' | 'MM/DD';

const patterns: Readonly<Record<Exclude<DayFormat, 'auto'>, RegExp>> = {
  'YYYY-MM-DD': /^(?<y>\d{4})[-/.年](?<m>\d{1,2})[-/.月](?<d>\d{1,2})日?(?!\d)/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})/,
  'DD/MM/YYYY': /^(?<d>\d{1,2})[/.-](?<m>\d{1,2})[/.-](?<y>\d{4})(?!\d)/,
  'MM/DD/YYYY': /^(?<m>\d{1,2})[/.-](?<d>\d{1,2})[/.-](?<y>\d{4})(?!\d)/,
  'DD.MM.YYYY': /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})(?!\d)/,
  YYMMDD: /^(?<y>\d{2})(?<m>\d{2})(?<d>\d{2})/,
  'MM/DD': /^(?<m>\d{1,2})\/(?<d>\d{1,2})$/,
};

const automatic: readonly Exclude<DayFormat, 'auto'>[] = ['YYYY-MM-DD', 'DD.MM.YYYY', 'YYYYMMDD'];

/** Reads a day; undefined when it is not one. `MM/DD` needs `year`. Two-digit years: 80–99 are 19xx. */
export function dayFrom(written: string, format: DayFormat = 'auto', year?: number): string | undefined {
  const text = written.normalize('NFKC').trim();
  for (const name of format === 'auto' ? automatic : [format]) {
    const parts = patterns[name].exec(text)?.groups;
    if (parts === undefined) continue;
    const y = parts['y'] === undefined ? String(year ?? '') : parts['y'].length === 2 ? `${Number(parts['y']) >= 80 ? '19' : '20'}${parts['y']}` : parts['y'];
    const day = localDate(`${y}-${(parts['m'] as string).padStart(2, '0')}-${(parts['d'] as string).padStart(2, '0')}`);
    if (day !== undefined) return day;
  }
  return undefined;
}

/** The last day of a month that has no such day (`0230` of an accounting month with 30 days): the bank's value date is kept as the month's end. */
export function clampedDay(yymmdd: string): string | undefined {
  const exact = dayFrom(yymmdd, 'YYMMDD');
  if (exact !== undefined) return exact;
  const day = Number(yymmdd.slice(4));
  if (!/^\d{6}$/.test(yymmdd) || day < 29 || day > 31) return undefined;
  for (let d = day - 1; d >= 28; d -= 1) {
    const last = dayFrom(yymmdd.slice(0, 4) + String(d), 'YYMMDD');
    if (last !== undefined) return last;
  }
  return undefined;
}
