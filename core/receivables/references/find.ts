import { isKid } from './kid.ts';
import { isQrr } from './qrr.ts';
import { isRf } from './rf.ts';
import { isViite } from './viite.ts';

/** How a structured reference is checked. */
export type ReferenceScheme = 'RF' | 'QRR' | 'KID' | 'VIITE';

/** A reference whose check digit holds, in the writing without blanks. */
export interface FoundReference {
  readonly scheme: ReferenceScheme;
  readonly value: string;
}

/** Text longer than this is not searched further: a remittance text is at most a few hundred characters, the rest is an attack. */
const textMax = 4_000;

/** Says which scheme a whole value belongs to; undefined when no check digit holds. RF and QRR are sure; a digit-only KID or viite can be chance, so the caller looks it up among its own. */
export function schemeOf(value: string): ReferenceScheme | undefined {
  const text = value.replace(/\s+/g, '').toUpperCase();
  if (isRf(text)) return 'RF';
  if (isQrr(text)) return 'QRR';
  if (isViite(text) && text.length >= 4) return 'VIITE';
  if (isKid(text)) return 'KID';
  return undefined;
}

/** Text that may hold a reference at all: most texts do not, and are not searched. */
const mayHold = /\d{7}|RF ?\d|\d[\d ]{25}/i;

/** Finds RF and QR references in free text, blanks inside allowed (`RF18 5390 0754 7034`, `21 00000 00003 13947 14300 09017`); each value once, in order. Digit-only KID and viite are found as whole words of ≥ 7 digits. */
export function findReferences(text: string): FoundReference[] {
  if (!mayHold.test(text)) return [];
  const found = new Map<string, FoundReference>();
  const source = text.slice(0, textMax).toUpperCase();
  for (const start of source.matchAll(/RF ?\d ?\d/g)) addLongest(found, 'RF', compact(source.slice(start.index, start.index + 33)), isRf, 5);
  for (const run of source.matchAll(/\d[\d ]{25,40}\d/g)) {
    const digits = run[0].replaceAll(' ', '');
    for (let i = 0; i + 27 <= digits.length; i += 1) {
      const value = digits.slice(i, i + 27);
      if (isQrr(value)) found.set(value, { scheme: 'QRR', value });
    }
  }
  for (const word of source.matchAll(/(?<![\dA-Z])\d{7,25}(?![\dA-Z])/g)) {
    const value = word[0];
    if (found.has(value)) continue;
    if (isViite(value)) found.set(value, { scheme: 'VIITE', value });
    else if (isKid(value)) found.set(value, { scheme: 'KID', value });
  }
  return [...found.values()];
}

function compact(text: string): string {
  return /^[0-9A-Z ]*/.exec(text)?.[0].replaceAll(' ', '') ?? '';
}

function addLongest(found: Map<string, FoundReference>, scheme: ReferenceScheme, text: string, valid: (t: string) => boolean, least: number): void {
  for (let length = Math.min(text.length, 25); length >= least; length -= 1) {
    const value = text.slice(0, length);
    if (!valid(value)) continue;
    found.set(value, { scheme, value });
    return;
  }
}
