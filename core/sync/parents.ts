import { partsOf, type Ref, refOf } from '../model/ids.ts';
import { namedCopy } from '../model/named.ts';
import { canonicalType } from '../model/types.ts';
import type { Raw, StreamMapping } from '../ports/mapping.ts';
import { familyOf, hasReferences } from '../ports/mapping.ts';
import type { ResolveOut } from './desired.ts';
import { type Entity, liveMembersOf } from './entity.ts';
import { equalRaw, fieldsOf } from './reading.ts';
import type { SourceRecord } from './record.ts';
import { readEntity, readRecord, readRecords } from './store.ts';
import type { StreamWork } from './unify-record.ts';
import type { World } from './world.ts';

/** What an entity names and the target has no link for: the entity, or its record while that is unknown. */
export interface MissingParent {
  /** What its arrival is told by. */
  readonly on: string;
  readonly parent?: string;
}

/** References of an entity as the target names them. */
export interface Parents {
  readonly resolveOut: ResolveOut;
  /** A required parent that has no link in the target yet. */
  readonly missing?: MissingParent;
  /** Arrivals of others that it names and that have no link there yet: the record is written without them, and again when they come. */
  readonly mentioned: readonly string[];
}

const noParents: Parents = { resolveOut: () => undefined, mentioned: [] };

/** Looks up the target's own ids for everything the entity refers to. */
export async function parentsOf(world: World, target: { connection: string; mapping: StreamMapping }, entity: Entity): Promise<Parents> {
  if (!hasReferences(target.mapping)) return noParents;
  const type = canonicalType(entity.type);
  const raws = new Map<string, Raw>();
  const mentioned: string[] = [];
  let missing: MissingParent | undefined;
  for (const [field, golden] of Object.entries(entity.golden)) {
    const def = target.mapping.fields.get(familyOf(field).name);
    if (def?.reference === undefined || typeof golden.value !== 'string') continue;
    const found = await linkOf(world, golden.value, target.connection, def.reference.stream);
    if (found.raw !== undefined) raws.set(`${field}\n${golden.value}`, found.raw);
    else if (type.requires.includes(field)) missing ??= found;
    else if (def.direction !== 'in') mentioned.push(found.on);
  }
  const resolveOut: ResolveOut = (field, value) => raws.get(`${field}\n${String(value)}`);
  return { resolveOut, mentioned, ...(missing === undefined ? {} : { missing }) };
}

/**
 * The same for a record of the entity. Whom it names itself stands there, and is looked up only where another record names somebody, or where it shows somebody else:
 * golden may have come back to what it said over a name that we wrote since.
 */
export async function parentsBeside(world: World, target: { connection: string; mapping: StreamMapping }, entity: Entity, rec: SourceRecord): Promise<Parents> {
  const { mapping } = target;
  const differs = Object.entries(entity.golden).some(
    ([field, { ref }]) => mapping.fields.get(familyOf(field).name)?.reference !== undefined && (ref !== rec.ref || !showsItsOwn(rec, field, mapping)),
  );
  return differs ? parentsOf(world, target, entity) : noParents;
}

/** True when a record shows what a person put there. */
function showsItsOwn(rec: SourceRecord, field: string, mapping: StreamMapping): boolean {
  const seen = fieldsOf(rec.snapshot, rec.held, mapping).fields[field] ?? null;
  return equalRaw(field, seen, rec.assertions[field]?.raw ?? null, mapping);
}

/** The target's id of the entity that a canonical reference (entity id, or record name while unresolved) stands for. */
async function linkOf(world: World, value: string, connection: string, stream: string): Promise<MissingParent & { raw?: Raw }> {
  let id = value;
  if (value.includes('/')) {
    const record = await readRecord(world, value);
    if (record === undefined) return { on: `REC#${value}` };
    id = record.value.entity;
  }
  const entity = await readEntity(world, id);
  // Its record is stored already and not folded yet: what arrives is the entity.
  if (entity === undefined) return { on: `LINK#${id}` };
  const [link] = liveMembersOf(entity.value, connection, stream);
  return link === undefined ? { on: `LINK#${entity.value.id}`, parent: entity.value.id } : { raw: partsOf(link).id, on: '', parent: entity.value.id };
}

/** Remembers which entity each named record belongs to, as far as it is known now. */
export async function withReferences(
  work: Pick<StreamWork, 'world' | 'connection' | 'mapping'>,
  rec: SourceRecord,
  fields: readonly string[] = Object.keys(rec.assertions),
): Promise<SourceRecord> {
  if (!hasReferences(work.mapping)) return rec;
  const wanted = fields.flatMap((field) => {
    const reference = work.mapping.fields.get(familyOf(field).name)?.reference;
    const raw = rec.assertions[field]?.raw ?? null;
    return reference === undefined || raw === null ? [] : [{ field, ref: refOf(work.connection, reference.stream, String(work.mapping.canon(field, raw))) }];
  });
  if (wanted.length === 0) return rec;
  const parents = await readRecords(
    work.world,
    wanted.map((w) => w.ref as Ref),
    false,
  );
  const assertions = namedCopy(rec.assertions);
  wanted.forEach(({ field }, at) => {
    const parent = parents[at];
    const assertion = assertions[field];
    if (parent !== undefined && assertion !== undefined) assertions[field] = { ...assertion, to: parent.value.entity };
  });
  return { ...rec, assertions };
}
