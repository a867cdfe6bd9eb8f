/** Keys a document number is found by: all letters and digits, and the last run of digits without leading zeros. */
export interface NumberKeys {
  readonly full: string;
  /** Empty when the number has no digits. */
  readonly digits: string;
}

/** Folds a document number or a reference to one (`INV-00022`, `inv 22`, `Invoice #22`). */
export function numberKeys(text: string): NumberKeys {
  const full = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  const digits = /(\d+)\D*$/.exec(full)?.[1] ?? '';
  return { full, digits: digits.replace(/^0+(?=\d)/, '') };
}

/** Words of a payment's text that can name a document: with a digit, 2–35 characters, whole and joined to the word before (`INV 22`). At most 40, so that a long text costs no more. */
export function numberTokens(text: string): string[] {
  if (!/\d/.test(text)) return [];
  const words = text.slice(0, 1_000).split(/[\s():]+|(?=[,;])/);
  const tokens = new Set<string>();
  for (const [i, raw] of words.entries()) {
    const word = raw.replace(/^[,;]+/, '');
    if (!/\d/.test(word) || word.length > 35) continue;
    tokens.add(word);
    const before = words[i - 1];
    if (before !== undefined && raw === word && /^[\p{L}#.-]{1,12}$/u.test(before)) tokens.add(`${before}${word}`);
    if (tokens.size >= 40) break;
  }
  return [...tokens];
}

/** True when two numbers differ by one wrong digit or two swapped neighbours, as people mistype them. Shorter ones are padded with leading zeros. */
export function nearNumber(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length, 3);
  const [x, y] = [a.padStart(length, '0'), b.padStart(length, '0')];
  const wrong: number[] = [];
  for (let i = 0; i < length && wrong.length < 3; i += 1) if (x[i] !== y[i]) wrong.push(i);
  if (wrong.length === 1) return true;
  const [i, j] = wrong;
  return wrong.length === 2 && i !== undefined && j === i + 1 && x[i] === y[j] && x[j] === y[i];
}
