import type { Json } from '../../core/model/json.ts';
import type { Step } from '../document/problem.ts';

/** Shapes that only secrets have: vendors' prefixes, PEM blocks, JSON web tokens, a password inside a URL. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/,
  /^(?:sk|rk)_(?:live|test)_\w{8,}$/,
  /^(?:gh[pousr]_|github_pat_|glpat-|xox[abposr]-|shpat_|SG\.|pat-(?:na|eu)\d-|AKIA|ASIA|AIza|ya29\.)[\w.-]{8,}$/,
  /^Bearer \S{8,}$/i,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i,
];

/** Keys under which a secret stands in every system's documentation. */
const tellingKey =
  /(?:^|[_-])(?:password|passwd|secret|token|credentials?)$|(?:Password|Secret|Token)$|^(?:pass|pwd|api[_-]?key|apiKey|access[_-]?key|accessKey|private[_-]?key|privateKey)$/;

/** Why a text at a place looks like a secret; undefined when it does not. Long random text is only `suspect`. */
export function secretLook(key: string, text: string): 'shape' | 'key' | 'suspect' | undefined {
  if (shapes.some((shape) => shape.test(text))) return 'shape';
  if (tellingKey.test(key) && text !== '') return 'key';
  return isRandom(text) ? 'suspect' : undefined;
}

/** Texts inside a JSON value that look like secrets, with where they stand and why. */
export function* secretsIn(value: Json, path: readonly Step[] = []): Generator<{ readonly path: readonly Step[]; readonly look: 'shape' | 'key' | 'suspect' }> {
  if (typeof value === 'string') {
    const key = path.findLast((step) => typeof step === 'string') ?? '';
    const look = secretLook(String(key), value);
    if (look !== undefined) yield { path, look };
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* secretsIn(item, [...path, i]);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) if (item !== undefined) yield* secretsIn(item, [...path, key]);
  }
}

/** 32 or more characters without a break, letters and digits mixed, hardly a letter more frequent than another: no name that a person gave. */
function isRandom(text: string): boolean {
  if (text.length < 32 || text.length > 512 || !/^[A-Za-z0-9+/=_-]+$/.test(text) || !/\d/.test(text) || !/[a-z]/i.test(text)) return false;
  const counts = new Map<string, number>();
  for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits >= 3.5 && !/^[a-z]+(?:[-_/][a-z0-9]+)+$/i.test(text);
}
