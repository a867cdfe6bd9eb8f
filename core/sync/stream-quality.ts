import { type FieldQuality, qualityOf } from '../identity/table/quality.ts';
import { partsOf } from '../model/ids.ts';
import { jsonEqual } from '../model/json.ts';
import { dayMs } from '../model/time.ts';
import { type Canon, familyName, type StreamMapping } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { canonicalFields, problemsOf } from './reading.ts';
import type { SourceRecord } from './record.ts';
import type { CanonOf } from './survive.ts';
import type { StreamQualityView } from './views/quality.ts';

/** A record with the entity it belongs to. */
export interface Looked {
  readonly record: SourceRecord;
  readonly entity: Entity | undefined;
}

/** What a report about one stream is made from. */
export interface StreamLook {
  readonly connection: string;
  readonly stream: string;
  readonly mapping: StreamMapping;
  readonly looked: readonly Looked[];
  readonly whole: boolean;
  readonly country: string;
  readonly now: number;
  readonly canonOf: CanonOf;
}

const yearDays = 365;
/** Values shown that are not valid. */
const examplesMax = 3;

/** Completeness, validity, distinctness, duplicates, freshness and conflicts of a stream's records. */
export function streamQuality(look: StreamLook): StreamQualityView {
  const { connection, stream, mapping, looked, whole, country, now } = look;
  const records = looked.map(({ record }) => canonicalFields(record, mapping));
  const unreadable = unreadableOf(looked, mapping);
  const ages = looked.flatMap(({ record }) => (record.modifiedAt > 0 ? [Math.max(0, Math.floor((now - record.modifiedAt) / dayMs))] : []));
  const found = qualityOf({ records, country, entities: looked.map(({ record }) => record.entity), agesDays: ages });
  const against = conflictsOf(look);
  const known = new Map(found.fields.map((f) => [f.field, f]));
  const fields = [...new Set([...mapping.fields.keys(), ...known.keys()])].sort().map((field) => {
    const quality = withUnreadable(known.get(field) ?? { field, complete: 0, distinct: 0, examples: [] }, unreadable.get(field), looked.length);
    const per = [...(against.fields.get(field) ?? [])].map(([name, count]) => ({ connection: name, records: count })).sort((a, b) => b.records - a.records);
    return { ...quality, conflicts: against.records.get(field)?.size ?? 0, against: per };
  });
  const contradicted = new Set([...against.records.values()].flatMap((refs) => [...refs])).size;
  const { freshness, duplicates } = found;
  const overYear = ages.length === 0 ? 0 : ages.filter((age) => age > yearDays).length / ages.length;
  return {
    connection,
    stream,
    type: mapping.type,
    records: looked.length,
    whole,
    fields,
    duplicates,
    conflicts: contradicted,
    ...(freshness === undefined ? {} : { freshness: { ...freshness, overYear } }),
    sentence: found.sentence,
  };
}

interface Unreadable {
  records: number;
  readonly examples: Set<string>;
}

/** Values that the mapping cannot read, by field: they are there, and not valid. */
function unreadableOf(looked: readonly Looked[], mapping: StreamMapping): ReadonlyMap<string, Unreadable> {
  const found = new Map<string, Unreadable>();
  for (const { record } of looked) {
    for (const name of new Set(problemsOf(record.snapshot, mapping).map((p) => familyName(p.field)))) {
      const known = found.get(name) ?? { records: 0, examples: new Set() };
      found.set(name, { ...known, records: known.records + 1 });
      for (const path of mapping.fields.get(name)?.paths ?? []) {
        const text = record.snapshot[path];
        if (typeof text === 'string' && known.examples.size < examplesMax) known.examples.add(text);
      }
    }
  }
  return found;
}

/** A field's quality with what could not be read counted in. */
function withUnreadable(known: FieldQuality, unreadable: Unreadable | undefined, records: number): FieldQuality {
  if (unreadable === undefined) return known;
  const filled = known.complete * records;
  const all = filled + unreadable.records;
  const valid = all === 0 ? 1 : ((known.valid ?? 1) * filled) / all;
  return { ...known, complete: Math.min(1, all / records), valid, examples: [...unreadable.examples, ...known.examples].slice(0, examplesMax) };
}

interface Against {
  /** Field → connection → records. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly records: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Where another system says something else of the same entity: what people entered there, not what we wrote. Elements of sets add up and contradict nobody. */
function conflictsOf({ looked, canonOf, connection }: StreamLook): Against {
  const [fields, records] = [new Map<string, Map<string, number>>(), new Map<string, Set<string>>()];
  for (const { record, entity } of looked) {
    const own = entity?.members[record.ref]?.assertions ?? {};
    for (const [field, assertion] of Object.entries(own)) {
      if (familyName(field) !== field) continue;
      const value = canonOf(record.ref, field, assertion);
      if (value === undefined || value === null) continue;
      for (const other of othersAgainst(entity as Entity, connection, field, value, canonOf)) {
        const per = fields.get(field) ?? new Map<string, number>();
        fields.set(field, per.set(other, (per.get(other) ?? 0) + 1));
        records.set(field, (records.get(field) ?? new Set()).add(record.ref));
      }
    }
  }
  return { fields, records };
}

/** Other connections with another value, each once. */
function othersAgainst(entity: Entity, connection: string, field: string, value: Canon, canonOf: CanonOf): Set<string> {
  const others = new Set<string>();
  for (const [ref, member] of Object.entries(entity.members)) {
    const from = partsOf(ref).connection;
    const assertion = member.assertions[field];
    if (from === connection || member.dead === true || assertion === undefined) continue;
    const said = canonOf(ref, field, assertion);
    if (said !== undefined && said !== null && !jsonEqual(said, value)) others.add(from);
  }
  return others;
}
