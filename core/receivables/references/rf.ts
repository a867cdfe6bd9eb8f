import { lettersToDigits, mod97 } from './mod97.ts';

/** True for an ISO 11649 creditor reference (`RF` + two check digits + 1–21 letters or digits) whose modulo-97 check holds. Blanks must be gone. */
export function isRf(text: string): boolean {
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(text) && mod97(lettersToDigits(text.slice(4) + text.slice(0, 4))) === 1;
}

/** Builds an RF reference over 1–21 letters or digits. */
export function rfOf(body: string): string {
  const check = 98 - mod97(lettersToDigits(`${body}RF00`));
  return `RF${String(check).padStart(2, '0')}${body}`;
}
