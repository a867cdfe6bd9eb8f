import { describe, expect, it } from 'vitest';
import { editDistance, isSlip, jaroWinkler } from './strings.ts';

describe('similar words', () => {
  it.each([
    ['martha', 'marhta', 0.9611],
    ['dixon', 'dicksonx', 0.8133],
    ['dwayne', 'duane', 0.84],
    ['ab', 'cd', 0],
    ['', 'x', 0],
    ['same', 'same', 1],
  ])('%s and %s are %d alike, whichever comes first', (a, b, similarity) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(similarity, 4);
    expect(jaroWinkler(b, a)).toBeCloseTo(similarity, 4);
  });

  it('count swapped neighbours as one edit and stop at the limit', () => {
    expect(editDistance('smith', 'simth', 3)).toBe(1);
    expect(editDistance('smith', 'jones', 2)).toBe(3);
  });

  it('are slips of one another within what their length allows', () => {
    expect(isSlip('hoper', 'hopper')).toBe(true);
    expect(isSlip('ann', 'bob')).toBe(false);
  });
});
