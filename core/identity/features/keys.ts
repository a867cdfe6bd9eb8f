import { cutText } from '../../model/cut.ts';
import { brandOf } from '../compare/chinese-name.ts';
import type { Weights } from '../model/model.ts';
import { emailParts } from '../normalise/email.ts';
import { splitPlace } from '../normalise/places.ts';
import { hasHan } from '../normalise/text.ts';
import type { Signature } from '../signature.ts';
import { mailboxKey, mailboxName } from './mailbox-key.ts';

/** A record is looked up under at most this many keys: each is one item to read and one to write. */
export const keysMax = 8;

/** A mailbox name shorter than this is common: `joe`, `ann`. */
const mailboxNameMin = 5;

/** Records with fewer keys than this are also looked up by vaguer ones: they have little else. */
const spareKeysBelow = 6;

/** The blocking keys of a signature: deterministic, kind first, the most telling first. */
export function keysOf(signature: Signature, weights: Weights): string[] {
  const keys = signature.k === 'p' ? personKeys(signature) : organizationKeys(signature, weights);
  return [...new Set(keys)].slice(0, keysMax);
}

function contactKeys(s: Signature): string[] {
  const phones = (s.t ?? []).slice(0, 2).map((t) => `phone:${t.replace(/\D/g, '').slice(-7)}`);
  return [...(s.i ?? []).slice(0, 2).map((i) => `id:${i}`), ...phones];
}

/** A mailbox is looked up by its name alone, so that a slip in the domain or a new provider is found; a shared or very short name only whole. */
function emailKey(address: string): string {
  const local = mailboxName(address);
  const telling = local.length >= mailboxNameMin || /\d/.test(local);
  return telling && emailParts(address)?.shared === false ? mailboxKey(address) : `email:${address}`;
}

/** Letters that carry a name through slips: consonants, doubles once. `taylor`, `tayolr` and `taylr` agree. */
function skeleton(word: string): string {
  const bare = word.replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1');
  return cutText(bare === '' ? word : bare, 3);
}

function personKeys(s: Signature): string[] {
  const name = (s.n ?? []).at(-1) ?? ''; // the Latin spelling comes last
  const bar = name.indexOf('|');
  const [given, family] = [name.slice(0, bar).split(' ')[0] as string, name.slice(bar + 1).replaceAll(' ', '')];
  const words = [given, family].filter((w) => w !== '');
  const [, , , city = '', postcode = ''] = (s.a?.[0] ?? '').split('|');
  const keys = [...contactKeys(s), ...(s.e ?? []).slice(0, 2).map(emailKey)];
  if (s.b !== undefined) keys.push(`born:${s.b}`, ...words.slice(-1).map((w) => `born:${s.b}:${[...w][0]}`));
  if (words.length === 2) keys.push(`name:${words.map(skeleton).toSorted().join(':')}`);
  const address = addressKey(s, 4);
  if (address !== undefined) keys.push(address);
  if (keys.length < keysMax && postcode !== '' && family !== '') keys.push(`near:${postcode}:${cutText(family, 3)}`);
  const spare = Math.max(0, spareKeysBelow - keys.length);
  keys.push(
    ...words
      .toReversed()
      .slice(0, spare)
      .map((w) => (city === '' ? `year:${s.b?.slice(0, 4)}:${skeleton(w)}` : `town:${cutText(city, 3)}:${skeleton(w)}`)),
  );
  if (keys.length < 3 && words.length > 0) keys.push(`only:${cutText(words.toSorted().join(':'), 12)}:${cutText(city, 4)}`);
  return keys;
}

function addressKey(s: Signature, letters: number): string | undefined {
  const [number = '', street = ''] = (s.a?.[0] ?? '').split('|');
  const words = street.split(' ').filter((w) => !/^(?:north|south|east|west|northeast|northwest|southeast|southwest|st|mount)$/.test(w));
  return number === '' || words.length === 0 || words[0] === '' ? undefined : `addr:${number}:${cutText(words[0] as string, letters)}`;
}

function organizationKeys(s: Signature, weights: Weights): string[] {
  const keys = [...contactKeys(s), ...(s.e ?? []).slice(0, 1).map((e) => `email:${e}`), ...(s.d ?? []).slice(0, 2).map((d) => `domain:${d}`)];
  const address = addressKey(s, 5);
  if (address !== undefined) keys.push(address);
  for (const name of (s.n ?? []).slice(0, 2)) keys.push(...nameKeys(name, weights));
  return keys;
}

function nameKeys(name: string, weights: Weights): string[] {
  if (hasHan(name)) return chineseKeys(name);
  const words = [...new Set(name.split(' '))].filter((w) => w.length > 1 || name.length === 1);
  const rare = words.toSorted((a, b) => weights.share('word', a) - weights.share('word', b) || (a < b ? -1 : 1));
  return [...rare.slice(0, 3).map((w) => `word:${w}`), `start:${cutText(name.replaceAll(' ', ''), 6)}`];
}

/** Neighbouring characters of the brand, and the pairs a short name would take: first with third, first with fourth. */
function chineseKeys(name: string): string[] {
  const place = splitPlace(name).rest;
  // By character, not by UTF-16 unit: 𠮷 is one.
  const [whole, rest, brand] = [[...name], [...place], [...brandOf(place)]];
  const at = (text: readonly string[], i: number, j: number): string[] => (text.length > j ? [`zh:${text[i]}${text[j]}`] : []);
  const near = Array.from({ length: Math.max(1, Math.min(3, brand.length - 1)) }, (_, i) => `zh:${brand.slice(i, i + 2).join('')}`);
  return [...near, ...at(rest, 0, 2), ...at(rest, 0, 3), ...at(whole, 0, place === name ? 1 : 2), ...(rest.length < 3 && place !== name ? at(whole, 0, 1) : [])];
}
