import { nicknamesOf } from '../../core/identity/normalise/nicknames.ts';
import type { Canon } from '../../core/ports/mapping.ts';
import { mistyped, wrongDay } from './identity-corrupt.ts';
import { brandWords, chineseGiven, chineseSurnames, cities, familyNames, givenNames, streetKinds, streetNames, syllables } from './identity-names.ts';
import type { Dice } from './identity-random.ts';
import type { EvalRecord } from './identity-sets.ts';

interface Person {
  readonly given: string;
  readonly family: string;
  readonly birthday: string;
  readonly email: string;
  readonly phone: string;
  readonly identifier: string;
  readonly house: string;
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
}

/** How a kind of source keeps its people: share of rows that have a field, and of values that are wrong. */
interface Keeping {
  readonly has: Readonly<Partial<Record<keyof Person, number>>>;
  readonly slips: number;
  readonly swaps: number;
  readonly wrongDays: number;
}

const keepings: readonly Keeping[] = [
  { has: { given: 0.97, family: 0.98, birthday: 0.92, identifier: 0.9, house: 0.93, street: 0.96, city: 0.97, postcode: 0.98 }, slips: 0.12, swaps: 0.02, wrongDays: 0.06 },
  { has: { given: 0.85, family: 0.85, birthday: 0.98, email: 0.75, city: 0.8 }, slips: 0.15, swaps: 0.06, wrongDays: 0.3 },
  { has: { given: 0.95, family: 0.95, email: 0.8, phone: 0.7, city: 0.5 }, slips: 0.06, swaps: 0.03, wrongDays: 0 },
  { has: { given: 0.98, family: 0.99, phone: 0.85, house: 0.8, street: 0.85, city: 0.9, postcode: 0.8, email: 0.4 }, slips: 0.07, swaps: 0.02, wrongDays: 0 },
  { has: { given: 1, family: 1, birthday: 1 }, slips: 0.08, swaps: 0.01, wrongDays: 0.08 },
];

function invented(dice: Dice): string {
  return Array.from({ length: dice.int(2, 3) }, () => dice.pick(syllables)).join('');
}

function person(dice: Dice): Person {
  const given = dice.chance(0.85) ? dice.skewed(givenNames) : invented(dice);
  const family = dice.chance(0.6) ? dice.skewed(familyNames) : invented(dice);
  const street = `${dice.chance(0.6) ? dice.skewed(streetNames) : invented(dice)} ${dice.pick(streetKinds)}`;
  return { given, family, ...contact(given, family, dice), house: String(dice.int(1, 200)), street, ...town(dice) };
}

function town(dice: Dice): { city: string; postcode: string } {
  const at = dice.int(0, 600);
  return {
    city: at < cities.length * 5 ? (cities[Math.floor(at / 5)] as string) : `${syllables[at % 60]}${syllables[(at * 7) % 60]}ton`,
    postcode: String(10_000 + at * 37 + dice.int(0, 3)),
  };
}

function contact(given: string, family: string, dice: Dice): Pick<Person, 'birthday' | 'email' | 'phone' | 'identifier'> {
  const local = dice.pick([`${given}.${family}`, `${given[0]}${family}`, `${given}${family[0]}`, `${family}.${given}`, `${given}${family}`]);
  const domain = dice.chance(0.5)
    ? dice.pick(['gmail.com', 'hotmail.com', 'yahoo.com', 'outlook.com'])
    : `${dice.pick(familyNames)}${dice.chance(0.4) ? `-${dice.pick(familyNames)}` : ''}.${dice.pick(['com', 'org', 'net'])}`;
  const birthday = `${dice.int(1940, 2015)}-${String(dice.int(1, 12)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`;
  return { birthday, email: `${local}${dice.chance(0.6) ? dice.int(1, 99) : ''}@${domain}`, phone: `+1312${dice.int(2, 9)}${dice.digits(6)}`, identifier: dice.digits(8) };
}

/** A relative: home, telephone and family name shared, the rest their own; sometimes a twin, sometimes the given name of the parent. */
function relative(of: Person, dice: Dice): Person {
  const given = dice.chance(0.05) ? of.given : dice.skewed(givenNames);
  const own = contact(given, of.family, dice);
  return {
    ...of,
    given,
    ...own,
    phone: dice.chance(0.6) ? of.phone : own.phone,
    birthday: dice.chance(0.08) ? of.birthday : own.birthday,
    email: dice.chance(0.1) ? of.email : own.email,
  };
}

function record(p: Person, keeping: Keeping, dice: Dice): Map<string, Canon> {
  const has = (field: keyof Person): boolean => dice.chance(keeping.has[field] ?? 0);
  const typed = (text: string, share = keeping.slips): string => mistyped(text, share, dice);
  const moved = dice.chance(0.08) ? town(dice) : undefined;
  let [given, family] = [has('given') ? typed(p.given) : '', has('family') ? typed(p.family) : ''];
  if (given !== '' && dice.chance(0.03)) given = given[0] as string;
  const pet = given !== '' && dice.chance(0.05) ? nicknamesOf(p.given) : [];
  if (pet.length > 0) given = dice.pick(pet);
  if (dice.chance(keeping.swaps)) [given, family] = [family, given];
  const values: [string, string][] = [
    ['givenName', given],
    ['familyName', family],
    ['birthday', has('birthday') ? (dice.chance(keeping.wrongDays) ? wrongDay(dice.chance(0.25) ? wrongDay(p.birthday, dice) : p.birthday, dice) : p.birthday) : ''],
    ['identifier', has('identifier') ? typed(p.identifier, 0.06) : ''],
    ['houseNumber', has('house') ? (moved ? String(dice.int(1, 200)) : typed(p.house, 0.06)) : ''],
    ['street', has('street') ? (moved ? `${invented(dice)} street` : typed(p.street)) : ''],
    ['city', has('city') ? typed((moved ?? p).city, keeping.slips) : ''],
    ['postalCode', has('postcode') ? typed((moved ?? p).postcode, 0.05) : ''],
    ['emails', has('email') ? (dice.chance(0.1) ? contact(p.given, p.family, dice).email : typed(p.email)) : ''],
    ['phones', has('phone') ? (dice.chance(0.1) ? contact(p.given, p.family, dice).phone : typed(p.phone, 0.03)) : ''],
  ];
  return new Map(values.filter(([, v]) => v !== '').map(([f, v]): [string, Canon] => (f === 'emails' || f === 'phones' ? [`${f}:${v}`, true] : [f, v])));
}

/** Chinese people: the name in simplified characters, the telephone, sometimes mail and birthday. */
function chinese(dice: Dice): Person {
  const base = person(dice);
  const given = dice.pick(chineseGiven) + (dice.chance(0.75) ? dice.pick(chineseGiven) : '');
  return { ...base, given, family: dice.skewed(chineseSurnames), phone: `+861${dice.int(30, 99)}${dice.digits(8)}`, email: `${dice.pick(brandWords)}${dice.int(10, 9999)}@qq.com` };
}

/** About `count` records of synthetic people: several to a person, kept in different ways, families among them. One seed, one set. */
export function syntheticPersons(count: number, dice: Dice, keepingIndex?: number): EvalRecord[] {
  const records: EvalRecord[] = [];
  let last: Person | undefined;
  for (let entity = 0; records.length < count; entity += 1) {
    const isChinese = dice.chance(0.05);
    const p: Person = last !== undefined && dice.chance(0.1) ? relative(last, dice) : isChinese ? chinese(dice) : person(dice);
    last = isChinese ? undefined : p;
    const copies = dice.chance(0.4) ? 1 : dice.int(2, 6);
    for (let i = 0; i < copies; i += 1) {
      const keeping = isChinese ? (keepings[3] as Keeping) : (keepings[keepingIndex ?? dice.int(0, keepings.length - 1)] as Keeping);
      records.push({ id: `${entity}-${i}`, source: 'synthetic', truth: String(entity), fields: record(p, keeping, dice) });
    }
  }
  return records;
}

/** How many ways of keeping there are. */
export const keepingCount = keepings.length;
