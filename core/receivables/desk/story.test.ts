import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaksOf } from '../book/conservation.ts';
import { stateHash } from '../book/stateHash.ts';
import { undoGroup } from '../book/undo.ts';
import { playStory, replayed } from './story.ts';

const steps = fc.array(fc.record({ what: fc.nat(), which: fc.nat(), amount: fc.nat() }), { maxLength: 40 });

describe('any story of events', () => {
  it('conserves money: every receipt and every claim adds up, and nothing is allocated beyond what is there', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const { desk } = playStory(story);
        expect(leaksOf(desk.book)).toEqual([]);
        const over = desk.exceptions().filter((e) => e.kind === 'over_applied' || e.kind === 'charged_back_but_applied');
        expect(over).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  it('gives the same state from the same facts in any order, some of them twice', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (story, order) => {
        const { desk, facts } = playStory(story);
        expect(stateHash(replayed(facts, order).book)).toBe(stateHash(desk.book));
      }),
      { numRuns: 250 },
    );
  });

  it('is where it was after its last groups are undone', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (story, amount) => {
        const { desk } = playStory(story);
        const receipt = {
          id: 'last',
          company: 'x',
          currency: 'EUR',
          amountMinor: BigInt(1 + (amount % 50)) * 100n,
          date: '2026-12-01',
          payer: 'Harbor Foods Inc',
          text: 'INV-101',
          version: 1,
        };
        desk.load([{ type: 'receipt', receipt }]);
        const before = stateHash(desk.book);
        const made = desk.solveAll().facts.flatMap((fact) => (fact.type === 'group' ? [fact.group.id] : []));
        for (const group of made.toReversed()) desk.load(undoGroup(desk.book, group, { date: '2026-12-02', by: 'x', reason: 'x' }));
        expect(stateHash(desk.book)).toBe(before);
      }),
      { numRuns: 150 },
    );
  });
});
