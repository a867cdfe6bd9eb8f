import { partsOf } from '../../model/ids.ts';
import { type JsonObject, jsonEqual } from '../../model/json.ts';
import { named } from '../../model/named.ts';
import type { Raw } from '../../ports/mapping.ts';
import type { Item } from '../../ports/table.ts';
import type { Intent, IntentField, Slot } from '../record.ts';
import { slotKey, slotOf } from '../slot-item.ts';
import { type Needles, redacted } from './mentions.ts';
import type { Subject } from './subject.ts';
import { isMailOf } from './with-person.ts';

/**
 * What an erasure leaves of the slot of a create; `all`: it has nothing of the person; undefined: it is the person's.
 * Each value knows whose record it came from. What came from the person's records while the two were one goes, by whole fields. What was sent for somebody else stays, as it does in that one's record, also where it reads like the person's,
 * a mailbox of both or a namesake's name: by that the create finds and recognises what it has made.
 * Also of a slot of which no field is left its name stays: a record that bears it is that one's, and would else found the person anew.
 */
export function slotLeft(item: Item, subject: Subject, needles: Needles): Slot | 'all' | undefined {
  const slot = slotOf(item);
  const tries = [slot.intent, ...slot.past];
  if (subject.refs.includes(slot.anchor) || hasMadeTheirs(item, slot, subject) || tries.some(({ fields }) => isMailOf(rawsIn(fields), subject))) return undefined;
  const [intent, ...past] = tries.map((one) => withoutTheirs(one, subject, needles)) as [Intent, ...Intent[]];
  if (past.every((one, at) => one === slot.past[at]) && intent === slot.intent) return 'all';
  return { ...slot, intent, past };
}

/** The record that it made is the person's now: it was one with another, and stayed with the person when the two were parted. */
function hasMadeTheirs({ pk }: Item, { key, stream, recordId }: Slot, { refs }: Subject): boolean {
  return refs.map(partsOf).some((made) => made.id === recordId && made.stream === stream && slotKey(made.connection, key).pk === pk);
}

const rawsIn = (fields: Intent['fields']): [field: string, raw: Raw][] => Object.entries(fields).map(([field, { raw }]) => [field, raw]);

/** A try of a create without what is the person's; the very same where that is nothing. One of which no field is left still tells since when the create has been under way. */
function withoutTheirs(intent: Intent, subject: Subject, needles: Needles): Intent {
  const fields = named<IntentField>();
  for (const name in intent.fields) {
    const field = intent.fields[name] as IntentField;
    if (!isTheirs(name, field, subject, needles)) fields[name] = field;
  }
  if (Object.keys(fields).length === Object.keys(intent.fields).length) return intent;
  const { stored, ...rest } = intent;
  return stored === undefined ? { ...rest, fields } : { ...rest, fields, stored: Object.fromEntries(Object.entries(stored).filter(([name]) => fields[name] !== undefined)) };
}

/** What a person has pinned came from no record, and nobody can tell whose it was while the two were one: it goes where it reads like the person's. */
function isTheirs(name: string, { raw, stamp }: IntentField, { refs }: Subject, needles: Needles): boolean {
  if (stamp.ref.includes('/')) return refs.includes(stamp.ref);
  const field: JsonObject = { [name]: raw };
  return !jsonEqual(redacted(field, needles), field);
}
