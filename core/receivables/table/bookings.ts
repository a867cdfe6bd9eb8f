import { firstOpen } from '../book/firstOpen.ts';

/** So much of a document's amount counts from this day. */
export interface Booking {
  readonly day: string;
  readonly currency: string;
  /** Signed; a correction of what was closed is the difference. */
  readonly amountMinor: bigint;
}

/** A document without a day has always been there. */
const always = '0001-01-01';

/** What a document says now. */
export interface BookedNow {
  readonly day: string | undefined;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/**
 * The bookings of a document after it changed. What lies in a closed period stays as it was; the difference to what the
 * document says now counts from its day, or from the first open day when that is closed: a reversing entry.
 */
export function rebooked(before: readonly Booking[], now: BookedNow, closedThrough: string | undefined): readonly Booking[] {
  const closed = closedThrough === undefined ? [] : before.filter(({ day }) => day <= closedThrough);
  const day = firstOpen(now.day ?? always, closedThrough);
  const missing = new Map<string, bigint>([[now.currency, now.amountMinor]]);
  for (const { currency, amountMinor } of closed) missing.set(currency, (missing.get(currency) ?? 0n) - amountMinor);
  const open = [...missing].filter(([, amountMinor]) => amountMinor !== 0n).map(([currency, amountMinor]): Booking => ({ day, currency, amountMinor }));
  return [...closed, ...open];
}

/** What a document counted for at the end of a day, in one currency; undefined when it was not there yet. */
export function bookedBy(bookings: readonly Booking[], currency: string, day: string): bigint | undefined {
  let sum: bigint | undefined;
  for (const booking of bookings) if (booking.currency === currency && booking.day <= day) sum = (sum ?? 0n) + booking.amountMinor;
  return sum;
}
