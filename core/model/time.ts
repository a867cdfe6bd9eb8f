declare const brand: unique symbol;

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A calendar day without a zone, `YYYY-MM-DD`; due and issue dates are this and are never shifted. */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

/** One second in milliseconds. */
export const secondMs = 1_000;
/** One minute in milliseconds. */
export const minuteMs = 60_000;
/** One hour in milliseconds. */
export const hourMs = 3_600_000;
/** One day in milliseconds. */
export const dayMs = 86_400_000;

/** Instants outside 1900–2200 are refused: they are almost always a unit mistake. */
const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(2200, 0, 1);

/** True for an instant in 1900–2200. */
export function isPlausibleInstant(ms: number): boolean {
  return Number.isFinite(ms) && ms >= earliestMs && ms < latestMs;
}

/** Checks and brands `YYYY-MM-DD`; undefined when the day does not exist (`2026-02-30`, `0000-00-00`). */
export function localDate(text: string): LocalDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1000 ? (text as LocalDate) : undefined;
}

/** The instant as ISO 8601 in UTC with milliseconds. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}

/** The day so many days later; earlier when negative. `day` is `YYYY-MM-DD`. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}
