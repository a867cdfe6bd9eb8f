import { type JsonObject, jsonEqual } from '../../model/json.ts';
import type { Item } from '../../ports/table.ts';
import type { Intent } from '../record.ts';
import { slotBody, slotOf } from '../slot-item.ts';
import { type Needles, redacted } from './mentions.ts';

/**
 * What is left of the slot of somebody else's create that sent what the person had, too, a mailbox of both for example: each of its tries without those fields.
 * They are taken out whole. A name or a value that is not one would be searched for, and could not be mapped.
 */
export function slotWithout(item: Item, needles: Needles): JsonObject {
  const slot = slotOf(item);
  const left = <V>(fields: Readonly<Record<string, V>>, raw: (value: V) => unknown): Record<string, V> =>
    Object.fromEntries(Object.entries(fields).filter(([name, value]) => isLeft({ [name]: raw(value) } as JsonObject, needles)));
  const without = (intent: Intent): Intent => ({
    ...intent,
    fields: left(intent.fields, ({ raw }) => raw),
    ...(intent.stored === undefined ? {} : { stored: left(intent.stored, (raw) => raw) }),
  });
  return slotBody({ ...slot, intent: without(slot.intent), past: slot.past.map(without) });
}

const isLeft = (field: JsonObject, needles: Needles): boolean => jsonEqual(redacted(field, needles), field);
