import type { Weights } from '../model/model.ts';
import { areNicknames } from '../normalise/nicknames.ts';
import { hasHan } from '../normalise/text.ts';
import type { Finding } from './level.ts';
import { editDistance, isSlip, jaroWinkler } from './strings.ts';

/** Below this similarity two spellings are two names. */
const similarMin = 0.86;

/** Level of two names in one place: `equal`, `variant` (nickname), `part` (one of several words), `initial`, `slip`, `similar`, `different`. */
function wordLevel(a: string, b: string): string {
  if (a === b) return 'equal';
  const [x, y] = [firstWord(a), firstWord(b)];
  if (x.length < a.length || y.length < b.length) {
    const [left, right] = [a.split(' '), b.split(' ')];
    if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 'equal';
    if (left.some((w) => w.length > 1 && right.includes(w))) return 'part';
  }
  if (areNicknames(x, y)) return 'variant';
  if ((x.length === 1 || y.length === 1) && x[0] === y[0]) return 'initial';
  if (isSlip(a, b)) return 'slip';
  return jaroWinkler(a, b) >= similarMin || isExtension(a, b) ? 'similar' : wordsApart(a, b);
}

function firstWord(text: string): string {
  const blank = text.indexOf(' ');
  return blank < 0 ? text : text.slice(0, blank);
}

function isExtension(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short);
}

/** Scrambled words keep most of their letters: `snawseaa` and `swansea`. */
function wordsApart(a: string, b: string): string {
  const longest = Math.max(a.length, b.length);
  return longest >= 5 && editDistance(a, b, 3) <= Math.floor(longest / 2.5) ? 'far' : 'different';
}

function finding(field: 'given' | 'family', a: string, b: string): Finding | undefined {
  if (a === '' || b === '') return undefined;
  const level = wordLevel(a, b);
  return level === 'equal' || level === 'part' ? { field, level, a, b, value: { list: field, text: firstWord(a) } } : { field, level, a, b };
}

function aligned(a: readonly [string, string], b: readonly [string, string]): Finding[] {
  return [finding('given', a[0], b[0]), finding('family', a[1], b[1])].filter((f) => f !== undefined);
}

function bitsOf(findings: readonly Finding[], weights: Weights): number {
  return findings.reduce((sum, f) => sum + weights.bits(f.field, f.level) + (f.value ? weights.rarity(f.field, f.level, f.value.list, f.value.text) : 0), 0);
}

function split(name: string): readonly [string, string] {
  const bar = name.indexOf('|');
  return [name.slice(0, bar), name.slice(bar + 1)];
}

/** Compares names in both orders and every pair of spellings; the pair that weighs most counts. Of two Chinese names the Latin spellings, which are ours, count only when they are the same: `taohong` and `taoying` are no slip of one another. A swapped order costs its own term. Turning the sides round changes nothing but the sides. */
export function comparePersonNames(a: readonly string[], b: readonly string[], weights: Weights): readonly Finding[] {
  let best: readonly Finding[] = [];
  let most = Number.NEGATIVE_INFINITY;
  const areChinese = hasHan(a[0] ?? '') && hasHan(b[0] ?? '');
  for (const left of a) {
    for (const right of b) {
      if (areChinese && left !== right && !hasHan(left) && !hasHan(right)) continue;
      for (const found of left <= right ? readings(left, right) : readings(right, left).map(turned)) {
        const bits = found.length === 0 ? Number.NEGATIVE_INFINITY : bitsOf(found, weights);
        if (bits > most) [best, most] = [found, bits];
      }
    }
  }
  return best;
}

/** The findings with given against given, and with given against family name. */
function readings(left: string, right: string): readonly (readonly Finding[])[] {
  const [x, y] = [split(left), split(right)];
  const straight = aligned(x, y);
  const crossed = x[0] === x[1] ? [] : aligned(x, [y[1], y[0]]);
  return [straight, crossed.length > 0 ? [...crossed, { field: 'order', level: 'swapped', a: left, b: right }] : crossed];
}

function turned(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((f) => ({ ...f, a: f.b, b: f.a }));
}
