import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from './entity.ts';
import { type SurviveContext, survive } from './survive.ts';

const ctx: SurviveContext = {
  policy: (field) => (field === 'owned' ? { by: 'rank', connections: ['a', 'b'] } : { by: 'latest' }),
  canonOf: (_ref, _field, assertion) => assertion.raw,
  clears: () => 'assert',
};
const member = (assertions: Member['assertions'], more: Partial<Member> = {}): Member => ({ seq: 1, role: 'primary', assertions, ...more });
const said = (ref: string, raw: string | null, at: number): Member['assertions'][string] => ({ raw, stamp: { at, ref }, prev: null, synced: { at: 0, ref: '' } });

describe('what survives', () => {
  it('does not depend on the order in which members are held', () => {
    const assertion = fc.record({ system: fc.constantFrom('a', 'b', 'c'), raw: fc.option(fc.string({ maxLength: 3 })), at: fc.integer({ min: 1, max: 5 }), dead: fc.boolean() });
    fc.assert(
      fc.property(fc.array(assertion, { minLength: 1, maxLength: 6 }), (all) => {
        const entries = all.map(({ system, raw, at, dead }, i): [string, Member] => {
          const ref = `${system}/s/${i}`;
          return [ref, member({ owned: said(ref, raw, at), free: said(ref, raw, at) }, dead ? { dead: true } : {})];
        });
        const golden = survive({ members: Object.fromEntries(entries), pins: {}, freezes: {} }, ctx);
        expect(survive({ members: Object.fromEntries(entries.toReversed()), pins: {}, freezes: {} }, ctx)).toEqual(golden);
      }),
    );
  });

  it('a clear wins at its rank; only no opinion falls through', () => {
    const members = { 'a/s/1': member({ owned: said('a/s/1', null, 5) }), 'b/s/1': member({ owned: said('b/s/1', 'Ann', 9) }) };
    expect(survive({ members, pins: {}, freezes: {} }, ctx)['owned']).toMatchObject({ value: null, ref: 'a/s/1', rule: 'rank' });
    expect(survive({ members: { 'b/s/1': members['b/s/1'] }, pins: {}, freezes: {} }, ctx)['owned']).toMatchObject({ value: 'Ann', ref: 'b/s/1' });
  });

  it('the dead speak only where nobody alive does', () => {
    const dead = member({ free: said('a/s/1', 'old', 9) }, { dead: true });
    expect(survive({ members: { 'a/s/1': dead, 'b/s/1': member({ free: said('b/s/1', 'new', 1) }) }, pins: {}, freezes: {} }, ctx)['free']).toMatchObject({ value: 'new' });
    expect(survive({ members: { 'a/s/1': dead }, pins: {}, freezes: {} }, ctx)['free']).toMatchObject({ value: 'old', rule: 'dead' });
  });

  it('a pin beats all, and a freeze holds what was golden', () => {
    const members = { 'a/s/1': member({ free: said('a/s/1', 'x', 5) }) };
    const held = { value: 'before', stamp: { at: 1, ref: 'a/s/1' }, ref: 'a/s/1', rule: 'latest' as const };
    const frozen = { free: { held, since: 3, by: 'p' } };
    expect(survive({ members, pins: {}, freezes: frozen }, ctx)['free']).toMatchObject({ value: 'before', rule: 'freeze' });
    expect(survive({ members, pins: { free: { value: 'pinned', by: 'p', at: 4 } }, freezes: frozen }, ctx)['free']).toMatchObject({ value: 'pinned', rule: 'pin' });
  });

  it('a clear that yields leaves the word to whoever still says something; where nobody does, there is no value', () => {
    const yielding: SurviveContext = { ...ctx, clears: (ref, field) => (ref === 'a/s/1' && field === 'free' ? 'yield' : 'assert') };
    const emptied = member({ free: said('a/s/1', null, 9) });
    const freeOf = (members: Record<string, Member>) => survive({ members, pins: {}, freezes: {} }, yielding)['free'];
    expect(freeOf({ 'a/s/1': emptied, 'b/s/1': member({ free: said('b/s/1', 'Ann', 5) }) })).toMatchObject({ value: 'Ann', ref: 'b/s/1' });
    expect(freeOf({ 'a/s/1': emptied })).toBeUndefined();
    expect(freeOf({ 'b/s/1': member({ free: said('b/s/1', null, 9) }) })).toMatchObject({ value: null, ref: 'b/s/1' });
    expect(freeOf({ 'a/s/1': member({ free: said('a/s/1', 'x', 9) }), 'b/s/1': member({ free: said('b/s/1', 'Ann', 5) }) })).toMatchObject({ value: 'x' });
  });

  it('what a mapping no longer reads has no say, as if nobody had said it', () => {
    const blind: SurviveContext = { ...ctx, canonOf: (ref, _field, assertion) => (ref === 'a/s/1' ? undefined : assertion.raw) };
    const members = { 'a/s/1': member({ owned: said('a/s/1', 'x', 9) }), 'b/s/1': member({ owned: said('b/s/1', 'y', 1) }) };
    expect(survive({ members, pins: {}, freezes: {} }, blind)['owned']).toMatchObject({ value: 'y', ref: 'b/s/1' });
    expect(survive({ members: { 'a/s/1': members['a/s/1'] }, pins: {}, freezes: {} }, blind)).toEqual({});
  });

  it('the newest edit wins, or the newest of the first system in rank, or the newest of all where no ranked system speaks; golden says which', () => {
    const all = (...refs: readonly [string, number][]) => Object.fromEntries(refs.map(([ref, at]) => [ref, member({ owned: said(ref, ref, at), free: said(ref, ref, at) })]));
    const of = (members: Record<string, Member>) => survive({ members, pins: {}, freezes: {} }, ctx);
    const golden = of(all(['ab/s/1', 9], ['b/s/1', 8], ['a/s/1', 3], ['a/s/2', 5], ['a/s/3', 4]));
    expect(golden['free']).toEqual({ value: 'ab/s/1', stamp: { at: 9, ref: 'ab/s/1' }, ref: 'ab/s/1', rule: 'latest' });
    expect(golden['owned']).toEqual({ value: 'a/s/2', stamp: { at: 5, ref: 'a/s/2' }, ref: 'a/s/2', rule: 'rank' });
    expect(of(all(['ab/s/1', 9], ['b/s/1', 8]))['owned']).toMatchObject({ ref: 'b/s/1', rule: 'rank' });
    expect(of(all(['c/s/1', 2], ['c/s/2', 7], ['ab/s/1', 6]))['owned']).toMatchObject({ ref: 'c/s/2', rule: 'fallback' });
  });

  it('a pin bears the name and the moment of who set it, also where no record has the field', () => {
    const pins = { free: { value: 'pinned', by: 'p', at: 4 }, rare: { value: null, by: 'q', at: 7 } };
    expect(survive({ members: { 'a/s/1': member({ free: said('a/s/1', 'x', 5) }) }, pins, freezes: {} }, ctx)).toEqual({
      free: { value: 'pinned', stamp: { at: 4, ref: 'p' }, ref: 'p', rule: 'pin' },
      rare: { value: null, stamp: { at: 7, ref: 'q' }, ref: 'q', rule: 'pin' },
    });
    expect(Object.keys(survive({ members: {}, pins, freezes: {} }, ctx))).toEqual(['free', 'rare']);
  });

  it('a freeze holds its value where nobody says anything any more, and holds back every value where none was golden', () => {
    const held = { value: 'before', stamp: { at: 1, ref: 'a/s/1' }, ref: 'a/s/1', rule: 'latest' as const };
    expect(survive({ members: {}, pins: {}, freezes: { free: { held, since: 3, by: 'p' } } }, ctx)).toEqual({ free: { ...held, rule: 'freeze' } });
    const members = { 'a/s/1': member({ free: said('a/s/1', 'x', 5), note: said('a/s/1', 'y', 5) }) };
    expect(Object.keys(survive({ members, pins: {}, freezes: { free: { since: 3, by: 'p' } } }, ctx))).toEqual(['note']);
  });

  it('a value has every field that any record, pin or freeze knows', () => {
    const members = { 'a/s/1': member({ one: said('a/s/1', '1', 1) }), 'b/s/1': member({ two: said('b/s/1', '2', 1), one: said('b/s/1', '1', 0) }), 'c/s/1': member({}) };
    const pins = { three: { value: '3', by: 'p', at: 4 } };
    const golden = survive({ members, pins, freezes: {} }, ctx);
    expect(Object.entries(golden).map(([field, g]) => [field, g.value])).toEqual([
      ['three', '3'],
      ['one', '1'],
      ['two', '2'],
    ]);
    expect(survive({ members: {}, pins: {}, freezes: {} }, ctx)).toEqual({});
  });
});
