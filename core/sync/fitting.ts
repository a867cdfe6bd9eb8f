import type { JsonObject } from '../model/json.ts';
import { canonicalType } from '../model/types.ts';
import type { AnyStream } from '../ports/connector.ts';
import { type Canon, familyName, type Raw, type StreamMapping } from '../ports/mapping.ts';
import { equalRaw, fieldsOf } from './reading.ts';
import type { Intent, Slot, SourceRecord } from './record.ts';
import { isSlotName } from './slot-item.ts';

/** Cut texts count from this length on: shorter ones are the beginning of too many. */
const cutLabelMin = 6;

/** The number or name that leads the record must be the one that a try sent, as it was or cut short: customer and currency agree on many documents, mailbox and telephone on many colleagues. */
export function hasOurLabel({ intent, past }: Slot, record: JsonObject, mapping: StreamMapping): boolean {
  const { label } = canonicalType(mapping.type);
  const there = fieldsOf(record, {}, mapping).fields[label] ?? null;
  return [intent, ...past].some(({ fields }) => isLabel(mapping, label, fields[label]?.raw ?? null, there));
}

function isLabel(mapping: StreamMapping, label: string, sent: Raw, there: Raw): boolean {
  if (sent === null || there === null) return sent === there;
  if (mapping.equal(label, sent, there)) return true;
  const [x, y] = [textOf(mapping.canon(label, sent)), textOf(mapping.canon(label, there))];
  return y.length >= cutLabelMin && x.startsWith(y);
}

/** Sets by which somebody is reached. */
const reachedBy: readonly string[] = ['emails', 'phones'];

/** Two people of one name and one employer are told apart by how they are reached: the record shows other mailboxes and telephones than every try sent. */
export function isReachedOtherwise(slot: Slot, record: JsonObject, mapping: StreamMapping): boolean {
  return everyTry(slot, record, mapping, (sent, there) => {
    const isSaid = reachedBy.some((name) => ofSet(sent, name).length > 0 && ofSet(there, name).length > 0);
    return isSaid && !sent.some((field) => there.includes(field));
  });
}

/** The record shows other mailboxes, or other telephones, than every try sent: it is somebody's who bears the same name, or was corrected since. */
export function isCorrected(slot: Slot, record: JsonObject, mapping: StreamMapping): boolean {
  return everyTry(slot, record, mapping, (sent, there) =>
    reachedBy.some((name) => {
      const [said, shown] = [ofSet(sent, name), ofSet(there, name)];
      return said.length > 0 && shown.length > 0 && !said.some((field) => shown.includes(field));
    }),
  );
}

type Differs = (sent: readonly string[], there: readonly string[]) => boolean;

/** True when the mailboxes and telephones that each try sent differ so from those that the record shows. */
function everyTry({ intent, past }: Slot, record: JsonObject, mapping: StreamMapping, differs: Differs): boolean {
  const there = elementsOf(fieldsOf(record, {}, mapping).fields);
  return [intent, ...past].every(({ fields }) => differs(elementsOf(Object.fromEntries(Object.entries(fields).map(([field, { raw }]) => [field, raw]))), there));
}

const ofSet = (fields: readonly string[], name: string): readonly string[] => fields.filter((field) => familyName(field) === name);

function elementsOf(fields: Readonly<Record<string, Raw>>): readonly string[] {
  return Object.keys(fields).filter((field) => fields[field] === true && reachedBy.includes(familyName(field)));
}

/** The intent of a slot that a found record looks like: exact by name, else at least half of what was sent agrees tolerantly (the vendor may have cut, rounded or reformatted). */
export function fittingIntent(slot: Slot, record: JsonObject, mapping: StreamMapping): Intent | undefined {
  return bestTry(slot, record, mapping)?.intent;
}

/** Records that a search shows, those first of which the tries of this create explain most: of several it has made one, and a namesake's may be among them. */
export function bestFirst(slot: Slot, records: readonly JsonObject[], mapping: StreamMapping): readonly JsonObject[] {
  const fits = new Map(records.map((record) => [record, fitFor(slot, record, mapping)]));
  return records.toSorted((a, b) => (fits.get(b) as number) - (fits.get(a) as number));
}

/** How much of a record the try of a create that explains most of it does explain, 0 to 1. */
export function fitFor(slot: Slot, record: JsonObject, mapping: StreamMapping): number {
  return bestTry(slot, record, mapping)?.fit ?? 0;
}

function bestTry(slot: Slot, record: JsonObject, mapping: StreamMapping): { readonly intent: Intent; readonly fit: number } | undefined {
  const fields = fieldsOf(record, {}, mapping).fields;
  let best: { readonly intent: Intent; readonly fit: number } | undefined;
  for (const intent of [slot.intent, ...slot.past]) {
    const fit = fitOf(intent, fields, mapping);
    if (fit > (best?.fit ?? 0)) best = { intent, fit };
  }
  return best;
}

/** Fields that a try of a create sent, of those that the mapping has: a version since may have lost one, and a worker may still go by the version before. Nobody can tell what a record shows in any other. */
export function fieldsSent({ fields }: Pick<Intent, 'fields'>, mapping: StreamMapping): Intent['fields'] {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => mapping.fields.has(familyName(field))));
}

/** The record of a create is known, and that was tried more than once: another of its tries may have landed, too. */
export function isTriedAgain({ state, past }: Slot): boolean {
  return state === 'done' && past.length > 0;
}

/** A create was tried again because we had to believe that the try before had not landed, and then both did: the second record shows all that was sent and nothing else. */
export function isSecondLanding(slot: Slot, record: JsonObject, mapping: StreamMapping): boolean {
  if (!isTriedAgain(slot)) return false;
  const { fields } = fieldsOf(record, {}, mapping);
  return [slot.intent, ...slot.past].some((intent) => {
    const sent = fieldsSent(intent, mapping);
    const names = new Set([...Object.keys(sent), ...Object.keys(fields)]);
    return [...names].every((f) => tolerantlyEqual(mapping, f, fields[f] ?? null, sent[f]?.raw ?? null));
  });
}

/** How well a record shows what an intent sent: 0 = less than half agrees. Of two tries whose values differ in one field, or of which one sent a field more, the one that landed must win, or what it sent would be taken for a person's edit. */
function fitOf(intent: Intent, fields: Readonly<Record<string, Raw>>, mapping: StreamMapping): number {
  let [names, agree, exact, unexplained] = [0, 0, 0, 0];
  for (const [f, { raw: sent }] of Object.entries(fieldsSent(intent, mapping))) {
    const there = fields[f] ?? null;
    const same = equalRaw(f, there, sent, mapping);
    names += 1;
    if (same) exact += 1;
    if (same || tolerantlyEqual(mapping, f, there, sent)) agree += 1;
  }
  if (names === 0 || agree * 2 < names) return 0;
  for (const f in fields) if ((fields[f] ?? null) !== null && !Object.hasOwn(intent.fields, f)) unexplained += 1;
  return (agree + exact) / (2 * (names + unexplained));
}

function tolerantlyEqual(mapping: StreamMapping, field: string, a: Raw, b: Raw): boolean {
  if (a === null || b === null) return a === b;
  if (mapping.equal(field, a, b)) return true;
  const [x, y] = [textOf(mapping.canon(field, a)), textOf(mapping.canon(field, b))];
  if (x === '' || y === '') return false;
  const [nx, ny] = [Number(x), Number(y)];
  if (Number.isFinite(nx) && Number.isFinite(ny)) return Math.abs(nx - ny) <= 1;
  return x.startsWith(y) || y.startsWith(x);
}

function textOf(value: Canon): string {
  return value === null || typeof value === 'object' ? '' : String(value).trim().toLowerCase();
}

/** True for a record of which only what it shows can tell whether we made it: its system keeps no name of ours, and it bears none. Any other is what its name says, however much it looks like what we sent. */
export function isToldByLooks(stream: Pick<AnyStream, 'externalId'>, id: string, record: JsonObject): boolean {
  return stream.externalId === undefined && !bearsOurName(stream, id, record);
}

/** True for a record that bears the name of this very slot: another name of ours is another create's, and many of those are found by one mailbox. */
export function bearsNameOf(stream: Pick<AnyStream, 'externalId'>, { key }: Slot, id: string, record: JsonObject): boolean {
  return namesIn(stream, id, record).includes(key);
}

/** Where our name for a record may stand: in a field that its system keeps for it, or as its id. */
export function namesIn(stream: Pick<AnyStream, 'externalId'>, id: string, record: JsonObject): readonly (string | undefined)[] {
  return [stream.externalId?.(record), id];
}

function bearsOurName(stream: Pick<AnyStream, 'externalId'>, id: string, record: JsonObject): boolean {
  return namesIn(stream, id, record).some((name) => name !== undefined && isSlotName(name));
}

/** A slot counts for a record when it is not yet known to be another one's. */
export function isFree(slot: Slot, recordId: string): boolean {
  return slot.state !== 'void' && (slot.recordId === undefined || slot.recordId === recordId);
}

/** How the record of a create is known as ours: by an answer that told of it, by the name that it bears, or only because it shows half of what was sent. */
export function knownBy(stream: Pick<AnyStream, 'externalId'>, slot: Slot, intent: Intent, id: string, record: JsonObject): 'acked' | 'found' {
  return intent.outcome === 'acked' || slot.recordId === id || bearsOurName(stream, id, record) ? 'acked' : 'found';
}

/** The record as it must be observed when it is our own creation: with the slot's intent as acknowledged, or as found. */
export function asOurs(blank: SourceRecord, intent: Intent, outcome: 'acked' | 'found'): SourceRecord {
  return { ...blank, origin: 'ours', intent: { ...intent, outcome } };
}
