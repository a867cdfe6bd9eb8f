import type { Item } from '../../core/ports/table.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import { slotNameChars, slotOf } from '../../core/sync/slot-item.ts';

/** What an item named, and since when. */
interface Named {
  readonly name: string | undefined;
  readonly at: number;
}

/** Whose each record was at each time: two that are one at the end may have been known as two customers before. */
export class Owners {
  readonly #whose = new Map<string, Named[]>();
  readonly #mergedInto = new Map<string, Named[]>();
  /** The record that a create was for, by the name of its slot. */
  readonly #anchors = new Map<string, string>();

  /** An item that was stored, the record in it, and when. */
  stored(item: Item, record: Pick<SourceRecord, 'ref' | 'entity'> | undefined, at: number): void {
    if (record !== undefined) note(this.#whose, record.ref, record.entity, at);
    if (item.kind === 'slot') {
      const { key, anchor } = slotOf(item);
      this.#anchors.set(key.slice(0, slotNameChars), anchor);
    }
    if (item.kind === 'entity') {
      const { id, mergedInto } = entityOf(item);
      note(this.#mergedInto, id, mergedInto, at);
    }
  }

  /** The customer whose record this was then. One that we made, under that name of ours, was from the start that of the record that it was made for. */
  at(ref: string, at: number, externalId = ''): string | undefined {
    const anchor = this.#anchors.get(externalId.slice(0, slotNameChars));
    const whose = last(this.#whose.get(ref), at) ?? last(this.#whose.get(anchor ?? ''), at);
    return whose === undefined ? undefined : this.nowIs(whose, at);
  }

  /** The customer that one had become by then, where it was found to be the same as others. */
  nowIs(entity: string, at: number): string {
    let [whose, next] = [entity, last(this.#mergedInto.get(entity), at)];
    while (next !== undefined) [whose, next] = [next, last(this.#mergedInto.get(next), at)];
    return whose;
  }
}

function note(of: Map<string, Named[]>, key: string, name: string | undefined, at: number): void {
  const all = of.get(key) ?? [];
  if (all.at(-1)?.name !== name) of.set(key, [...all, { name, at }]);
}

const last = (all: readonly Named[] | undefined, at: number): string | undefined => all?.findLast((one) => one.at <= at)?.name;
