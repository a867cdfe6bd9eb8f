import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEndToEndId } from './endToEnd.ts';
import { findReferences, schemeOf } from './find.ts';
import { isKid, luhnDigit, mod11Digit } from './kid.ts';
import { isQrr, mod10Recursive } from './qrr.ts';
import { isRf, rfOf } from './rf.ts';
import { isViite, viiteDigit } from './viite.ts';

const digits = (min: number, max: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((d) => d.join(''));

describe('structured references', () => {
  it('know published examples', () => {
    expect(isRf('RF18539007547034')).toBe(true);
    expect(isQrr('210000000003139471430009017')).toBe(true);
    expect(isViite('1232')).toBe(true);
    expect(isKid('2345676')).toBe(true);
    expect(mod11Digit('1234567')).toBe('4');
  });

  it('every built reference is valid and every single changed digit is not', () => {
    fc.assert(
      fc.property(digits(5, 18), fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const change = (text: string, from: number): string => {
          const i = from + (at % (text.length - from));
          return text.slice(0, i) + String((Number(text[i]) + shift) % 10) + text.slice(i + 1);
        };
        const rf = rfOf(body);
        expect(isRf(rf)).toBe(true);
        expect(isRf(change(rf, 4))).toBe(false);
        const qrr = body.padStart(26, '1');
        expect(isQrr(qrr + String(mod10Recursive(qrr)))).toBe(true);
        expect(isQrr(change(qrr + String(mod10Recursive(qrr)), 0))).toBe(false);
        const viite = `1${body}`;
        expect(isViite(viite + String(viiteDigit(viite)))).toBe(true);
        expect(isKid(body + String(luhnDigit(body)))).toBe(true);
      }),
    );
  });

  it('are found in free text with blanks and neighbours', () => {
    const text = 'Payment rf18 5390 0754 7034 thanks; QR 21 00000 00003 13947 14300 09017 / EUR 20';
    expect(findReferences(text).map((r) => `${r.scheme} ${r.value}`)).toEqual(['RF RF18539007547034', 'QRR 210000000003139471430009017']);
  });

  it('say the scheme of a whole value', () => {
    expect(schemeOf('RF18 5390 0754 7034')).toBe('RF');
    expect(schemeOf('no reference')).toBeUndefined();
  });

  it('never take a placeholder for an end-to-end id', () => {
    expect(isEndToEndId('NOTPROVIDED')).toBe(false);
    expect(isEndToEndId(' nonref ')).toBe(false);
    expect(isEndToEndId('E2E-2026-1')).toBe(true);
  });
});
