import type { JsonObject } from '../../model/json.ts';
import type { Canon } from '../../ports/mapping.ts';
import type { Item, Op } from '../../ports/table.ts';
import { setKind } from '../../ports/table.ts';
import type { Entity } from '../entity.ts';
import { entityAt, entityOf } from '../entity-item.ts';
import type { SourceRecord } from '../record.ts';
import { recordItem, recordOf } from '../record-item.ts';
import { slotBody } from '../slot-item.ts';
import { evidenceWrite } from './evidence.ts';
import { mentions, type Needles, redacted } from './mentions.ts';
import { tellsOfTime } from './parted.ts';
import { slotLeft } from './slot.ts';
import type { Subject } from './subject.ts';
import { isMailOf } from './with-person.ts';

/** What is done with one item: `entity` and `record` are erased whole, `part` was one with the person until somebody parted them, or was kept apart, under each of these ids, `keep` is told in the receipt. */
export type Treatment =
  | { readonly do: 'entity'; readonly id: string }
  | { readonly do: 'record'; readonly ref: string; readonly type: string }
  | { readonly do: 'part'; readonly ids: readonly string[] }
  | { readonly do: 'write'; readonly op: Op }
  | { readonly do: 'keep' }
  | undefined;

/** Rows that say something about one record or delivery: they go when it was the person's. */
const rowsOfOne: ReadonlySet<string> = new Set(['failure', 'waiting', 'edge', 'conflict', 'alert-mail', 'duplicate', 'review', 'hook', 'tally']);

/** Rows about more than one, or about the running of things: only the texts that name the person go. */
const rowsOfMany: ReadonlySet<string> = new Set(['alert', 'alert-ledger', 'window', 'route', 'run', 'audit', 're-resolution', 'log', 'pass', 'pack', 'health']);

/** Types whose entities are the person's when they are with the person: mail and calls. Tickets, offers and documents are business records and stay. */
const typesOfPerson: ReadonlySet<string> = new Set(['activity']);

/** What is done with an item when a person is erased; undefined: it has nothing to do with the person. Pure: it decides, the job writes. */
export function treatmentOf(item: Item, subject: Subject, needles: Needles): Treatment {
  if (item.kind === setKind) return withoutIds(item, subject);
  const found = mentions(item, needles);
  if (item.kind === 'slot') return slotTreatment(item, subject, needles, found !== undefined);
  const compared = found === 'own' ? undefined : evidenceWrite(item, subject);
  if (compared !== undefined) return { do: 'write', op: compared };
  if (found === undefined) return undefined;
  if (item.kind === 'erasure' || item.kind === 'principal') return undefined;
  if (item.kind === 'entity') return entityTreatment(item, subject);
  if (item.kind === 'record') {
    const record = recordOf(item);
    if (subject.refs.includes(record.ref) || subject.ids.includes(record.entity)) return { do: 'record', ref: record.ref, type: record.type };
    return forgetsKeptOut(record, item.version, subject) ?? { do: 'keep' };
  }
  if (subject.ids.some((id) => item.pk === `ENT#${id}`)) return gone(item);
  if (tellsOfTime(item, subject.refs)) return { do: 'part', ids: [entityAt(item.pk)] };
  // What a document says of the person stays, and so does when it began to say so.
  if (item.kind === 'history') return found === 'own' ? { do: 'keep' } : redaction(item, needles);
  if (rowsOfOne.has(item.kind) && found === 'own') return gone(item);
  if (rowsOfOne.has(item.kind) || rowsOfMany.has(item.kind)) return redaction(item, needles);
  return { do: 'keep' };
}

const gone = ({ pk, sk, version }: Item): Treatment => ({ do: 'write', op: { op: 'delete', key: { pk, sk }, when: { version } } });

function redaction(item: Item, needles: Needles): Treatment {
  const body = redacted(item.body, needles) as JsonObject;
  const index = item.index === undefined ? undefined : (redacted(item.index as unknown as JsonObject, needles) as unknown as Item['index']);
  if (mentions({ ...item, body, ...(index === undefined ? {} : { index }) }, needles) !== undefined) return gone(item); // it stands in the key, or in pieces
  const { version, writeId: _, ...input } = item;
  return { do: 'write', op: { op: 'put', item: { ...input, body, ...(index === undefined ? {} : { index }) }, when: { version } } };
}

function slotTreatment(item: Item, subject: Subject, needles: Needles, isTold: boolean): Treatment {
  const left = slotLeft(item, subject, needles);
  if (left === 'all') return isTold ? { do: 'keep' } : undefined;
  if (left === undefined) return gone(item);
  const { version, writeId: _, ...input } = item;
  return { do: 'write', op: { op: 'put', item: { ...input, body: slotBody(left) }, when: { version } } };
}

/** Another's record that had kept the person out of its system keeps nobody out for it any more. */
function forgetsKeptOut({ keepsOut, ...record }: SourceRecord, version: number, { ids }: Subject): Treatment {
  const left = keepsOut?.filter((id) => !ids.includes(id));
  if (left === undefined || left.length === keepsOut?.length) return undefined;
  return { do: 'write', op: { op: 'put', item: recordItem(left.length === 0 ? record : { ...record, keepsOut: left }), when: { version } } };
}

/** A blocking key stays for the others who share it. */
function withoutIds(item: Item, { ids }: Subject): Treatment {
  const { values, full } = item.body as unknown as { readonly values: readonly string[]; readonly full: boolean };
  const left = values.filter((value) => !ids.includes(value));
  if (left.length === values.length) return undefined;
  if (left.length === 0) return gone(item);
  const { version, writeId: _, ...input } = item;
  return { do: 'write', op: { op: 'put', item: { ...input, body: { values: left, full } }, when: { version } } };
}

function entityTreatment(item: Item, subject: Subject): Treatment {
  const entity = entityOf(item);
  const { ids } = subject;
  if (ids.includes(entity.id) || (entity.mergedInto !== undefined && ids.includes(entity.mergedInto))) return { do: 'entity', id: entity.id };
  if (entity.cannotLink.some((pair) => pair.some((ref) => subject.refs.includes(ref)))) return { do: 'part', ids: [entity.id, ...Object.values(entity.absorbed)] };
  return typesOfPerson.has(entity.type) && isMailOf(valuesOf(entity), subject) ? { do: 'entity', id: entity.id } : { do: 'keep' };
}

const valuesOf = ({ golden }: Entity): [field: string, value: Canon][] => Object.entries(golden).map(([field, { value }]) => [field, value]);
