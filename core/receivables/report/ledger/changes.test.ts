import { expect, it } from 'vitest';
import type { Fact } from '../../model/fact.ts';
import { changesBetween } from './changes.ts';

const dispute = (claim: string): Fact => ({ type: 'dispute', claim, open: true, version: 1 });

it('tells what arrived from one moment to before another, in order of arrival, counted by kind', () => {
  const rejected: Fact = { type: 'rejected', key: 'k' };
  const facts = [
    { fact: dispute('late'), at: 30 },
    { fact: dispute('second'), at: 20 },
    { fact: rejected, at: 15 },
    { fact: dispute('first'), at: 10 },
    { fact: dispute('early'), at: 9 },
  ];
  expect(changesBetween(facts, 10, 30)).toEqual({ counts: { dispute: 2, rejected: 1 }, facts: [dispute('first'), rejected, dispute('second')] });
  expect(changesBetween([], 0, 100)).toEqual({ counts: {}, facts: [] });
});
