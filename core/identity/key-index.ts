import type { EntityId } from '../model/ids.ts';

/** A key that more entities share says nothing about anybody: it turns generic, is no longer written, and counts for nothing. */
export const keyEntitiesMax = 64;

/** Entities by blocking key, in memory; behaves as the table's set items do. Most keys have one entity, which is kept without a list: a million records have two million keys. */
export class KeyIndex {
  readonly #sets = new Map<string, EntityId | EntityId[] | null>();
  #generic = 0;

  /** Entities under a key; undefined for a generic one, which says nothing about anybody. */
  read(key: string): readonly EntityId[] | undefined {
    const found = this.#sets.get(key);
    if (found === null) return undefined;
    return found === undefined ? [] : typeof found === 'string' ? [found] : found;
  }

  add(key: string, id: EntityId): void {
    const found = this.#sets.get(key);
    if (found === undefined) this.#sets.set(key, id);
    else if (typeof found === 'string') {
      if (found !== id) this.#sets.set(key, [found, id]);
    } else if (found !== null && !found.includes(id)) {
      if (found.length < keyEntitiesMax) found.push(id);
      else {
        this.#sets.set(key, null);
        this.#generic += 1;
      }
    }
  }

  get size(): number {
    return this.#sets.size;
  }

  /** Keys that turned generic. */
  get generic(): number {
    return this.#generic;
  }
}
