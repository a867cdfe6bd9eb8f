import type { Features } from '../identity/resolver.ts';
import { partsOf } from '../model/ids.ts';
import { type JsonObject, jsonEqual } from '../model/json.ts';
import type { Canon, Raw, StreamMapping } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { canonicalFields } from './reading.ts';
import type { SourceRecord } from './record.ts';
import type { World } from './world.ts';

/** What of a record says who it is. */
type Identifying = Pick<SourceRecord, 'type' | 'snapshot' | 'held' | 'cells' | 'assertions'>;

/** Whose golden values may stand in a record because we wrote them there. */
type Standing = Pick<Entity, 'golden'>;

interface Made {
  readonly world: World;
  readonly mapping: StreamMapping;
  readonly model: string;
  readonly features: Features;
}

const made = new WeakMap<SourceRecord['snapshot'], Made>();

/**
 * What a record is compared by: what it shows. Of what we wrote there only what its entity stands for; else what people had put there.
 *
 *   a: tax 08      b: tax 16      somebody makes them one: a shows 16
 *   and parts them: until our delivery is there, a still shows 16, and is compared by 08
 *
 * Asked for when a record is taken in and again before a create; a snapshot is never changed, so one answer stands as long as the model is in use.
 */
export function featuresOf(world: World, rec: Identifying, mapping: StreamMapping, entity?: Standing): Features {
  const { model } = world.resolver;
  const fields = fieldsWithoutForeign(rec, mapping, entity);
  const known = made.get(rec.snapshot);
  const isPlain = fields === undefined && Object.keys(rec.held).length === 0;
  if (isPlain && known?.world === world && known.mapping === mapping && known.model === model) return known.features;
  const features = world.resolver.features(rec.type, fields ?? canonicalFields(rec, mapping), { country: world.config.country });
  if (isPlain) made.set(rec.snapshot, { world, mapping, model, features });
  return features;
}

/** What a record shows, whoever put it there. */
export function featuresShown(world: World, { snapshot, held }: Pick<SourceRecord, 'snapshot' | 'held'>, mapping: StreamMapping): Features {
  return featuresOf(world, { type: mapping.type, snapshot, held, cells: {}, assertions: {} }, mapping);
}

/**
 * The record as news for its entity, where what we wrote changed who it is: the entity is compared by what its records show, and nobody asserts anything.
 *
 *   a: name corrected      b: mailbox corrected      golden: both; written to both
 *   somebody enters c with both: it is found to be the same only by what a or b shows now
 */
export function asNews(world: World, mapping: StreamMapping, before: SourceRecord, after: SourceRecord): SourceRecord {
  if (after.origin !== 'native' || after.seq > before.seq) return after;
  return isShownAlike(world, mapping, before, after) ? after : { ...after, seq: after.seq + 1 };
}

/** True when a record shows the same customer at two times, whoever put that there, as far as its stream is configured. */
export function showsSame(world: World, before: SourceRecord, after: SourceRecord): boolean {
  const { connection, stream } = partsOf(after.ref);
  const mapping = world.mapping(connection, stream);
  return mapping === undefined || isShownAlike(world, mapping, before, after);
}

function isShownAlike(world: World, mapping: StreamMapping, before: SourceRecord, after: SourceRecord): boolean {
  const shown = (rec: SourceRecord): JsonObject => featuresShown(world, rec, mapping).signature as unknown as JsonObject;
  return jsonEqual(shown(before), shown(after));
}

/**
 * What identity compares the record by, whoever folds it: an entity whose member has none would never be found to be another's twin. What we made ourselves proves nothing.
 * Without an entity: what the record says by people's words alone.
 */
export function signatureOf(world: World, rec: SourceRecord, entity?: Standing): JsonObject | undefined {
  if (rec.origin !== 'native' || rec.state === 'gone') return undefined;
  const { connection, stream } = partsOf(rec.ref);
  const mapping = world.mapping(connection, stream);
  return mapping === undefined ? undefined : (featuresOf(world, rec, mapping, entity).signature as unknown as JsonObject);
}

/** Canonical values with those taken back that we wrote for somebody else; undefined when there are none. */
function fieldsWithoutForeign(rec: Identifying, mapping: StreamMapping, entity: Standing | undefined): ReadonlyMap<string, Canon> | undefined {
  let [all, fields] = [undefined as ReadonlyMap<string, Canon> | undefined, undefined as Map<string, Canon> | undefined];
  for (const field in rec.cells) {
    const cell = rec.cells[field];
    if (cell?.sent === undefined && cell?.doubt === undefined) continue;
    const canon = (raw: Raw | undefined): Canon => (raw === undefined || raw === null ? null : mapping.canon(field, raw));
    all ??= canonicalFields(rec, mapping);
    const shown = all.get(field) ?? null;
    const own = canon(rec.assertions[field]?.raw);
    const golden = entity?.golden[field]?.value ?? null;
    // A system may keep its own form of what was sent.
    if (jsonEqual(shown, own) || jsonEqual(shown, golden) || (cell.doubt === undefined && jsonEqual(canon(cell.sent), golden))) continue;
    fields ??= new Map(all);
    if (own === null) fields.delete(field);
    else fields.set(field, own);
  }
  return fields;
}
