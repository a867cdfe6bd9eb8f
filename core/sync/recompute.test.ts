import { describe, expect, it } from 'vitest';
import { at, blank, intending, known, look, plainMapping } from '../../tests/factories/sync.ts';
import type { WorkspaceConfig } from './config.ts';
import { type Entity, entitySignaturesMax, type Member } from './entity.ts';
import { canonOf, doubtsOf, foldInto, foundEntity, recompute, recomputeAll } from './recompute.ts';
import type { SourceRecord } from './record.ts';

const config = { policies: {} } as unknown as WorkspaceConfig;
const world = { config, mapping: () => plainMapping };
const [a, b] = ['crm/customers/1', 'erp/customers/2'] as const;
const acme = { name: 'Acme', city: 'Berlin', note: 'n', phone: '', mail: '', tags: '' };
const fresh = (rec: SourceRecord): Entity => foundEntity(rec.entity, rec, at(0));
const folded = (entity: Entity, rec: SourceRecord, signature?: Member['signature']): Entity => foldInto(world, entity, rec, signature)?.entity ?? entity;

describe('folding a record into its entity', () => {
  const rec = known(acme, a);

  it('takes its assertions, makes golden of them and counts the version up', () => {
    const result = foldInto(world, fresh(rec), rec, undefined);
    expect(result?.entity.members[a]).toEqual({ seq: rec.seq, role: 'primary', assertions: rec.assertions });
    expect(result?.entity.golden['name']).toMatchObject({ value: 'Acme', ref: a });
    expect(result).toMatchObject({ goldenChanged: true, conflicts: [], entity: { goldenVersion: 1 } });
  });

  it('is nothing when the entity has this state of it already, or the record is gone and was never there', () => {
    const entity = folded(fresh(rec), rec);
    expect(foldInto(world, entity, rec, undefined)).toBeUndefined();
    expect(foldInto(world, entity, { ...rec, seq: rec.seq - 1 }, undefined)).toBeUndefined();
    expect(foldInto(world, fresh(rec), { ...rec, state: 'gone' }, undefined)).toBeUndefined();
  });

  it('counts no version when golden stays', () => {
    const again = foldInto(world, folded(fresh(rec), rec), { ...rec, seq: rec.seq + 1 }, undefined);
    expect(again).toMatchObject({ goldenChanged: false, entity: { goldenVersion: 1 } });
  });

  it('logs an edit that displaced another unseen', () => {
    const entity = folded(fresh(rec), rec);
    const other = look(blank(b), { ...acme, name: 'Beta' }, 20).record;
    expect(foldInto(world, entity, other, undefined)?.conflicts).toMatchObject([{ field: 'name', loser: a, value: 'Acme', winning: 'Beta', reason: 'concurrent' }]);
  });

  it('logs an edit that lost to what stands in its own cell, where a write without an answer may have landed: its author may have seen that instead', () => {
    const edited = look(intending(rec, { city: 'Bonn' }), { ...acme, city: 'Ulm' }, 20).record;
    const confirmed = look(intending(edited, { city: 'Bonn' }, { outcome: 'acked', stored: { city: 'Bonn' } }), { ...acme, city: 'Bonn' }, 30).record;
    const entity = folded(fresh(rec), confirmed);
    expect(entity.golden['city']).toMatchObject({ value: 'Ulm', ref: a });
    // The write of Ulm has no answer, is given up, and lands in a system that cuts texts short.
    const givenUp = look(intending(confirmed, { city: 'Ulm' }, { deadline: at(40) }), { ...acme, city: 'Bonn' }, 80).record;
    const result = foldInto(world, entity, look(givenUp, { ...acme, city: 'Ul' }, 90).record, undefined);
    expect(result?.entity.golden['city']).toMatchObject({ value: 'Ul', ref: a });
    expect(result?.conflicts).toMatchObject([{ field: 'city', loser: a, value: 'Ulm', winner: a, winning: 'Ul', reason: 'displaced' }]);
  });

  it('makes the first live record of a stream the primary, and a later one the second', () => {
    const one = folded(fresh(rec), rec);
    const two = folded(one, known(acme, 'crm/customers/7'));
    expect(two.members['crm/customers/7']?.role).toBe('secondary');
    expect(folded(two, known(acme, b)).members[b]?.role).toBe('primary');
    const dead = folded(one, { ...rec, state: 'gone', goneBy: 'us', seq: 9 });
    expect(folded(dead, known(acme, 'crm/customers/7')).members['crm/customers/7']?.role).toBe('primary');
  });

  it('lets whoever comes back follow where another leads by now, and lead again where nobody does', () => {
    const one = folded(fresh(rec), rec);
    const seven = known(acme, 'crm/customers/7');
    const roles = (entity: Entity): (Member['role'] | undefined)[] => [a, seven.ref].map((ref) => entity.members[ref]?.role);
    const alone = folded(one, { ...rec, state: 'gone', goneBy: 'human', seq: 9 });
    expect(roles(folded(alone, { ...rec, seq: 10 }))).toEqual(['primary', undefined]);
    // A listing hid the first until it counted as gone; a second was entered, and leads.
    const led = folded(alone, seven);
    expect(roles(folded(led, { ...rec, seq: 10 }))).toEqual(['secondary', 'primary']);
  });

  it('lets the second lead once the first has gone, so that what is in doubt there is asked about', () => {
    const two = folded(folded(fresh(rec), rec), known(acme, 'crm/customers/7'));
    const gone = folded(two, { ...rec, state: 'gone', goneBy: 'human', seq: 9 });
    expect(gone.members['crm/customers/7']?.role).toBe('primary');
    expect(folded(gone, { ...rec, seq: 10 }).members).toMatchObject({ [a]: { role: 'secondary' }, 'crm/customers/7': { role: 'primary' } });
  });

  it('keeps a system where a person deleted it from getting it again, until the record is back', () => {
    const entity = folded(fresh(rec), rec);
    const gone = folded(entity, { ...rec, state: 'gone', goneBy: 'human', seq: 9 });
    expect(gone.members[a]?.dead).toBe(true);
    expect(gone.suppress).toEqual(['crm']);
    expect(folded(gone, { ...rec, state: 'gone', goneBy: 'human', seq: 10 }).suppress).toEqual(['crm']);
    expect(folded(entity, { ...rec, state: 'gone', goneBy: 'us', seq: 9 }).suppress).toEqual([]);
    const back = folded({ ...gone, suppress: ['erp', 'crm'] }, { ...rec, seq: 11 });
    expect(back.suppress).toEqual(['erp']);
    expect(back.members[a]?.dead).toBeUndefined();
  });

  it('leaves a record apart that waits for a person', () => {
    const entity = folded(fresh(rec), rec);
    const held = { ...entity, members: { [a]: { ...(entity.members[a] as Member), held: true as const } } };
    expect(folded(held, { ...rec, seq: 9 }).members[a]?.held).toBe(true);
  });

  it('keeps the known signature, a new one, and not more than the entity may have', () => {
    const signed = folded(fresh(rec), rec, { k: 'o' });
    expect(signed.members[a]?.signature).toEqual({ k: 'o' });
    expect(folded(signed, { ...rec, seq: 9 }).members[a]?.signature).toEqual({ k: 'o' });
    expect(folded(signed, { ...rec, seq: 9 }, { k: 'p' }).members[a]?.signature).toEqual({ k: 'p' });
    const member = signed.members[a] as Member;
    const full = (count: number): Entity => ({ ...fresh(rec), members: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}/customers/1`, member])) });
    expect(folded(full(entitySignaturesMax - 1), rec, { k: 'q' }).members[a]?.signature).toEqual({ k: 'q' });
    expect(folded(full(entitySignaturesMax), rec, { k: 'q' }).members[a]?.signature).toBeUndefined();
  });
});

describe('what is in doubt', () => {
  const before = intending(known(acme, a), { name: 'Ours' });
  const doubtful = look(before, { ...acme, name: 'Whose' }, 10).record;

  it('is a new state of the record, so that its entity hears of it', () => {
    expect(doubtful.seq).toBe(before.seq + 1);
  });

  it('is left to a person where no delivery asks about it: in a second record, and in a field that waits for an approval', () => {
    const member = (role: Member['role']): Entity['members'] => ({ [a]: { seq: 1, role, assertions: {} } });
    const told = [{ field: 'name', raw: 'Whose', stamp: { at: at(10), ref: a }, why: 'doubt', sentOf: 'erp/customers/9', seq: doubtful.seq }];
    const pending = { since: 1, by: 'p_1' };
    expect(doubtsOf(doubtful, { members: member('secondary'), freezes: {} })).toEqual(told);
    expect(doubtsOf(doubtful, { members: member('primary'), freezes: { name: pending } })).toEqual(told);
    expect(doubtsOf(doubtful, { members: member('primary'), freezes: { note: pending } })).toEqual([]);
    expect(doubtsOf(before, { members: member('secondary'), freezes: { name: pending } })).toEqual([]);
  });

  it('is told to a person where nobody writes to the record, and asked again where somebody does', () => {
    const first = known({ ...acme, name: 'Golden' }, 'crm/customers/0');
    const entity = folded(fresh(first), first);
    expect(foldInto(world, entity, doubtful, undefined)?.conflicts.map((c) => [c.value, c.reason])).toContainEqual(['Whose', 'doubt']);
    expect(foldInto(world, fresh(doubtful), doubtful, undefined)?.conflicts).toEqual([]);
    const held = { value: 'Golden', stamp: { at: 1, ref: b }, ref: b, rule: 'latest' } as const;
    const pending: Entity = { ...fresh(doubtful), freezes: { name: { since: 1, by: 'p_1', held } } };
    expect(foldInto(world, pending, doubtful, undefined)?.conflicts.map((c) => [c.value, c.reason])).toContainEqual(['Whose', 'doubt']);
  });

  it('is logged once: what the entity has heard of is not told again', () => {
    const rec: SourceRecord = { ...known(acme, a), seq: 5, limbo: [4, 5].map((seq) => ({ field: 'name', raw: `lost${seq}`, stamp: { at: seq, ref: a }, why: 'displaced', seq })) };
    const entity = folded(fresh(rec), { ...rec, seq: 4, limbo: [] });
    expect(foldInto(world, entity, rec, undefined)?.conflicts.map((c) => c.value)).toEqual(['lost5']);
    expect(foldInto(world, fresh(rec), rec, undefined)?.conflicts.map((c) => c.value)).toEqual(['lost4', 'lost5']);
  });
});

describe('computing golden again', () => {
  const rec = known(acme, a);
  const entity = folded(fresh(rec), rec);

  it('finds nothing new where nothing changed, and logs all losers of a structural change', () => {
    expect(recomputeAll(world, entity, entity)).toMatchObject({ goldenChanged: false, conflicts: [], entity: { goldenVersion: 1 } });
    const pinned = recomputeAll(world, entity, { ...entity, pins: { name: { value: 'Pinned', by: 'p', at: 1 } } });
    expect(pinned).toMatchObject({ goldenChanged: true, entity: { goldenVersion: 2 } });
    expect(pinned.conflicts.map((c) => [c.field, c.value])).toEqual([['name', 'Acme']]);
    expect(recompute(world, entity, pinned.entity, { ref: a, fresh: [], structural: false }).conflicts).toEqual([]);
  });

  it('counts a version when a value, its author or its rule is another', () => {
    const golden = entity.golden['name'] as Entity['golden'][string];
    const from = (more: object): boolean => recomputeAll(world, { ...entity, golden: { ...entity.golden, name: { ...golden, ...more } } }, entity).goldenChanged;
    expect(from({})).toBe(false);
    for (const more of [{ value: 'x' }, { stamp: { at: 1, ref: a } }, { ref: b }, { rule: 'pin' }]) expect(from(more)).toBe(true);
    expect(recomputeAll(world, { ...entity, golden: { name: golden } }, entity).goldenChanged).toBe(true);
    expect(recomputeAll(world, undefined, entity).goldenChanged).toBe(true);
  });
});

describe('how an assertion reads', () => {
  const said = (raw: string | null) => ({ raw, stamp: { at: 1, ref: a }, prev: null, synced: { at: 0, ref: '' } });

  it('is canonical under the mapping of its stream, and nothing where there is none', () => {
    expect(canonOf(world)(a, 'name', said(' Acme '))).toBe('Acme');
    expect(canonOf(world)(a, 'name', said(null))).toBeNull();
    expect(canonOf(world)(a, 'industry', said('x'))).toBeUndefined();
    expect(canonOf({ mapping: () => undefined })(a, 'name', said('x'))).toBeUndefined();
    const byStream = canonOf({ mapping: (connection) => (connection === 'crm' ? plainMapping : undefined) });
    expect([byStream(a, 'name', said('x')), byStream(b, 'name', said('x')), byStream(a, 'name', said('x'))]).toEqual(['x', undefined, 'x']);
  });
});

describe('what is logged by a fold', () => {
  const rec = known(acme, a);
  const shop = known(acme, 'shop/customers/3');
  const beaten = folded(folded(folded(fresh(rec), rec), shop), look(blank(b), { ...acme, name: 'Beta' }, 20).record);

  it('is every value that lost once a member dies or comes back, because golden may rest on another now', () => {
    const dead = foldInto(world, beaten, { ...shop, state: 'gone', seq: shop.seq + 1 }, undefined);
    expect(dead?.conflicts).toMatchObject([{ field: 'name', loser: a, value: 'Acme', winning: 'Beta', reason: 'merge' }]);
    const back = foldInto(world, dead?.entity as Entity, { ...shop, seq: shop.seq + 2 }, undefined);
    expect(back?.conflicts.map((c) => c.loser).sort()).toEqual([a, shop.ref]);
  });

  it('is nothing of a record that came again with what it had said before', () => {
    expect(foldInto(world, beaten, { ...rec, seq: rec.seq + 1 }, undefined)?.conflicts).toEqual([]);
  });
});

it('a new entity is nothing but its founder', () => {
  expect(fresh(known(acme, a))).toMatchObject({ founder: a, members: {}, suppress: [], cannotLink: [], golden: {}, goldenVersion: 0 });
});
