import { shiftDay } from '../../model/time.ts';

/** The day itself, or the first open one when it is closed. */
export function firstOpen(day: string, closedThrough: string | undefined): string {
  return closedThrough === undefined || day > closedThrough ? day : shiftDay(closedThrough, 1);
}
