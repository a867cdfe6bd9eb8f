import { hasHan } from '../normalise/text.ts';
import type { Finding } from './level.ts';
import { editDistance, isSlip, jaroWinkler } from './strings.ts';

interface Parsed {
  readonly number: string;
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
}

function parse(text: string): Parsed {
  const [number = '', street = '', , city = '', postcode = ''] = text.split('|');
  return { number, street, city, postcode };
}

/** `equal` (name and number), `named` (same name, a number missing), `close` (slip in the name, same number), `other` (same name, other number), `similar`, `different`. */
function streetLevel(a: Parsed, b: Parsed): string | undefined {
  if (a.street === '' || b.street === '') return undefined;
  const same = nameLevel(a.street, b.street);
  const number = a.number === '' || b.number === '' ? 'missing' : a.number === b.number ? 'equal' : isNumberSlip(a.number, b.number) ? 'slip' : 'different';
  if (same === 'equal') return { missing: 'named', equal: 'equal', slip: 'close', different: 'other' }[number];
  if (same === 'close') return number === 'equal' ? 'close' : number === 'different' ? 'different' : 'similar';
  return number === 'equal' && jaroWinkler(undirected(a.street), undirected(b.street)) >= similarMin ? 'similar' : 'different';
}

/** Below this similarity two street names are two streets. */
const similarMin = 0.84;

function undirected(street: string): string {
  return street
    .split(' ')
    .filter((w) => !directions.has(w))
    .join('');
}

function isNumberSlip(a: string, b: string): boolean {
  return a.length > 1 && b.length > 1 && (a.startsWith(b) || b.startsWith(a) || editDistance(a, b, 1) <= 1);
}

const directions: ReadonlySet<string> = new Set(['north', 'south', 'east', 'west', 'northeast', 'northwest', 'southeast', 'southwest']);

function nameLevel(a: string, b: string): 'equal' | 'close' | 'different' {
  if (a === b || a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 'equal';
  if (hasHan(a) || hasHan(b)) return a.includes(b) || b.includes(a) ? 'equal' : isSlip(a, b) ? 'close' : 'different';
  const [x, y] = [a, b].map((t) => t.split(' '));
  const [pointX, pointY] = [x, y].map((words) => words?.find((w) => directions.has(w)));
  const [coreX, coreY] = [x, y].map((words) => words?.filter((w) => !directions.has(w)) ?? []) as [string[], string[]];
  if (pointX !== undefined && pointY !== undefined && pointX !== pointY) return 'different';
  if (coreX.length === 0 || coreY.length === 0) return 'different';
  const [short, long] = coreX.length <= coreY.length ? [coreX, coreY] : [coreY, coreX];
  if (short.join(' ') === long.join(' ')) return 'equal';
  if (short.every((w) => long.includes(w)) && /\D/.test(short.join(''))) return short.length === long.length ? 'equal' : 'close';
  return isSlip(short.join(''), long.join('')) && /\D{3}/.test(short.join('')) ? 'close' : 'different';
}

/** `postcode` (and place), `place` (same city, code missing or off), `code` (same code, other place), `slip`, `different`. */
function placeLevel(a: Parsed, b: Parsed): string | undefined {
  const code = a.postcode === '' || b.postcode === '' ? undefined : a.postcode === b.postcode ? 'equal' : editDistance(a.postcode, b.postcode, 1) <= 1 ? 'slip' : 'different';
  const city = a.city === '' || b.city === '' ? undefined : sameCity(a.city, b.city);
  if (code === undefined && city === undefined) return undefined;
  if (code === 'equal') return city === 'different' ? 'code' : city === undefined ? 'code' : 'postcode';
  if (city === 'equal') return code === 'different' ? 'placeOnly' : 'place';
  if (city === 'slip') return code === 'slip' ? 'place' : 'slip';
  return code === 'slip' ? 'codeSlip' : 'different';
}

function sameCity(a: string, b: string): 'equal' | 'slip' | 'different' {
  if (a === b) return 'equal';
  if (a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a))) return 'slip';
  return isSlip(a, b) || jaroWinkler(a, b) >= 0.9 || (Math.min(a.length, b.length) >= 5 && editDistance(a, b, 3) <= 3) ? 'slip' : 'different';
}

/** Street and place of the two addresses that agree best. Where the street differs, the place has a field of its own (`town`): who moved is mostly in another place too, and one move must not count twice. */
export function compareAddresses(a: readonly string[] | undefined, b: readonly string[] | undefined, bits: (field: string, level: string) => number): readonly Finding[] {
  if (a === undefined || b === undefined) return [];
  let best: readonly Finding[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (const left of a) {
    for (const right of b) {
      const found = pairFindings(parse(left), parse(right));
      const sum = found.reduce((total, f) => total + bits(f.field, f.level), 0);
      if (found.length > 0 && sum > most) [best, most] = [found, sum];
    }
  }
  return best;
}

function pairFindings(a: Parsed, b: Parsed): Finding[] {
  const street = streetLevel(a, b);
  const place = placeLevel(a, b);
  const found: Finding[] = [];
  if (street !== undefined) found.push({ field: 'street', level: street, a: `${a.number} ${a.street}`.trim(), b: `${b.number} ${b.street}`.trim() });
  if (place !== undefined) {
    const city = a.city !== '' && a.city === b.city ? { value: { list: 'city', text: a.city } } : {};
    found.push({
      field: street === 'different' ? 'town' : 'place',
      level: place,
      a: `${a.postcode} ${a.city}`.trim(),
      b: `${b.postcode} ${b.city}`.trim(),
      ...(place === 'place' || place === 'placeOnly' ? city : {}),
    });
  }
  return found;
}
