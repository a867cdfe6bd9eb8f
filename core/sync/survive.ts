import { named } from '../model/named.ts';
import type { Canon } from '../ports/mapping.ts';
import type { FieldPolicy } from './config.ts';
import type { Entity, GoldenField, Member } from './entity.ts';
import type { Assertion } from './record.ts';
import { compareStamps } from './stamp.ts';

/** How an assertion of a record reads in canonical form, under the active mapping of its stream; undefined when the mapping no longer carries the field. */
export type CanonOf = (ref: string, field: string, assertion: Assertion) => Canon | undefined;

/** What `survive` needs to know besides the entity. */
export interface SurviveContext {
  readonly policy: (field: string) => FieldPolicy;
  readonly canonOf: CanonOf;
  /** Does a clear of this record's field assert, or yield to the next rank? */
  readonly clears: (ref: string, field: string) => 'assert' | 'yield';
}

interface Voice {
  readonly ref: string;
  readonly assertion: Assertion;
  readonly value: Canon;
}

/** Golden = f(assertions, policy, pins, freezes, mapping version). Knows no clock and no order of arrival. */
export function survive(entity: Pick<Entity, 'members' | 'pins' | 'freezes'>, ctx: SurviveContext): Record<string, GoldenField> {
  const golden = named<GoldenField>();
  for (const field of fieldNames(entity)) {
    const value = surviveField(entity, field, ctx);
    if (value !== undefined) golden[field] = value;
  }
  return golden;
}

function fieldNames(entity: Pick<Entity, 'members' | 'pins' | 'freezes'>): readonly string[] {
  const lists = [Object.keys(entity.pins), Object.keys(entity.freezes)].filter((names) => names.length > 0);
  for (const ref in entity.members) {
    const names = Object.keys((entity.members[ref] as Member).assertions);
    if (names.length > 0) lists.push(names);
  }
  return lists.length === 1 ? (lists[0] as string[]) : [...new Set(lists.flat())];
}

function surviveField(entity: Pick<Entity, 'members' | 'pins' | 'freezes'>, field: string, ctx: SurviveContext): GoldenField | undefined {
  const pin = entity.pins[field];
  if (pin !== undefined) return { value: pin.value, stamp: { at: pin.at, ref: pin.by }, ref: pin.by, rule: 'pin' };
  const freeze = entity.freezes[field];
  if (freeze !== undefined) return freeze.held === undefined ? undefined : { ...freeze.held, rule: 'freeze' };
  const live = voices(entity.members, field, ctx, 'live');
  if (live.length > 0) return choose(live, ctx.policy(field));
  const dead = voices(entity.members, field, ctx, 'dead');
  const last = dead.length > 0 ? choose(dead, ctx.policy(field)) : undefined;
  return last === undefined ? undefined : { ...last, rule: 'dead' };
}

function voices(members: Readonly<Record<string, Member>>, field: string, ctx: SurviveContext, which: 'live' | 'dead'): Voice[] {
  const found: Voice[] = [];
  for (const ref in members) {
    const member = members[ref] as Member;
    const assertion = member.assertions[field];
    if (assertion === undefined || (member.dead === true) !== (which === 'dead')) continue;
    const value = ctx.canonOf(ref, field, assertion);
    if (value === undefined) continue;
    if (value === null && ctx.clears(ref, field) === 'yield') continue;
    found.push({ ref, assertion, value });
  }
  return found;
}

/** A cleared assertion wins at its rank; only no assertion falls through. */
function choose(all: readonly Voice[], policy: FieldPolicy): GoldenField {
  if (policy.by === 'rank') {
    for (const connection of policy.connections) {
      const ranked = all.filter((v) => v.ref.startsWith(`${connection}/`));
      if (ranked.length > 0) return fieldOf(newest(ranked), 'rank');
    }
    return fieldOf(newest(all), 'fallback');
  }
  return fieldOf(newest(all), 'latest');
}

function newest(all: readonly Voice[]): Voice {
  let best = all[0] as Voice;
  for (const voice of all) if (compareStamps(voice.assertion.stamp, best.assertion.stamp) > 0) best = voice;
  return best;
}

function fieldOf(voice: Voice, rule: GoldenField['rule']): GoldenField {
  return { value: voice.value, stamp: voice.assertion.stamp, ref: voice.ref, rule };
}
