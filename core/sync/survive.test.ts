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
});
