import { sha256Hex } from '../model/hash.ts';
import type { Ref, Workspace } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { keyPart } from '../model/keys.ts';
import type { Item, ItemInput, Key } from '../ports/table.ts';
import type { Intent, Slot } from './record.ts';
import { loadIntent, storeIntent } from './stored-fields.ts';

/** Name of the create slot of an anchor record in a target stream: also the external id and idempotency key given to the vendor, so that a record found there leads back to its slot. */
export function slotName(workspace: Workspace, connection: string, stream: string, anchor: Ref): string {
  const digest = sha256Hex(`${workspace}\n${connection}\n${stream}\n${anchor}`);
  return `x-${digest.slice(0, 20)}`;
}

/** True for text of the shape of {@link slotName}, also with its try number (`x-…-2`). */
export function isSlotName(text: string): boolean {
  return /^x-[0-9a-f]{20}(-\d+)?$/.test(text);
}

/** Characters of a slot's name without the number of its try. */
export const slotNameChars = 22;

/** Where the slot of that name lies. */
export function slotKey(connection: string, name: string): Key {
  return { pk: `SLOT#${keyPart(connection)}#${name.slice(0, slotNameChars)}`, sk: '@' };
}

/** Where creates in flight of a stream are listed whose target keeps no name of ours: a record found there can only be recognised by what it holds. */
export function openSlotsPk(connection: string, stream: string): string {
  return `SLOTS#${keyPart(connection)}#${keyPart(stream)}`;
}

/** The slot as an item. Slots stay for 400 days: the life of a dead letter plus an undelete. */
export function slotItem(connection: string, slot: Slot, now: number): ItemInput {
  return { ...slotKey(connection, slot.key), kind: 'slot', body: slotBody(slot), expiresAt: Math.floor(now / 1000) + 400 * 86_400 };
}

/** The slot as it is stored. */
export function slotBody(slot: Slot): JsonObject {
  return { ...(slot as unknown as JsonObject), intent: storeIntent(slot.intent, slot.anchor), past: slot.past.map((i) => storeIntent(i, slot.anchor)) };
}

/** A slot from its item. */
export function slotOf(item: Item): Slot {
  const body = item.body as unknown as Omit<Slot, 'intent' | 'past'> & { intent: JsonObject; past: readonly JsonObject[] };
  const load = (i: JsonObject): Intent => loadIntent(i, body.anchor);
  return { ...body, intent: load(body.intent), past: body.past.map(load) };
}
