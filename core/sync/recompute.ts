import { partsOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { jsonEqual } from '../model/json.ts';
import { namedCopy } from '../model/named.ts';
import { familyName, type StreamMapping } from '../ports/mapping.ts';
import { policyOf } from './config.ts';
import { type Conflict, conflicts } from './conflicts.ts';
import { type Entity, entitySignaturesMax, type Member } from './entity.ts';
import { doubtLost, type Lost, type SourceRecord } from './record.ts';
import { settleRoles } from './roles.ts';
import { type CanonOf, type SurviveContext, survive } from './survive.ts';
import type { World } from './world.ts';

/** What a recompute made of an entity. */
export interface Recomputed {
  readonly entity: Entity;
  readonly goldenChanged: boolean;
  readonly conflicts: readonly Conflict[];
}

/** Reads assertions through the active mapping of each member's stream. A stream that is no longer configured keeps no voice. */
export function canonOf(world: Pick<World, 'mapping'>): CanonOf {
  // Fields are asked for member by member of one entity: the last member's mapping is mostly the next one's.
  let [last, connection, mapping] = ['', '', undefined as StreamMapping | undefined];
  return (ref, field, assertion) => {
    if (ref !== last) {
      const parts = partsOf(ref);
      [last, connection, mapping] = [ref, parts.connection, world.mapping(parts.connection, parts.stream)];
    }
    const def = mapping?.fields.get(familyName(field));
    if (mapping === undefined || def === undefined || def.direction === 'out') return undefined;
    if (assertion.raw === null) return null;
    const value = mapping.canon(field, assertion.raw);
    // A value that this version of the mapping cannot understand is no opinion, never a clear.
    if (value === null && mapping.problemOf?.(field, assertion.raw) !== undefined) return undefined;
    if (def.reference === undefined || value === null) return value;
    return assertion.to ?? `${connection}/${def.reference.stream}/${String(value)}`;
  };
}

/** The context in which golden values of a type are computed. */
export function surviveContext(world: Pick<World, 'mapping' | 'config'>, type: string): SurviveContext {
  return {
    policy: (field) => policyOf(world.config, type, field),
    canonOf: canonOf(world),
    clears: (ref, field) => {
      const { connection, stream } = partsOf(ref);
      return world.mapping(connection, stream)?.fields.get(familyName(field))?.clears ?? 'assert';
    },
  };
}

/** Recomputes golden and counts its version up when it differs. */
export function recompute(
  world: Pick<World, 'mapping' | 'config'>,
  before: Entity | undefined,
  next: Entity,
  change: { ref: string; fresh: readonly string[]; structural: boolean; limbo?: SourceRecord['limbo'] },
): Recomputed {
  const ctx = surviveContext(world, next.type);
  const golden = survive(next, ctx);
  const goldenChanged = before === undefined || !sameGolden(before.golden, golden);
  const entity: Entity = { ...next, golden, goldenVersion: goldenChanged ? next.goldenVersion + 1 : next.goldenVersion };
  const found = conflicts({ before, after: entity, ref: change.ref, fresh: change.fresh, structural: change.structural, limbo: change.limbo ?? [], canonOf: ctx.canonOf });
  return { entity, goldenChanged, conflicts: found };
}

/** Recomputes after a structural change (merge, split, pin, thaw, policy): every live assertion that differs is logged. */
export function recomputeAll(world: Pick<World, 'mapping' | 'config'>, before: Entity | undefined, next: Entity): Recomputed {
  return recompute(world, before, next, { ref: '', fresh: [], structural: true });
}

/** What the conflict log is told of these losses of a record, the entity being as it is. */
export function toldOf(world: Pick<World, 'mapping' | 'config'>, entity: Entity, ref: string, limbo: readonly Lost[]): readonly Conflict[] {
  return limbo.length === 0 ? [] : recompute(world, entity, entity, { ref, fresh: [], structural: false, limbo }).conflicts;
}

function sameGolden(a: Entity['golden'], b: Entity['golden']): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const [x, y] = [a[name], b[name]];
    return x !== undefined && y !== undefined && x.stamp.at === y.stamp.at && x.ref === y.ref && x.rule === y.rule && jsonEqual(x.value, y.value);
  });
}

/** Copies a record into its entity when the record's `seq` is newer than the copy; undefined when there is nothing to copy. */
export function foldInto(world: Pick<World, 'mapping' | 'config'>, entity: Entity, rec: SourceRecord, signature: JsonObject | undefined): Recomputed | undefined {
  const known = entity.members[rec.ref];
  if (known === undefined && rec.state === 'gone') return undefined; // gone records never join
  if (known !== undefined && known.seq >= rec.seq) return undefined;
  const dead = rec.state === 'gone';
  const revived = !dead && known?.dead === true;
  const fresh = changedFields(known, rec);
  const member: Member = {
    seq: rec.seq,
    role: known === undefined || revived ? 'secondary' : known.role,
    assertions: rec.assertions,
    ...(dead ? { dead: true } : {}),
    ...(known?.held ? { held: true } : {}),
    ...keepSignature(entity, rec.ref, signature ?? known?.signature),
  };
  const died = dead && known?.dead !== true;
  const { connection } = partsOf(rec.ref);
  const suppress = died && rec.goneBy === 'human' && !entity.suppress.includes(connection) ? [...entity.suppress, connection] : entity.suppress;
  const members = namedCopy(entity.members);
  members[rec.ref] = member;
  settleRoles(members, rec.ref);
  const next: Entity = { ...entity, members, suppress: revived ? suppress.filter((c) => c !== connection) : suppress };
  const limbo = [...rec.limbo.filter((l) => l.seq > (known?.seq ?? 0)), ...doubtsOf(rec, next)];
  return recompute(world, entity, next, { ref: rec.ref, fresh, structural: died || revived, limbo });
}

/** Doubts that no delivery asks the system about, so that a person is told: all of a second record, which is not written to; else those of fields whose approval is pending. */
export function doubtsOf(rec: SourceRecord, entity: Pick<Entity, 'members' | 'freezes'>): Lost[] {
  const isUnasked = (field: string): boolean => entity.members[rec.ref]?.role === 'secondary' || Object.hasOwn(entity.freezes, field);
  return Object.entries(rec.cells).flatMap(([field, { doubt }]) => (doubt === undefined || !isUnasked(field) ? [] : [doubtLost(field, doubt, rec.seq)]));
}

function changedFields(known: Member | undefined, rec: SourceRecord): string[] {
  return Object.keys(rec.assertions).filter((field) => {
    const [now, then] = [rec.assertions[field], known?.assertions[field]];
    return then === undefined || now?.stamp.at !== then.stamp.at || now.stamp.ref !== then.stamp.ref;
  });
}

function keepSignature(entity: Entity, ref: string, signature: JsonObject | undefined): { signature?: JsonObject } {
  if (signature === undefined) return {};
  const others = Object.entries(entity.members).filter(([other, m]) => other !== ref && m.signature !== undefined).length;
  return others < entitySignaturesMax ? { signature } : {};
}

/** A new entity around its founding record, before the fold. */
export function foundEntity(id: Entity['id'], rec: Pick<SourceRecord, 'ref' | 'type'>, now: number): Entity {
  return { id, type: rec.type, founder: rec.ref, foundedAt: now, members: {}, pins: {}, freezes: {}, suppress: [], cannotLink: [], absorbed: {}, golden: {}, goldenVersion: 0 };
}
