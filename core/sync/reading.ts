import type { JsonObject } from '../model/json.ts';
import { namedCopy } from '../model/named.ts';
import { type Canon, familyName, type MappedRecord, type Raw, type StreamMapping } from '../ports/mapping.ts';
import type { SourceRecord } from './record.ts';

const readings = new WeakMap<StreamMapping, WeakMap<JsonObject, MappedRecord>>();

/** A record is read several times on its way (compared, identified, observed, planned) and never changed: its first reading stands for as long as somebody holds it. */
function readOnce(record: JsonObject, mapping: StreamMapping): MappedRecord {
  let known = readings.get(mapping);
  if (known === undefined) {
    known = new WeakMap();
    readings.set(mapping, known);
  }
  let reading = known.get(record);
  if (reading === undefined) {
    reading = mapping.read(record);
    known.set(record, reading);
  }
  return reading;
}

/** Reads the vendor form of every mapped field, falling back to the last readable form where the mapping refuses the value. */
export function fieldsOf(
  record: JsonObject,
  held: Readonly<Record<string, Raw>>,
  mapping: StreamMapping,
): { readonly fields: Readonly<Record<string, Raw>>; readonly unread: ReadonlySet<string> } {
  const { fields, problems } = readOnce(record, mapping);
  if (problems.length === 0) return { fields, unread: new Set() };
  return { fields: Object.assign(namedCopy(fields), held), unread: new Set(problems.map((p) => p.field)) };
}

/** A record's canonical values, empty ones left out. */
export function canonicalFields({ snapshot, held }: Pick<SourceRecord, 'snapshot' | 'held'>, mapping: StreamMapping): ReadonlyMap<string, Canon> {
  const { canonical, problems } = readOnce(snapshot, mapping);
  if (problems.length === 0) return canonical;
  const values = new Map(canonical);
  for (const field in held) {
    const value = mapping.canon(field, held[field] as Raw);
    if (value === null) values.delete(field);
    else values.set(field, value);
  }
  return values;
}

/** What of a record the mapping cannot read. */
export function problemsOf(record: JsonObject, mapping: StreamMapping): MappedRecord['problems'] {
  return readOnce(record, mapping).problems;
}

/** Two values of a field in their vendor forms: the same where the mapping says so; none equals only none. */
export function equalRaw(field: string, a: Raw, b: Raw, mapping: StreamMapping): boolean {
  if (a === null || b === null) return a === b;
  return mapping.equal(field, a, b);
}

/** True when a field, the set it belongs to, or whether the record counts at all cannot be read. */
export function isUnread(field: string, unread: ReadonlySet<string>): boolean {
  return unread.size > 0 && (unread.has(field) || unread.has(familyName(field)) || unread.has('when'));
}
