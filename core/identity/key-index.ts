import type { EntityId } from '../model/ids.ts';

/** A key that more entities share says nothing about anybody: it turns generic, is no longer written, and counts for nothing. */
export const keyEntitiesMax = 64;

/** Entities by blocking key, in memory; behaves as the table's set items do. */
export class KeyIndex {
  readonly #sets = new Map<string, EntityId[] | 'generic'>();
  #generic = 0;

  /** Entities under a key; none for a generic one. */
  read(key: string): readonly EntityId[] {
    const found = this.#sets.get(key);
    return found === undefined || found === 'generic' ? [] : found;
  }

  add(key: string, id: EntityId): void {
    const found = this.#sets.get(key);
    if (found === undefined) this.#sets.set(key, [id]);
    else if (found !== 'generic' && !found.includes(id)) {
      if (found.length < keyEntitiesMax) found.push(id);
      else {
        this.#sets.set(key, 'generic');
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
