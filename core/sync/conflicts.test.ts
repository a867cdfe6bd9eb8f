import { describe, expect, it } from 'vitest';
import type { Canon } from '../ports/mapping.ts';
import { type ConflictInput, conflicts } from './conflicts.ts';
import type { Entity, GoldenField, Member } from './entity.ts';
import { foundEntity } from './recompute.ts';
import type { Assertion } from './record.ts';

const [a, b] = ['a/s/1', 'b/s/1'] as const;
const zero = { at: 0, ref: '' };

const says = (ref: string, raw: string | null, at: number, more: Partial<Assertion> = {}): Assertion => ({ raw, stamp: { at, ref }, prev: null, synced: zero, ...more });
const member = (assertion: Assertion, more: Partial<Member> = {}): Member => ({ seq: 1, role: 'primary', assertions: { note: assertion }, ...more });
const golden = (value: Canon, ref: string, at: number, rule: GoldenField['rule'] = 'latest'): Record<string, GoldenField> => ({ note: { value, ref, rule, stamp: { at, ref } } });

function entity(members: Entity['members'], values: Entity['golden']): Entity {
  return { ...foundEntity('o_1' as Entity['id'], { ref: a as never, type: 'organization' }, 0), members, golden: values };
}

const input = (more: Partial<ConflictInput>): ConflictInput => ({
  before: undefined,
  after: entity({}, {}),
  ref: a,
  fresh: [],
  structural: false,
  limbo: [],
  canonOf: (_ref, _field, assertion) => assertion.raw,
  ...more,
});

describe('an edit that does not become golden', () => {
  const members = { [a]: member(says(a, 'mine', 5)), [b]: member(says(b, 'theirs', 9)) };

  it.each([
    ['latest', 'overruled'],
    ['rank', 'overruled'],
    ['pin', 'pinned'],
    ['freeze', 'frozen'],
  ] as const)('is logged with both values: golden by %s, %s', (rule, reason) => {
    const found = conflicts(input({ after: entity(members, golden('theirs', b, 9, rule)), fresh: ['note'] }));
    expect(found).toMatchObject([{ field: 'note', loser: a, value: 'mine', winner: b, winning: 'theirs', reason, stamp: { at: 5, ref: a } }]);
  });

  it('is none when golden says the same, is its own, or has no value', () => {
    expect(conflicts(input({ after: entity(members, golden('mine', b, 9)), fresh: ['note'] }))).toEqual([]);
    expect(conflicts(input({ after: entity(members, golden('other', a, 5)), fresh: ['note'] }))).toEqual([]);
    expect(conflicts(input({ after: entity(members, {}), fresh: ['note'] }))).toEqual([]);
    expect(conflicts(input({ after: entity({}, golden('theirs', b, 9)), fresh: ['note'] }))).toEqual([]);
    expect(conflicts(input({ after: entity(members, golden('theirs', b, 9)), fresh: ['note'], canonOf: () => undefined }))).toEqual([]);
  });

  it('is not looked for where nothing is fresh and nothing structural happened', () => {
    expect(conflicts(input({ after: entity(members, golden('theirs', b, 9)) }))).toEqual([]);
  });

  it('has an id that tells the same loss from another', () => {
    const idOf = (value: string, at: number): string | undefined =>
      conflicts(input({ after: entity({ [a]: member(says(a, value, at)), [b]: member(says(b, 'theirs', 9)) }, golden('theirs', b, 9)), fresh: ['note'] }))[0]?.id;
    expect(idOf('mine', 5)).toBe(idOf('mine', 5));
    expect(new Set([idOf('mine', 5), idOf('mine', 6), idOf('yours', 5)]).size).toBe(3);
  });
});

describe('an edit of a field that waits for an approval', () => {
  const pending = (members: Entity['members'], values: Entity['golden']): Entity => ({ ...entity(members, values), freezes: { note: { since: 1, by: 'p_1' } } });
  const held = golden('before', a, 3, 'freeze');

  it('is logged, also when the held value is of the same record', () => {
    const after = pending({ [a]: member(says(a, 'mine', 5)) }, held);
    expect(conflicts(input({ after, fresh: ['note'] }))).toMatchObject([{ loser: a, value: 'mine', winner: a, winning: 'before', reason: 'frozen', stamp: { at: 5, ref: a } }]);
    const cleared = pending({ [a]: member(says(a, null, 5)) }, held);
    expect(conflicts(input({ after: cleared, fresh: ['note'] }))).toMatchObject([{ loser: a, value: null, winning: 'before' }]);
  });

  it('is logged when the field had no value before; a clear says the same as none', () => {
    const after = pending({ [a]: member(says(a, 'mine', 5)) }, {});
    expect(conflicts(input({ after, fresh: ['note'] }))).toMatchObject([{ loser: a, value: 'mine', winner: '', winning: null, reason: 'frozen' }]);
    expect(conflicts(input({ after: pending({ [a]: member(says(a, null, 5)) }, {}), fresh: ['note'] }))).toEqual([]);
  });

  it('is logged by a merge as well, which may bring somebody for whom nobody waits for an approval', () => {
    const members = { [a]: member(says(a, 'mine', 5)), [b]: member(says(b, 'theirs', 9)) };
    const losers = (values: Entity['golden']): unknown[] => conflicts(input({ after: pending(members, values), ref: '', structural: true })).map((c) => [c.loser, c.value]);
    expect(losers(held)).toEqual([
      [a, 'mine'],
      [b, 'theirs'],
    ]);
    expect(losers({})).toEqual([
      [a, 'mine'],
      [b, 'theirs'],
    ]);
  });

  it('is none when the held value is what the record still says, in whatever form the mappings read that now', () => {
    const after = pending({ [a]: member(says(a, 'Before', 3)) }, held);
    expect(conflicts(input({ after, fresh: ['note'], structural: true }))).toEqual([]);
  });
});

describe('an edit that displaces what its author had not seen', () => {
  const before = entity({ [b]: member(says(b, 'theirs', 5)), [a]: member(says(a, 'old', 1)) }, golden('theirs', b, 5));
  const showing = (assertion: Assertion): Entity => entity({ [b]: member(says(b, 'theirs', 5)), [a]: member(assertion) }, golden('mine', a, 9));
  const reasons = (assertion: Assertion, from: Entity = before): string[] => conflicts(input({ before: from, after: showing(assertion), fresh: ['note'] })).map((c) => c.reason);

  it('logs the displaced value', () => {
    expect(conflicts(input({ before, after: showing(says(a, 'mine', 9)), fresh: ['note'] }))).toMatchObject([
      { loser: b, value: 'theirs', winner: a, winning: 'mine', reason: 'concurrent', stamp: { at: 5, ref: b } },
    ]);
  });

  it('logs nothing when the value stood before his eyes, or was the last that the cell had from us', () => {
    expect(reasons(says(a, 'mine', 9, { prev: 'theirs' }))).toEqual([]);
    expect(reasons(says(a, 'mine', 9, { synced: { at: 5, ref: b } }))).toEqual([]);
  });

  it('logs it when the same text stood there, but an edit came first', () => {
    expect(reasons(says(a, 'mine', 4, { prev: 'theirs' }))).toEqual(['concurrent']);
    expect(reasons(says(a, 'mine', 9, { synced: { at: 4, ref: b } }))).toEqual(['concurrent']);
  });

  it('logs it, a clear as well, where nobody knows what stood before his eyes', () => {
    const cleared = entity({ [b]: member(says(b, null, 5)), [a]: member(says(a, 'old', 1)) }, golden(null, b, 5));
    expect(reasons(says(a, 'mine', 9, { prev: undefined }), cleared)).toEqual(['concurrent']);
    expect(reasons(says(a, 'mine', 9, { prev: undefined, synced: { at: 5, ref: b } }))).toEqual(['concurrent']);
    expect(reasons(says(a, 'mine', 9, { prev: null }), cleared)).toEqual([]);
  });

  it('does not know what a record that only just joined had shown', () => {
    const without = entity({ [b]: member(says(b, 'theirs', 5)) }, golden('theirs', b, 5));
    expect(reasons(says(a, 'mine', 9, { prev: 'theirs' }), without)).toEqual(['concurrent']);
  });

  it('logs nothing where there was no golden, the same golden, or his own', () => {
    expect(conflicts(input({ after: showing(says(a, 'mine', 9)), fresh: ['note'] }))).toEqual([]);
    expect(reasons(says(a, 'mine', 9), entity({}, {}))).toEqual([]);
    expect(reasons(says(a, 'mine', 9), entity({}, golden('mine', b, 5)))).toEqual([]);
    expect(reasons(says(a, 'mine', 9), entity({}, golden('theirs', a, 5)))).toEqual([]);
  });

  it('logs nothing for a value that nobody holds any more or no mapping reads', () => {
    const gone = entity({ [a]: member(says(a, 'mine', 9)) }, golden('mine', a, 9));
    expect(conflicts(input({ before, after: gone, fresh: ['note'] }))).toEqual([]);
    expect(conflicts(input({ before, after: showing(says(a, 'mine', 9)), fresh: ['note'], canonOf: () => undefined }))).toEqual([]);
  });
});

describe('a merge, split, pin or death', () => {
  it('logs every live assertion that is not golden', () => {
    const after = entity(
      {
        [a]: member(says(a, 'mine', 5)),
        [b]: member(says(b, 'theirs', 9)),
        'c/s/1': member(says('c/s/1', 'dead', 1), { dead: true }),
        'd/s/1': member(says('d/s/1', 'theirs', 2)),
      },
      golden('theirs', b, 9),
    );
    expect(conflicts(input({ after, ref: '', structural: true })).map((c) => [c.loser, c.value, c.reason])).toEqual([[a, 'mine', 'merge']]);
    expect(conflicts(input({ after, ref: '', structural: true, canonOf: () => undefined }))).toEqual([]);
    expect(conflicts(input({ after: { ...after, golden: {} }, ref: '', structural: true }))).toEqual([]);
  });
});

describe('what was displaced before anybody folded it', () => {
  const lost = { field: 'note', raw: 'first', stamp: { at: 3, ref: a }, seq: 2 };

  it('is logged with why, and with whose value we had sent there', () => {
    const after = entity({ [a]: member(says(a, 'second', 5)) }, golden('second', a, 5));
    expect(conflicts(input({ after, limbo: [{ ...lost, why: 'doubt', sentOf: b }] }))).toMatchObject([
      { loser: a, value: 'first', winner: a, winning: 'second', reason: 'doubt', stamp: { at: 3 }, sentOf: b },
    ]);
    expect(conflicts(input({ after: entity({}, {}), limbo: [{ ...lost, why: 'displaced' }] }))).toMatchObject([{ winner: '', winning: null, reason: 'displaced' }]);
  });

  it('is logged, too, when the entity had taken it for golden, and not when it had lost before', () => {
    const after = entity({ [a]: member(says(a, 'second', 5)) }, golden('second', a, 5));
    const known = (values: Entity['golden'], stamp = 3): Entity => entity({ [a]: member(says(a, 'first', stamp)) }, values);
    const told = (before: Entity, why: 'displaced' | 'doubt' = 'displaced') => conflicts(input({ before, after, limbo: [{ ...lost, why }] })).map((c) => c.value);
    expect(told(known(golden('first', a, 3)))).toEqual(['first']);
    expect(told(known(golden('other', b, 4)))).toEqual([]);
    expect(told(known(golden('other', b, 3)))).toEqual([]);
    expect(told(known(golden('second', a, 5)))).toEqual([]);
    expect(told(known({}))).toEqual([]);
    expect(told(known(golden('other', b, 4), 2))).toEqual(['first']);
    expect(told(entity({}, golden('other', b, 4)))).toEqual(['first']);
    expect(told(known(golden('other', b, 4)), 'doubt')).toEqual(['first']);
  });

  it('is not when it is golden after all, or nobody can read it', () => {
    const after = entity({}, golden('first', b, 9));
    expect(conflicts(input({ after, limbo: [{ ...lost, why: 'doubt' }] }))).toEqual([]);
    expect(conflicts(input({ limbo: [{ ...lost, why: 'doubt' }], canonOf: () => undefined }))).toEqual([]);
  });
});
