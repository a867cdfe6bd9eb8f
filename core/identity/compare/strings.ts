/** Texts are compared over at most this many characters: the cost is quadratic. */
const comparedCharactersMax = 64;

/** Three rows of the distance table, used again and again: a comparison allocates nothing. */
let before = new Uint8Array(comparedCharactersMax + 1);
let above = new Uint8Array(comparedCharactersMax + 1);
let row = new Uint8Array(comparedCharactersMax + 1);

/** Optimal string alignment distance (insert, delete, replace, swap of neighbours); stops and returns `limit + 1` once it must exceed `limit`. */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  const [longA, longB] = [Math.min(left.length, comparedCharactersMax), Math.min(right.length, comparedCharactersMax)];
  if (Math.abs(longA - longB) > limit) return limit + 1;
  // what both begin and end with cannot matter
  let start = 0;
  while (start < longA && start < longB && left.charCodeAt(start) === right.charCodeAt(start)) start += 1;
  let [endA, endB] = [longA, longB];
  while (endA > start && endB > start && left.charCodeAt(endA - 1) === right.charCodeAt(endB - 1)) {
    endA -= 1;
    endB -= 1;
  }
  return distanceBetween(left.slice(start, endA), right.slice(start, endB), limit);
}

function distanceBetween(a: string, b: string, limit: number): number {
  if (a.length === 0 || b.length === 0) return Math.min(a.length + b.length, limit + 1);
  for (let j = 0; j <= b.length; j += 1) above[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    const c = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j += 1) {
      const d = b.charCodeAt(j - 1);
      let value = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + (c === d ? 0 : 1));
      if (i > 1 && j > 1 && c === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === d) value = Math.min(value, (before[j - 2] as number) + 1);
      row[j] = value;
      if (value < least) least = value;
    }
    if (least > limit) return limit + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[b.length] as number, limit + 1);
}

/** Which letters of the second text are matched, and the matched letters of the first: used again and again. */
const taken = new Uint8Array(comparedCharactersMax);
const matched = new Uint16Array(comparedCharactersMax);

/** Jaro–Winkler similarity, 0–1: high for names that agree at the start. */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1;
  const a = left.slice(0, comparedCharactersMax);
  const b = right.slice(0, comparedCharactersMax);
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  taken.fill(0, 0, b.length);
  let m = 0;
  for (let i = 0; i < a.length; i += 1) {
    const c = a.charCodeAt(i);
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1) {
      if (taken[j] === 1 || c !== b.charCodeAt(j)) continue;
      taken[j] = 1;
      matched[m] = c;
      m += 1;
      break;
    }
  }
  if (m === 0) return 0;
  let order = 0;
  let swaps = 0;
  for (let j = 0; order < m; j += 1) {
    if (taken[j] !== 1) continue;
    if (b.charCodeAt(j) !== matched[order]) swaps += 1;
    order += 1;
  }
  const jaro = (m / a.length + m / b.length + (m - swaps / 2) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && a[prefix] !== undefined && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Edits that a word of this length may carry and still be a slip of the same word: none below 3 letters, one below 7, two below 12, then three. */
export function slipsAllowed(length: number): number {
  return length < 3 ? 0 : length < 7 ? 1 : length < 12 ? 2 : 3;
}

/** True when the words differ by typing slips alone. */
export function isSlip(a: string, b: string): boolean {
  const allowed = slipsAllowed(Math.min(a.length, b.length));
  // one slip leaves the first or the last letter in place
  if (allowed === 1 && a[0] !== b[0] && a.at(-1) !== b.at(-1)) return false;
  return allowed > 0 && editDistance(a, b, allowed) <= allowed;
}
