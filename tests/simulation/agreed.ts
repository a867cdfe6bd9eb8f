import type { Entity } from '../../core/sync/entity.ts';
import { type Stamp, sameStamp } from '../../core/sync/stamp.ts';

/** Each clear that agreed with another record's clear while that was golden: should golden lose, the conflict log tells what both say once, for the record that golden had it from. */
export class Agreed {
  readonly #with = new Map<string, Stamp[]>();

  /** A customer or contact that was stored. */
  stored({ golden, members }: Pick<Entity, 'golden' | 'members'>): void {
    for (const [field, { value, ref: from, stamp }] of Object.entries(golden)) {
      if (value !== null) continue;
      for (const [ref, { assertions, dead }] of Object.entries(members)) {
        const said = assertions[field];
        if (ref === from || dead === true || said === undefined || said.raw !== null) continue;
        const key = keyOf(ref, field, said.stamp);
        const known = this.#with.get(key) ?? [];
        if (!known.some((one) => sameStamp(one, stamp))) this.#with.set(key, [...known, stamp]);
      }
    }
  }

  /** The stamps of golden clears that the clear with this stamp agreed with. */
  stampsOf(ref: string, field: string, said: Stamp): readonly Stamp[] {
    return this.#with.get(keyOf(ref, field, said)) ?? [];
  }
}

const keyOf = (ref: string, field: string, { at, ref: by }: Stamp): string => `${ref} ${field} ${at} ${by}`;
