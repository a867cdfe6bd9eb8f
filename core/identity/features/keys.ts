import { brandOf } from '../compare/chinese-name.ts';
import type { Weights } from '../model/model.ts';
import { emailParts } from '../normalise/email.ts';
import { hasHan } from '../normalise/text.ts';
import type { Signature } from '../signature.ts';

/** A record is looked up under at most this many keys: each is one item to read and one to write. */
export const keysMax = 8;

/** The blocking keys of a signature: deterministic, kind first, the most telling first. */
export function keysOf(signature: Signature, weights: Weights): string[] {
  const keys = signature.k === 'p' ? personKeys(signature) : organizationKeys(signature, weights);
  return [...new Set(keys)].slice(0, keysMax);
}

function contactKeys(s: Signature): string[] {
  const phones = (s.t ?? []).slice(0, 2).map((t) => `phone:${t.replace(/\D/g, '').slice(-7)}`);
  return [...(s.i ?? []).slice(0, 2).map((i) => `id:${i}`), ...(s.e ?? []).slice(0, 2).map((e) => `email:${e}`), ...phones];
}

function personKeys(s: Signature): string[] {
  const name = (s.n ?? []).at(-1) ?? ''; // the Latin spelling comes last
  const bar = name.indexOf('|');
  const [given, family] = [name.slice(0, bar).split(' ')[0] as string, name.slice(bar + 1).replaceAll(' ', '')];
  const short = [given, family].filter((w) => w !== '').map((w) => w.slice(0, 4));
  const address = addressKey(s, 4);
  const [, , , city = '', postcode = ''] = (s.a?.[0] ?? '').split('|');
  const keys = contactKeys(s);
  if (s.b !== undefined) keys.push(...short.map((w) => `born:${s.b}:${w.slice(0, 2)}`));
  if (short.length === 2 && (s.n?.length ?? 0) > 0) keys.push(`name:${short.toSorted().join(':')}`);
  if (address !== undefined) keys.push(address);
  if (postcode !== '' && family !== '') keys.push(`near:${postcode}:${family.slice(0, 3)}`);
  if (keys.length < 3 && short.length > 0) keys.push(`only:${short.toSorted().join(':')}:${s.b?.slice(0, 4) ?? city.slice(0, 4)}`);
  return keys;
}

function addressKey(s: Signature, letters: number): string | undefined {
  const [number = '', street = ''] = (s.a?.[0] ?? '').split('|');
  const words = street.split(' ').filter((w) => !/^(?:north|south|east|west|northeast|northwest|southeast|southwest|st|mount)$/.test(w));
  return number === '' || words.length === 0 || words[0] === '' ? undefined : `addr:${number}:${(words[0] as string).slice(0, letters)}`;
}

function organizationKeys(s: Signature, weights: Weights): string[] {
  const keys = [...contactKeys(s), ...(s.d ?? []).slice(0, 2).map((d) => `domain:${d}`)];
  const address = addressKey(s, 5);
  if (address !== undefined) keys.push(address);
  for (const name of (s.n ?? []).slice(0, 2)) keys.push(...nameKeys(name, weights));
  return keys;
}

function nameKeys(name: string, weights: Weights): string[] {
  if (hasHan(name)) return chineseKeys(name);
  const words = [...new Set(name.split(' '))].filter((w) => w.length > 1 || name.length === 1);
  const rare = words.toSorted((a, b) => weights.share('word', a) - weights.share('word', b) || (a < b ? -1 : 1));
  return [...rare.slice(0, 3).map((w) => `word:${w}`), `start:${name.replaceAll(' ', '').slice(0, 6)}`];
}

/** Pairs of neighbouring characters of the brand, then of the whole name. */
function chineseKeys(name: string): string[] {
  const brand = brandOf(name);
  const pairs = (t: string): string[] => Array.from({ length: Math.max(1, t.length - 1) }, (_, i) => `zh:${t.slice(i, i + 2)}`);
  return [...new Set([...pairs(brand), ...pairs(name)])].slice(0, 5);
}

/** True for keys that name one person or company when they are not shared. */
export function isTelling(key: string): boolean {
  return key.startsWith('id:') || (key.startsWith('email:') && emailParts(key.slice(6))?.shared !== true);
}
