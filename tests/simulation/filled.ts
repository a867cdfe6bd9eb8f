import type { SourceRecord } from '../../core/sync/record.ts';

/** Every assertion that was taken of a cell in which nothing had stood: later ones of the same cell replace it in the table. */
export class Filled {
  readonly #stamps = new Map<string, Set<number>>();

  /** A record that was stored. */
  stored({ ref, assertions }: SourceRecord): void {
    for (const [field, { raw, prev, stamp }] of Object.entries(assertions)) {
      if (raw === null || prev !== null) continue;
      const cell = `${ref} ${field}`;
      this.#stamps.set(cell, (this.#stamps.get(cell) ?? new Set()).add(stamp.at));
    }
  }

  /** True when the cell was filled later than this stamp. */
  isLater(ref: string, field: string, at: number): boolean {
    return [...(this.#stamps.get(`${ref} ${field}`) ?? [])].some((filled) => filled > at);
  }
}
