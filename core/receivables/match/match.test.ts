import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCombinations } from './combination.ts';
import { convertMinor } from './convert.ts';
import { nearNumber, numberKeys, numberTokens } from './documentNumber.ts';
import { readMemo } from './memo.ts';
import { nameForm, nameLikeness } from './names.ts';

describe('nameLikeness', () => {
  it.each([
    ['ACME GMBH', 'Acme GmbH', 'name_equal'],
    ['Acme', 'Acme GmbH & Co. KG', 'name_without_form'],
    ['Müller Bau', 'Mueller Bau AG', 'none'],
    ['Muller Bau', 'Müller Bau AG', 'name_without_form'],
    ['Sunrise Elec', 'Sunrise Electronics Ltd', 'name_shortened'],
    ['Iron Bridge Ind', 'Ironbridge Industrial', 'name_shortened'],
    ['Atlas Mfg Corp', 'Atlas Manufacturing Corp', 'name_shortened'],
    ['N Star Transport', 'Northern Star Transport', 'name_shortened'],
    ['RES LLC', 'River Energy Solutions', 'name_initials'],
    ['PCL', 'Pine Construction Ltd', 'name_initials'],
    ['杭州甲乙科技有限公司', '杭州甲乙科技股份有限公司', 'name_equal'],
    ['Harbor Foods Division 7', 'Harbor Foods Division 9', 'none'],
    ['Harbor', 'Mountain Foods', 'none'],
  ])('says %s and %s: %s', (payer, party, rule) => {
    expect(nameLikeness(nameForm(payer), nameForm(party)).rule).toBe(rule);
  });

  it('is weaker when the payer leaves the branch out', () => {
    const whole = nameLikeness(nameForm('Harbor Foods'), nameForm('Harbor Foods Inc')).strength;
    const branch = nameLikeness(nameForm('Harbor Foods'), nameForm('Harbor Foods Inc Division 9')).strength;
    expect(branch).toBeLessThan(whole);
    expect(branch).toBeGreaterThan(0.5);
  });
});

describe('document numbers', () => {
  it('fold prefixes, zeros and signs', () => {
    expect([numberKeys('INV-00022'), numberKeys('Invoice #22'), numberKeys('发票 22')].map((k) => k.digits)).toEqual(['22', '22', '22']);
    expect(numberKeys('inv 00022').full).toBe('INV00022');
    expect(numberTokens('pays INV 00022; X9, thanks')).toEqual(['00022', 'INV00022', 'X9']);
  });

  it('know one wrong digit and two swapped ones', () => {
    expect([nearNumber('5293', '293'), nearNumber('76', '67'), nearNumber('704', '4'), nearNumber('123', '321'), nearNumber('91388', '53')]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('readMemo', () => {
  it.each([
    ['Deduction: Missing items (-$1807.43)', { reason: 'deduction', statedMinor: 180_743n }],
    ['Discount $42.00', { reason: 'discount', statedMinor: 4_200n }],
    ['3.0% discount taken', { reason: 'discount', basisPoints: 300 }],
    ['Installment 1 of 6', { partial: true }],
    ['Payment on account', { onAccount: true, partial: false }],
    ['Advance payment', { advance: true }],
    ['Early payment terms applied', { reason: 'discount' }],
  ])('reads %j', (memo, hint) => {
    expect(readMemo(memo, 'USD')).toMatchObject(hint);
  });
});

describe('convertMinor', () => {
  it.each([
    [10_000n, 'EUR', 'USD', '1.0950', 10_950n],
    [10_000n, 'EUR', 'JPY', '160.5', 16_050n],
    [1n, 'JPY', 'KWD', '0.0021', 2n],
    [-333n, 'EUR', 'EUR', '0.5', -167n],
  ])('%s %s to %s at %s is %s', (minor, from, to, rate, expected) => {
    expect(convertMinor(minor, from, to, rate)).toBe(expected);
  });

  it('refuses a rate that is none', () => {
    expect([convertMinor(1n, 'EUR', 'USD', '0'), convertMinor(1n, 'EUR', 'USD', '1e3'), convertMinor(1n, 'EUR', 'XYZ', '1')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('findCombinations', () => {
  it('finds a planted set, and every set it gives sums to the target', () => {
    const amounts = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 3, maxLength: 14 });
    fc.assert(
      fc.property(amounts, fc.array(fc.nat(), { minLength: 2, maxLength: 4 }), (values, picks) => {
        const items = values.map((v, i) => ({ id: `i${i}`, amountMinor: BigInt(v) }));
        const chosen = [...new Set(picks.map((p) => p % items.length))];
        if (chosen.length < 2) return;
        const target = chosen.reduce((sum, i) => sum + (items[i]?.amountMinor ?? 0n), 0n);
        const result = findCombinations(items, target, { sizeMax: 5, nodesMax: 200_000, wanted: 50 });
        expect(result.complete).toBe(true);
        const sum = (ids: readonly string[]): bigint => ids.reduce((s, id) => s + (items.find((x) => x.id === id)?.amountMinor ?? 0n), 0n);
        expect(result.found.every((set) => sum(set) === target && set.length <= 5)).toBe(true);
        expect(result.found.some((set) => set.length === chosen.length && chosen.every((i) => set.includes(`i${i}`)))).toBe(true);
      }),
    );
  });

  it('finds all that trying every set finds, equal amounts and bounds on the size included', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 9 }), (values, target, sizeMin, sizeMax) => {
        const items = values.map((v, i) => ({ id: `i${i}`, amountMinor: BigInt(v) }));
        const every: string[] = [];
        for (let set = 0; set < 2 ** values.length; set += 1) {
          const chosen = values.flatMap((v, i) => ((set >> i) & 1 ? [{ v, i }] : []));
          if (chosen.length < sizeMin || chosen.length > sizeMax || chosen.reduce((sum, { v }) => sum + v, 0) !== target) continue;
          every.push(chosen.map(({ i }) => `i${i}`).join());
        }
        const { found, complete } = findCombinations(items, BigInt(target), { sizeMin, sizeMax, nodesMax: 200_000, wanted: 1_000 });
        expect(complete).toBe(true);
        expect(found.map((set) => set.toSorted().join()).toSorted()).toEqual(every.toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it('says when two sets fit and when it stopped at its budget', () => {
    const equal = [1, 2, 3, 4].map((v, i) => ({ id: `i${i}`, amountMinor: BigInt(v) }));
    expect(findCombinations(equal, 5n, { sizeMax: 5, nodesMax: 1_000 }).found).toHaveLength(2);
    const many = Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, amountMinor: BigInt(100_003 + i * 2) }));
    // Odd amounts, of which only eight reach the target, never add up to an odd one: nothing but the budget ends the search.
    const stopped = findCombinations(many, 800_501n, { sizeMax: 10, nodesMax: 500 });
    expect([stopped.complete, stopped.nodes]).toEqual([false, 500]);
  });
});
