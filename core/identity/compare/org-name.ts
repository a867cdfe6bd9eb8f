import { rarityBitsMax, type Weights } from '../model/model.ts';
import { placeWords } from '../normalise/places.ts';
import { hasHan } from '../normalise/text.ts';
import type { Signature } from '../signature.ts';
import { differentPlaces, matchChinese, soundLevel } from './chinese-name.ts';
import type { Finding } from './level.ts';
import { isSlip } from './strings.ts';

/** A word that fewer than one name in 128 has tells names apart. */
const telltaleBits = 7;
/** Two Chinese characters are an ordinary name; each further one that agrees makes it rarer. */
const characterBits = 1.5;
/** What the words of an ordinary name weigh together; more is rare, less is common. */
const ordinaryBits = 16;

/** The words of a name by what they say. Towns of either side count as places: `Spago (Los Angeles)`. */
interface Words {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  readonly places: readonly string[];
}

/** `studio54` is the word and the number; `3m` and `k2` are what they are. */
function apart(word: string): readonly string[] {
  return /\d/.test(word) && /\p{L}{3}/u.test(word) ? (word.match(/\d+|\D+/g) ?? [word]) : [word];
}

function sorted(written: readonly string[], towns: ReadonlySet<string>): Words {
  const words = written.flatMap(apart);
  const isPlace = (w: string): boolean => placeWords.has(w) || towns.has(w);
  const names = words.filter((w) => !/\d/.test(w) && !isPlace(w));
  if (names.length === 0) return { names: words, numbers: [], places: [] };
  return { names, numbers: words.filter((w) => /\d/.test(w)), places: words.filter(isPlace) };
}

/** Signatures are compared many times: each is taken apart once. */
const known = new WeakMap<Signature, { readonly names: readonly (readonly string[])[]; readonly towns: readonly string[] }>();

/** Words of a signature's names, and of the towns in its addresses. */
function wordsIn(s: Signature): { readonly names: readonly (readonly string[])[]; readonly towns: readonly string[] } {
  const towns = (): string[] => (s.a ?? []).flatMap((a) => (a.split('|')[3] ?? '').split(' ')).filter((w) => w.length > 2);
  const found = known.get(s) ?? { names: (s.n ?? []).map((n) => n.split(' ')), towns: towns() };
  known.set(s, found);
  return found;
}

interface Overlap {
  matched: number;
  slips: number;
  /** The heaviest matched word. */
  best: number;
  left: number;
  right: number;
}

function overlap(a: readonly string[], b: readonly string[], weigh: (word: string) => number): Overlap {
  const free = new Set(b.keys());
  const found: Overlap = { matched: 0, slips: 0, best: 0, left: 0, right: 0 };
  const take = (word: string, at: number, exact: boolean): void => {
    free.delete(at);
    const bits = Math.min(weigh(word), exact ? Number.POSITIVE_INFINITY : weigh(b[at] as string)) * (exact ? 1 : 0.8);
    found.matched += bits;
    found.best = Math.max(found.best, bits);
    if (!exact) found.slips += 1;
  };
  const open: string[] = [];
  for (const word of a) {
    const at = [...free].find((i) => b[i] === word);
    if (at === undefined) open.push(word);
    else take(word, at, true);
  }
  for (const word of open) {
    const at = [...free].find((i) => isSlip(word, b[i] as string) || isAbbreviation(word, b[i] as string));
    if (at === undefined) found.left += weigh(word);
    else take(word, at, false);
  }
  for (const i of free) found.right += weigh(b[i] as string);
  return found;
}

function isAbbreviation(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.startsWith(short);
}

function initials(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length === 1 && long.length >= 3 && short[0] === long.map((w) => w[0]).join('');
}

function westernLevel(a: readonly string[], b: readonly string[], weigh: (word: string) => number): { level: string; bits: number } {
  const found = overlap(a, b, weigh);
  const [joinedA, joinedB] = [a.join(''), b.join('')];
  const unmatched = found.left + found.right;
  if (unmatched === 0) return { level: found.slips === 0 ? 'equal' : 'slip', bits: found.matched };
  if (joinedA === joinedB) return { level: 'equal', bits: weigh(joinedA) };
  if (joinedA.length >= 7 && isSlip(joinedA, joinedB) && found.best < telltaleBits) return { level: 'slip', bits: weigh(joinedA) };
  if (initials(a, b)) return { level: 'initials', bits: ordinaryBits };
  if (found.matched === 0) return { level: 'different', bits: ordinaryBits };
  const rest = Math.min(found.left, found.right);
  if (rest === 0 && found.best >= telltaleBits) return { level: unmatched <= telltaleBits ? 'short' : 'part', bits: found.matched };
  const ratio = found.matched / (found.matched + unmatched);
  if (ratio >= 0.66 && found.best >= telltaleBits) return { level: 'strong', bits: found.matched };
  if (found.best >= telltaleBits) return { level: ratio >= 0.4 ? 'partial' : 'weak', bits: found.matched };
  return { level: ratio >= 0.4 ? 'weak' : 'different', bits: ordinaryBits };
}

/** `different` when both sides have values of their own, `missing` when one has one more, `equal` when both have the same; nothing when neither has any. */
function qualifier(field: string, a: readonly string[], b: readonly string[]): Finding | undefined {
  if (a.length === 0 && b.length === 0) return undefined;
  const left = a.filter((w) => !b.includes(w));
  const right = b.filter((w) => !a.includes(w));
  const level = left.length > 0 && right.length > 0 ? 'different' : left.length + right.length > 0 ? 'missing' : 'equal';
  return { field, level, a: a.join(' '), b: b.join(' ') };
}

/** Places that agree say nothing beyond the address; a place that the other side has in its address is not missing. */
function region(a: readonly string[], b: readonly string[], towns: ReadonlySet<string>): Finding | undefined {
  const own = (words: readonly string[]): string[] => words.filter((w) => !towns.has(w));
  const found = qualifier('region', own(a), own(b));
  return found?.level === 'equal' ? undefined : found;
}

function pair(a: string, b: string, wordsA: readonly string[], wordsB: readonly string[], towns: ReadonlySet<string>, weights: Weights): Finding[] {
  const [hanA, hanB] = [hasHan(a), hasHan(b)];
  if (hanA && hanB) {
    const places = differentPlaces(a, b);
    const numbers = qualifier('number', a.match(/\d+/g) ?? [], b.match(/\d+/g) ?? []);
    const [left, right] = numbers?.level === 'different' ? [a.replace(/\d+/g, ''), b.replace(/\d+/g, '')] : [a, b];
    const { level, characters } = matchChinese(left, right);
    const rarity = level === 'different' ? 0 : Math.min(rarityBitsMax, (characters - 2) * characterBits);
    return [{ field: 'name', level, a, b, rarity }, ...(numbers ? [numbers] : []), ...(places ? [{ field: 'region', level: 'different', a: places[0], b: places[1] }] : [])];
  }
  if (hanA !== hanB) return [{ field: 'name', level: hanA ? soundLevel(a, b) : soundLevel(b, a), a, b }];
  const [x, y] = [sorted(wordsA, towns), sorted(wordsB, towns)];
  const weigh = (word: string): number => Math.min(14, -Math.log2(weights.share('word', word)));
  const { level, bits } = westernLevel(x.names, y.names, weigh);
  const rarity = level === 'different' ? 0 : Math.max(-rarityBitsMax, Math.min(rarityBitsMax, (bits - ordinaryBits) / 2));
  const found = [{ field: 'name', level, a, b, rarity }, qualifier('number', x.numbers, y.numbers), region(x.places, y.places, towns)];
  return found.filter((f) => f !== undefined);
}

/** Compares every pair of names; the pair that weighs most counts. */
export function compareOrgNames(a: Signature, b: Signature, weights: Weights): readonly Finding[] {
  let best: readonly Finding[] = [];
  let most = Number.NEGATIVE_INFINITY;
  const [left, right] = [wordsIn(a), wordsIn(b)];
  const towns = new Set([...left.towns, ...right.towns]);
  for (const [i, nameA] of (a.n ?? []).entries()) {
    for (const [j, nameB] of (b.n ?? []).entries()) {
      const found = pair(nameA, nameB, left.names[i] as string[], right.names[j] as string[], towns, weights);
      const bits = found.reduce((sum, f) => sum + weights.bits(f.field, f.level) + (f.rarity ?? 0), 0);
      if (bits > most) [best, most] = [found, bits];
    }
  }
  return best;
}
