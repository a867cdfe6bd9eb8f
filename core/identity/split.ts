import type { EntityId, Ref } from '../model/ids.ts';

/** A member of an entity that is taken apart. */
export interface SplitMember {
  readonly ref: Ref;
  /** Order of arrival; the smallest founds. */
  readonly arrived: number;
}

/** Two members and how much speaks for them being one. */
export interface SplitEdge {
  readonly a: Ref;
  readonly b: Ref;
  readonly bits: number;
}

/** Takes an entity's members apart so that no two of `apart` stay together: strongest agreement first, every union that breaks no verdict is kept. Members are never lost; parts come in order of their first member. */
export function splitMembers(members: readonly SplitMember[], edges: readonly SplitEdge[], apart: readonly (readonly [Ref, Ref])[]): readonly (readonly Ref[])[] {
  const group = new Map(members.map((m) => [m.ref, new Set([m.ref])]));
  const forbidden = new Map<Ref, Set<Ref>>();
  for (const [a, b] of apart) {
    forbidden.set(a, (forbidden.get(a) ?? new Set()).add(b));
    forbidden.set(b, (forbidden.get(b) ?? new Set()).add(a));
  }
  const order = [...edges].sort((x, y) => y.bits - x.bits || (x.a + x.b < y.a + y.b ? -1 : 1));
  for (const edge of order) {
    const [left, right] = [group.get(edge.a), group.get(edge.b)];
    if (left === undefined || right === undefined || left === right) continue;
    const clash = [...left].some((l) => [...(forbidden.get(l) ?? [])].some((f) => right.has(f)));
    if (clash) continue;
    for (const ref of right) {
      left.add(ref);
      group.set(ref, left);
    }
  }
  const arrived = new Map(members.map((m) => [m.ref, m.arrived]));
  const age = (part: readonly Ref[]): number => Math.min(...part.map((r) => arrived.get(r) ?? 0));
  return [...new Set(group.values())].map((part) => [...part].sort((x, y) => (arrived.get(x) ?? 0) - (arrived.get(y) ?? 0))).sort((x, y) => age(x) - age(y));
}

/** Gives the parts of a split their ids: a part that holds the founder of the entity or of one it absorbed gets that id (the entity's own first); the largest of the others keeps the entity's id if nobody else has it; the rest are founded anew by `derive`. */
export function assignIds(parts: readonly (readonly Ref[])[], own: EntityId, founders: ReadonlyMap<Ref, EntityId>, derive: (founder: Ref) => EntityId): readonly EntityId[] {
  const ids = new Array<EntityId | undefined>(parts.length).fill(undefined);
  const taken = new Set<EntityId>();
  const give = (index: number, id: EntityId): void => {
    if (ids[index] !== undefined || taken.has(id)) return;
    ids[index] = id;
    taken.add(id);
  };
  parts.forEach((part, i) => {
    if (part.some((ref) => founders.get(ref) === own)) give(i, own);
  });
  parts.forEach((part, i) => {
    const founder = part.find((ref) => founders.has(ref));
    if (founder !== undefined) give(i, founders.get(founder) as EntityId);
  });
  if (!taken.has(own)) {
    const open = parts.map((part, i) => ({ i, size: part.length })).filter(({ i }) => ids[i] === undefined);
    const largest = open.sort((x, y) => y.size - x.size || x.i - y.i)[0];
    if (largest) give(largest.i, own);
  }
  return parts.map((part, i) => ids[i] ?? derive(part[0] as Ref));
}
