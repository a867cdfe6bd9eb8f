import { dayMs, type Instant } from '../../../core/model/time.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** True for a zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in `zone` show at `at`, as if it were UTC milliseconds. */
export function wallClock(at: Instant, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter(zone).formatToParts(at)) parts[type] = Number(value);
  return Date.UTC(parts['year'] as number, (parts['month'] as number) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) + (((at % 1000) + 1000) % 1000);
}

/** The instants at which clocks in `zone` show `wall`: one, none (clocks put forward) or two (put back). */
export function instantsAt(wall: number, zone: string): readonly Instant[] {
  const before = wall - dayMs;
  const after = wall + dayMs;
  const offsets = new Set([wallClock(before, zone) - before, wallClock(after, zone) - after]);
  return [...offsets].map((offset) => wall - offset).filter((at) => wallClock(at, zone) === wall);
}
