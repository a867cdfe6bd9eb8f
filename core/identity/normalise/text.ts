/** Longer input is cut before any work: a name of 10,000 characters costs as much as one of 256. */
export const textCharactersMax = 256;

/** Invisible marks (soft hyphen, zero width, direction marks, byte order mark) that copied text carries. */
const invisible = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g;

/** Letters that Unicode does not decompose, in their usual ASCII spelling. */
const spelled: ReadonlyMap<string, string> = new Map(Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'n' }));
const spelledAny = /[ßæœøđðþłıħŋ]/g;
/** Accents; the voicing marks of kana are letters, not accents. */
const marks = /(?:(?![\u3099\u309A])\p{M})+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: asks whether any character is outside ASCII
const beyondAscii = /[^\u0000-\u007F]/;

/** Text for comparing: NFKC (full width → half), lower case, no accents, no invisible marks, white space as one blank. Chinese stays as it is. */
export function foldText(input: string): string {
  let text = input.length > textCharactersMax ? input.slice(0, textCharactersMax) : input;
  text = text.toLowerCase();
  if (beyondAscii.test(text)) {
    text = text.normalize('NFKC').replace(invisible, '').toLowerCase().normalize('NFD').replace(marks, '').normalize('NFC');
    text = text.replace(spelledAny, (c) => spelled.get(c) ?? c);
  }
  return text.replace(/\s+/g, ' ').trim();
}

/** The words of folded text: runs of letters and digits; apostrophes inside a word are dropped (`o'brien` → `obrien`). */
export function wordsOf(folded: string): string[] {
  return folded.replace(/(?<=\p{L})['’`´ʼ](?=\p{L})/gu, '').match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** True when the text holds a Chinese character. */
export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
