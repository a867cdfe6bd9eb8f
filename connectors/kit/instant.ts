import { isPlausibleInstant } from '../../core/model/time.ts';

/** The moment that a text tells, ms; undefined for one without a zone: which moment it means depends on who wrote it. */
export function instantIn(value: unknown): number | undefined {
  const ms = typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  return isPlausibleInstant(ms) ? ms : undefined;
}
