import type * as z from 'zod';
import { type CsvProfile, csvProfile } from './profile.ts';

/** A profile from its name, the header columns that tell it, and the rest; defaults filled, mistakes thrown at start. */
export function profileOf(name: string, header: string[], rest: Omit<z.input<typeof csvProfile>, 'profile' | 'detect'>): CsvProfile {
  return csvProfile.parse({ profile: name, detect: { header }, ...rest });
}
