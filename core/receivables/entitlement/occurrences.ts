import type { ScheduleLine } from './contractLine.ts';

/** More repetitions than a contract has: a line that repeats more often is a mistake in its data. */
const repetitionsMax = 600;

/** A line as often as it is due through a day: once, or every so many months until the contract ends. The day of the month is kept; in a shorter month its last day counts. */
export function occurrences(line: ScheduleLine, ends: string, through: string): ScheduleLine[] {
  if (line.everyMonths === undefined || line.everyMonths <= 0) return [line];
  const last = ends < through ? ends : through;
  const found: ScheduleLine[] = [];
  for (let n = 0; n < repetitionsMax; n += 1) {
    const due = monthsAfter(line.due, n * line.everyMonths);
    if (due > last) break;
    found.push({ ...line, id: `${line.id}#${n + 1}`, due });
  }
  return found;
}

/** The same day so many months later, or the last day of a shorter month. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
