/** Of the records of a known customer, the share that stands under a key of this kind together with it (`node tests/eval/identity-keys.ts`, synthetic records; people where both types have the kind). Sources are less alike than synthetic ones: no kind is trusted with more than 0.6. */
const foundUnder: Readonly<Record<string, number>> = {
  addr: 0.42,
  born: 0.59,
  domain: 0.58,
  email: 0.14,
  id: 0.29,
  mailbox: 0.49,
  name: 0.6,
  near: 0.43,
  phone: 0.48,
  start: 0.6,
  town: 0.52,
  word: 0.6,
  year: 0.32,
  zh: 0.6,
};
/** For a kind that is not listed. */
const foundUnderOther = 0.4;

/** An entity under several of a record's keys is hardly there by chance, whether there are ten thousand others or ten million: the exact number does not matter. */
const entitiesAround = 100_000;

/** An entity is read when it is at least this likely that it is the record's: 2⁻⁶. As the chances of all add up to one at most, a record reads few however many share its keys. */
const chanceBitsMin = -6;
/** A key that names no more entities than this is worth a read whatever the record's other keys say: of those under a fuller one, not one in ten is the record's (`node tests/eval/identity-keys.ts`). */
const namedMax = 2;
/** For no more than so many of these, the likeliest. */
const namedReads = 3;
/** Kinds under which strangers stand sooner or later, because there are only so many days, towns and streets: of those whom one such key alone names, at most one in eight is the record's among 20,000 records, one in twenty among 100,000 (the same command). */
const vagueKinds: ReadonlySet<string> = new Set(['addr', 'born', 'near', 'only', 'town', 'year']);
/** As soon as one vague key of a record names more entities than this, none of them is followed alone: how full they are tells how many records there are, so that reads do not grow with them. */
const vagueEntitiesMax = 4;

/** A record is compared with at most this many entities, the likeliest first. */
export const candidatesMax = 44;

/** A key of a record with the live entities under it (redirects followed). */
export interface KeyedEntities<Entity> {
  readonly key: string;
  readonly entities: readonly Entity[];
}

/** The kind of a key: what stands before its first colon. */
export function keyKindOf(key: string): string {
  const colon = key.indexOf(':');
  return colon < 0 ? key : key.slice(0, colon);
}

interface Chance {
  bits: number;
  /** Some key names it and hardly anybody else. */
  named: boolean;
  /** Nothing but one vague key leads to it. */
  vague: boolean;
}

/** Which entities to read for a record, the likeliest first. A key with `n` entities under it makes each of them the record's with 1/n of the kind's share; to be absent from a key speaks against. `sets` holds every usable key of the record, also those with nobody under them, and its claims, which always count; a generic key says nothing and is left out by the caller. Ties keep the order in which entities first appear. */
export function worthReading<Entity>(sets: readonly KeyedEntities<Entity>[], limit = candidatesMax): readonly Entity[] {
  const claimed = new Set<Entity>();
  const chances = new Map<Entity, Chance>();
  let none = -Math.log2(entitiesAround);
  let crowded = false;
  for (const { key, entities } of sets) {
    if (key.startsWith('claim:')) {
      for (const entity of entities) claimed.add(entity);
      continue;
    }
    const kind = keyKindOf(key);
    const share = foundUnder[kind] ?? foundUnderOther;
    none += Math.log2(1 - share);
    if (entities.length === 0) continue;
    const distinct = entities.length > 1 ? new Set(entities) : entities;
    const n = distinct instanceof Set ? distinct.size : 1;
    const vague = vagueKinds.has(kind);
    crowded ||= vague && n > vagueEntitiesMax;
    const bits = Math.log2(((share / (1 - share)) * entitiesAround) / n);
    for (const entity of distinct) {
      const known = chances.get(entity);
      if (known === undefined) chances.set(entity, { bits, named: n <= namedMax, vague });
      else {
        known.bits += bits;
        known.named ||= n <= namedMax;
        known.vague = false; // a second key agrees
      }
    }
  }
  for (const entity of claimed) chances.delete(entity);
  const first = firstOf(chances, namedReads);
  const isWorth = (chance: Chance): boolean => !(chance.vague && crowded) && (chance.bits + none >= chanceBitsMin || (chance.named && first.includes(chance)));
  const worth: (readonly [Entity, Chance])[] = [];
  for (const [entity, chance] of chances) if (isWorth(chance)) worth.push([entity, chance]);
  worth.sort((x, y) => y[1].bits - x[1].bits);
  return [...claimed, ...worth.map(([entity]) => entity)].slice(0, limit);
}

/** The likeliest few; of equals those that came first. Hundreds may share a crowded key, so that they are not sorted. */
function firstOf(chances: ReadonlyMap<unknown, Chance>, count: number): readonly Chance[] {
  const first: Chance[] = [];
  for (const chance of chances.values()) {
    const at = first.findLastIndex((c) => c.bits >= chance.bits) + 1;
    if (at >= count) continue;
    first.splice(at, 0, chance);
    first.length = Math.min(first.length, count);
  }
  return first;
}
