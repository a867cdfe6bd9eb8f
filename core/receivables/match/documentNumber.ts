/** Keys a document number is found by: all letters and digits, and the last run of digits without leading zeros. */
export interface NumberKeys {
  readonly full: string;
  /** Empty when the number has no digits. */
  readonly digits: string;
}

/** Folds a document number or a reference to one (`INV-00022`, `inv 22`, `Invoice #22`). */
export function numberKeys(text: string): NumberKeys {
  let full = '';
  let start = 0;
  let small = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c > 127) return foldedKeys(text);
    if ((c >= 48 && c <= 57) || (c >= 65 && c <= 90)) continue;
    if (c >= 97 && c <= 122) {
      small = true;
      continue;
    }
    if (i > start) full += text.slice(start, i);
    start = i + 1;
  }
  if (start === 0) full = text;
  else if (start < text.length) full += text.slice(start);
  if (small) full = full.toUpperCase();
  return { full, digits: lastDigits(full) };
}

function foldedKeys(text: string): NumberKeys {
  const full = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return { full, digits: lastDigits(full) };
}

function lastDigits(full: string): string {
  const isDigit = (i: number): boolean => full.charCodeAt(i) >= 48 && full.charCodeAt(i) <= 57;
  let end = full.length;
  while (end > 0 && !isDigit(end - 1)) end -= 1;
  let start = end;
  while (start > 0 && isDigit(start - 1)) start -= 1;
  while (start < end - 1 && full[start] === '0') start += 1;
  return full.slice(start, end);
}

/** A text names at most so many documents; a longer one costs no more. */
const tokensMax = 40;

/** Longer words are bank ids, not document numbers; longer texts are cut. */
const wordCharsMax = 35;
const textCharsMax = 1_000;

/** Words of a payment's text that can name a document: with a digit, and joined to the word before when they start with one (`INV 22`). Blanks, brackets and colons part words; a comma or semicolon also parts them from what is before. */
export function numberTokens(text: string): string[] {
  const tokens: string[] = [];
  let before = '';
  let start = 0;
  let digits = false;
  const end = Math.min(text.length, textCharsMax);
  for (let i = 0; i <= end; i += 1) {
    const c = i === end ? 32 : text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits = true;
    if (!parts(c)) continue;
    if (i > start) {
      const word = text.slice(start, i);
      if (digits && word.length <= wordCharsMax) addToken(tokens, word, before);
      before = word;
      if (tokens.length >= tokensMax) break;
    }
    if (c === 44 || c === 59) before = '';
    start = i + 1;
    digits = false;
  }
  return tokens;
}

/** Blank, tab, line feed, no-break space, `(`, `)`, `:`, `,`, `;`. */
function parts(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13) || c === 160 || c === 40 || c === 41 || c === 58 || c === 44 || c === 59;
}

function addToken(tokens: string[], word: string, before: string): void {
  if (!tokens.includes(word)) tokens.push(word);
  const first = word.charCodeAt(0);
  if (before !== '' && first >= 48 && first <= 57 && /^[\p{L}#.-]{1,12}$/u.test(before)) tokens.push(`${before}${word}`);
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
