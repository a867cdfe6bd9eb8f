import type { Item, ItemInput, Key, SetAfter } from '../core/ports/table.ts';
import { setKind, tableLimits } from '../core/ports/table.ts';
import { compareBytes } from './order.ts';

/** The set kept in an item; an absent item is the empty set. Throws when the item is not a set. */
export function setOf(item: Item | undefined): SetAfter {
  if (item === undefined) return { values: [], full: false };
  const { values, full } = item.body;
  if (item.kind !== setKind || !Array.isArray(values)) throw new RangeError(`item ${item.pk} ${item.sk} of kind ${item.kind} is not a set`);
  return { values: values as readonly string[], full: full === true };
}

/** The set after adding values in order, as many as fit; `changed` is false when there is nothing to write. Values stay in byte order. */
export function addTo(before: SetAfter, values: readonly string[]): { readonly after: SetAfter; readonly changed: boolean } {
  const fresh = [...new Set(values)].filter((value) => !before.values.includes(value));
  const fitting = fresh.slice(0, Math.max(0, tableLimits.setValues - before.values.length));
  const full = before.full || fitting.length < fresh.length;
  const changed = fitting.length > 0 || full !== before.full;
  if (!changed) return { after: before, changed };
  return { after: { values: [...before.values, ...fitting].sort(compareBytes), full }, changed };
}

/** The item that a set is stored as. */
export function setItem(key: Key, set: SetAfter): ItemInput {
  return { pk: key.pk, sk: key.sk, kind: setKind, body: { values: set.values, full: set.full } };
}
