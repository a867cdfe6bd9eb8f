import { describe, expect, it } from 'vitest';
import { at, intending, known, look, plainMapping } from '../../tests/factories/sync.ts';
import type { WorkspaceConfig } from './config.ts';
import type { Entity } from './entity.ts';
import { foldInto, foundEntity, recomputeAll } from './recompute.ts';
import type { Intent, SourceRecord } from './record.ts';
import { replacedUnproven } from './unproven.ts';

const world = { config: { policies: {} } as unknown as WorkspaceConfig, mapping: () => plainMapping };
const empty = { name: 'Acme', city: 'Berlin', note: '', phone: '', mail: '', tags: '' };
const [target, author, third] = ['crm/customers/1', 'erp/customers/9', 'shop/customers/3'] as const;

/** The target's record in which what we sent stands: `more` says what the write came to. */
const found = (more: Partial<Intent> = {}, sent: Intent['fields'][string]['raw'] = true, shown: Partial<typeof empty> = { tags: 'vip' }, field = 'tags:vip'): SourceRecord =>
  look(intending(known(empty, target), { [field]: sent }, more), { ...empty, ...shown }, 20).record;
const saying = (ref: string, second: number, fields: Partial<typeof empty>): SourceRecord => look(known(empty, ref), { ...empty, ...fields }, second).record;
const entityOf = (...records: readonly SourceRecord[]): Entity =>
  records.reduce<Entity>((entity, rec) => foldInto(world, entity, rec, undefined)?.entity ?? entity, foundEntity('o_1' as Entity['id'], records[0] as SourceRecord, at(0)));
const without = (entity: Entity, ref: string): Entity =>
  recomputeAll(world, entity, { ...entity, members: Object.fromEntries(Object.entries(entity.members).filter(([r]) => r !== ref)) }).entity;

describe('what a write replaces, and a person may have put there', () => {
  const says = saying(author, 5, { tags: 'vip' });

  it.each([
    ['was never answered', {}],
    ['was found in a record like it', { outcome: 'found' }],
  ] as const)('is told when whoever had said it is split off, where the write that had sent it %s', (_, more) => {
    const rec = found(more);
    const parted = without(entityOf(rec, says), author);
    expect(parted.golden).not.toHaveProperty('tags:vip');
    expect(replacedUnproven(world, parted, rec, ['tags:vip'])).toMatchObject([
      { field: 'tags:vip', loser: target, value: true, winning: null, reason: 'doubt', stamp: { at: at(20), ref: target }, sentOf: author },
    ]);
  });

  it('is told when it landed late, and when golden falls back to what was said before it', () => {
    const over = look(intending(known(empty, target), { city: 'Bonn' }), empty, 62).record;
    const rec = look(over, { ...empty, city: 'Bonn' }, 70).record;
    const parted = without(entityOf(rec, saying(author, 5, { city: 'Bonn' })), author);
    expect(parted.golden['city']?.value).toBe('Berlin');
    expect(replacedUnproven(world, parted, rec, ['city'])).toMatchObject([{ field: 'city', loser: target, value: 'Bonn', winning: 'Berlin', reason: 'doubt', sentOf: author }]);
  });

  it('is told of a clear, too', () => {
    const rec = found({}, null, { city: '' }, 'city');
    const parted = without(entityOf(rec, saying(author, 5, { city: '' })), author);
    expect(replacedUnproven(world, parted, rec, ['city'])).toMatchObject([{ field: 'city', loser: target, value: null, winning: 'Berlin' }]);
  });

  it('is nobody’s where the write was answered', () => {
    for (const more of [{ outcome: 'acked' }, { outcome: 'acked', stored: { 'tags:vip': true } }] as const) {
      const rec = found(more);
      expect(replacedUnproven(world, without(entityOf(rec, says), author), rec, ['tags:vip'])).toEqual([]);
    }
  });

  it('is not told while golden says it, of other fields, or once something else stands there', () => {
    const rec = found();
    const whole = entityOf(rec, says);
    expect(replacedUnproven(world, whole, rec, ['tags:vip'])).toEqual([]);
    expect(replacedUnproven(world, without(whole, author), rec, ['city'])).toEqual([]);
    const doubted = look(intending(rec, { 'tags:vip': null }, { outcome: 'acked', id: 'i2' }), { ...empty, tags: 'vip' }, 30).record;
    expect(replacedUnproven(world, without(whole, author), { ...doubted, snapshot: { ...empty, tags: '' } }, ['tags:vip'])).toEqual([]);
  });

  it('is not told when somebody has said something else since: whoever had said it, or anybody later', () => {
    const rec = found({}, 'Bonn', { city: 'Bonn' }, 'city');
    const again = look(saying(author, 5, { city: 'Bonn' }), { ...empty, city: 'Kiel' }, 10).record;
    expect(entityOf(rec, again).golden['city']?.value).toBe('Kiel');
    expect(replacedUnproven(world, entityOf(rec, again), rec, ['city'])).toEqual([]);
    expect(replacedUnproven(world, entityOf(rec, saying(third, 30, { city: 'Kiel' })), rec, ['city'])).toEqual([]);
    expect(replacedUnproven(world, entityOf(rec, saying(third, 10, { city: 'Kiel' })), rec, ['city'])).toHaveLength(1);
  });

  it('is a person’s for good, and no more in question, once somebody edits it', () => {
    const edited = look(found({}, 'Bonn', { city: 'Bonn' }, 'city'), { ...empty, city: 'Ulm' }, 40).record;
    expect(edited.cells['city']).not.toHaveProperty('unanswered');
  });
});
