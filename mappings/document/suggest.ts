import type { Sentence } from '../../core/model/error.ts';

/** Longer words are not compared: nobody mistypes a whole line into a name. */
const wordCharsMax = 64;

/** Edits (insert, delete, replace, swap neighbours) between two words. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

/** The candidate that was probably meant, or undefined when none is near (at most a third of the letters differ). */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > wordCharsMax) return undefined;
  const typed = word.toLowerCase();
  let best: { name: string; score: number } | undefined;
  for (const name of candidates) {
    if (name.length > wordCharsMax) continue;
    const score = distance(typed, name.toLowerCase());
    if (score <= Math.max(1, Math.floor(Math.max(typed.length, name.length) / 3)) && (best === undefined || score < best.score)) best = { name, score };
  }
  return best?.name;
}

/** ` Did you mean "x"?`, or the list of what is known when that is short, or nothing. */
export function hint(word: string, candidates: readonly string[]): Sentence {
  const meant = suggest(word, candidates);
  if (meant !== undefined) return { en: ` Did you mean “${meant}”?`, zh: ` 是否想写“${meant}”？` };
  if (candidates.length === 0 || candidates.length > 12) return { en: '', zh: '' };
  return { en: ` Known: ${candidates.join(', ')}.`, zh: ` 可用的有：${candidates.join('、')}。` };
}
