import type { AimName } from '../aims.ts';
import type { OracleName } from '../oracle/violation.ts';

/** A planted bug: one text of one module replaced by another. */
export interface Mutant {
  readonly name: string;
  /** Path from the repository's root. */
  readonly file: string;
  /** Must occur exactly once, so that a mutant that no longer fits the code fails loudly. */
  readonly from: string;
  readonly to: string;
  /** More of the same bug, in the same or in other modules. */
  readonly also?: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  /** Oracles that are expected to see it; any of them counts. */
  readonly expect: readonly OracleName[];
  /** Where it shows: scenarios drawn for that kind of situation; without, those with crashes in any case. */
  readonly aim?: AimName;
  /** Words of the name of the race of two workers that shows it, tried whole before any seed. */
  readonly race?: string;
}

/** Path of a module of the use cases. */
export const sync = (name: string): string => `core/sync/${name}.ts`;
