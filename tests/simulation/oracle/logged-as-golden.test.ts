import { describe, expect, it } from 'vitest';
import type { Ref } from '../../../core/model/ids.ts';
import { type Conflict, conflicts } from '../../../core/sync/conflicts.ts';
import type { Entity, Member } from '../../../core/sync/entity.ts';
import { foundEntity } from '../../../core/sync/recompute.ts';
import { Agreed } from '../agreed.ts';
import { isLoggedAsGolden } from './logged-as-golden.ts';

const [a, b, c] = ['a/customers/1', 'b/customers/1', 'c/customers/1'] as const;
type Said = readonly [ref: string, raw: string | null, at: number];

const member = ([ref, raw, at]: Said): Member => ({
  seq: at,
  role: 'primary',
  assertions: { note: { raw, stamp: { at, ref }, prev: 'old', synced: { at: 0, ref: '' } } },
});

/** A customer whose latest word is golden. */
function entity(...said: Said[]): Entity {
  const [ref, value, at] = said.reduce((x, y) => (y[2] > x[2] ? y : x));
  const golden = { note: { value, ref, rule: 'latest' as const, stamp: { at, ref } } };
  return { ...foundEntity('o_1' as Entity['id'], { ref: a as Ref, type: 'organization' }, 0), members: Object.fromEntries(said.map((one) => [one[0], member(one)])), golden };
}

/** What the product logs when the last word of a customer is taken in; `before` is what was stored until then. */
const logOf = (before: Entity, after: Entity): Conflict[] =>
  conflicts({ before, after, ref: c, fresh: ['note'], structural: false, limbo: [], canonOf: (_ref, _field, { raw }) => raw });

const [hadNote, clearedA, clearedB] = [entity([c, 'new', 1]), [a, null, 3] as const, [b, null, 5] as const];
const bothCleared = entity([c, 'new', 1], clearedA, clearedB);
const written = entity([c, 'newer', 9], clearedA, clearedB);
const again = entity([c, 'newer', 9], clearedA, [b, 'newest', 12]);

/** Is a's clear told, by what was stored and what is in the log? */
function isTold(stored: readonly Entity[], log: readonly Conflict[], now: Entity = written, value = ''): boolean {
  const agreed = new Agreed();
  for (const one of stored) agreed.stored(one);
  return isLoggedAsGolden(agreed, log, { ref: a, value }, 'note', now);
}

describe('a clear that agreed with another one while that was golden', () => {
  const log = logOf(bothCleared, written);

  it('is told with that one when it lost, whatever both had cleared and whatever is golden since', () => {
    expect(log).toMatchObject([{ loser: b, value: null, winner: c, reason: 'concurrent' }]);
    expect(isTold([hadNote, bothCleared, written], log)).toBe(true);
    expect(isTold([bothCleared, written, again], log, again)).toBe(true);
  });

  it('is lost where nothing was logged, or what was logged is another clear, another field or a text', () => {
    expect(isTold([bothCleared, written], [])).toBe(false);
    for (const other of [{ stamp: { at: 4, ref: b } }, { field: 'city' }, { value: 'old' }] as const) {
      expect(
        isTold(
          [bothCleared, written],
          log.map((one) => ({ ...one, ...other })),
        ),
      ).toBe(false);
    }
  });

  it('has to be told for itself where it was not known while the other was golden', () => {
    expect(isTold([entity([c, 'new', 1], clearedB), written], log)).toBe(false);
    expect(isTold([entity([c, 'new', 1], [a, null, 2], clearedB), written], log)).toBe(false);
  });

  it('has to be told for itself where it was golden, where the other left, and where it is a text', () => {
    expect(isTold([entity([c, 'new', 1], clearedA), written], logOf(entity([c, 'new', 1], clearedA), entity([c, 'newer', 9], clearedA)))).toBe(false);
    expect(isTold([bothCleared, written], log, entity([c, 'newer', 9], clearedA))).toBe(false);
    expect(isTold([bothCleared, written], log, written, 'text')).toBe(false);
  });

  it('does not agree while another text is golden, or once it left the customer', () => {
    expect(isTold([entity([c, 'newer', 9], clearedA, clearedB)], log)).toBe(false);
    const dead: Member = { ...member(clearedA), dead: true };
    expect(isTold([{ ...bothCleared, members: { ...bothCleared.members, [a]: dead } }], log)).toBe(false);
  });
});
