import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { Change } from '../ports/feed.ts';
import type { Item } from '../ports/table.ts';
import type { Entity } from './entity.ts';
import { foundEntity } from './recompute.ts';
import type { SourceRecord } from './record.ts';
import { recordItem } from './record-item.ts';
import { freedToJoin, shownAnew } from './to-compare.ts';

const ref = 'crm/customers/1';
const before: SourceRecord = { ...known({ name: 'Acme' }, ref), seen: [3, 1] };
/** The record as a delivery leaves it that has found or put something new there. */
const later = (shown: Parameters<typeof known>[0], set: Partial<SourceRecord> = {}): SourceRecord => ({ ...known(shown, ref), seen: before.seen, seq: before.seq + 1, ...set });

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

function asked(now: SourceRecord, old: SourceRecord | undefined = before): string | undefined {
  const item = (rec: SourceRecord): Item => ({ ...recordItem(rec), version: 1 });
  const change = { id: '1', workspace: w.world.config.workspace, key: recordItem(now), old: old === undefined ? undefined : item(old), new: item(now), at: w.world.clock.now() };
  return shownAnew(w.world, change as Change)?.ref;
}

describe('a record that shows somebody else', () => {
  it('is compared once more after a delivery, whose message finds nothing left to do when it comes again', () => {
    expect(asked(later({ name: 'Bolt' }))).toBe(ref);
  });

  it('is left to the page that brought it: that comes again until it is compared', () => {
    expect(asked(later({ name: 'Bolt' }, { seen: [4, 0] }))).toBeUndefined();
    expect(asked(later({ name: 'Bolt' }, { seen: [3, 2] }))).toBeUndefined();
  });

  it('is nobody’s when it is gone, and ours when we made it', () => {
    expect(asked(later({ name: 'Bolt' }, { state: 'gone', goneBy: 'human' }))).toBeUndefined();
    expect(asked(later({ name: 'Bolt' }, { origin: 'ours' }))).toBeUndefined();
  });
});

it('a record that shows the same customer is left alone, and so is one that is no news for its entity', () => {
  expect(asked(later({ name: 'Acme', note: 'new' }))).toBeUndefined();
  expect(asked(later({ name: 'Bolt' }, { seq: before.seq }))).toBeUndefined();
});

describe('the records of a customer', () => {
  type Shown = Readonly<Record<string, readonly string[]>> | 'dead';
  const member = (shown: Shown): Entity['members'][string] => ({
    seq: 1,
    role: 'primary',
    assertions: {},
    ...(shown === 'dead' ? { dead: true } : { signature: { k: 'o', ...shown } }),
  });
  const made = (members: Readonly<Record<string, Shown>>): Entity => ({
    ...foundEntity(before.entity, before, 0),
    members: Object.fromEntries(Object.entries(members).map(([id, shown]) => [id, member(shown)])),
  });
  const acme = ['acme'];
  const old = made({ a: { n: acme, e: ['info@acme'] }, b: { n: acme, c: ['vat:16'] }, c: 'dead' });

  it('are compared once more when another of them no longer shows a number or a name: that may have kept somebody out', () => {
    expect(freedToJoin(w.world, old, made({ a: { n: acme, e: ['info@acme'] }, b: { n: acme }, c: 'dead' }))).toEqual(['a']);
    expect(freedToJoin(w.world, old, made({ a: { n: acme, e: ['info@acme'] }, b: { n: acme, c: ['vat:08'] }, c: 'dead' }))).toEqual(['a']);
  });

  it('are not where that one shows all that they do: whoever they have something in common with it has, too', () => {
    expect(freedToJoin(w.world, old, made({ a: { n: acme, e: ['info@acme'] }, b: { n: acme, e: ['info@acme'] }, c: 'dead' }))).toEqual([]);
  });

  it('are left alone when one of them shows more than before, or has just joined', () => {
    expect(freedToJoin(w.world, old, made({ a: { n: [...acme, 'acme tools'], e: ['info@acme'] }, b: { n: acme, c: ['vat:16'] }, c: 'dead' }))).toEqual([]);
    expect(freedToJoin(w.world, old, made({ a: { n: acme, e: ['info@acme'] }, b: { n: acme, c: ['vat:16'] }, c: 'dead', d: { n: acme } }))).toEqual([]);
    expect(freedToJoin(w.world, undefined, old)).toEqual([]);
  });
});
