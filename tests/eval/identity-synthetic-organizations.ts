import type { Canon } from '../../core/ports/mapping.ts';
import { mistyped } from './identity-corrupt.ts';
import {
  brandWords,
  chineseBrandCharacters,
  chineseCities,
  chineseForms,
  chineseTrades,
  cities,
  companyWords,
  familyNames,
  streetKinds,
  streetNames,
  syllables,
  westernForms,
} from './identity-names.ts';
import type { Dice } from './identity-random.ts';
import type { EvalRecord } from './identity-sets.ts';

interface Organization {
  readonly name: readonly string[];
  readonly form: string;
  readonly chinese: boolean;
  readonly house: string;
  readonly street: string;
  readonly kind: string;
  readonly city: string;
  readonly postcode: string;
  readonly phone: string;
  readonly domain: string;
}

function invented(dice: Dice): string {
  return Array.from({ length: dice.int(2, 3) }, () => dice.pick(syllables)).join('');
}

function brand(dice: Dice): string[] {
  const words: string[] = [];
  if (dice.chance(0.35)) words.push(invented(dice));
  else if (dice.chance(0.5)) words.push(dice.skewed(familyNames));
  else words.push(dice.pick(brandWords), dice.pick([...brandWords, ...cities, ...familyNames]));
  if (dice.chance(0.15)) words.push(dice.pick(cities));
  while (dice.chance(0.55) || words.length < 2) words.push(dice.skewed(companyWords));
  if (dice.chance(0.08)) words.push(dice.pick(['1', '2', '3', '7', 'II', 'III', '2000', '21']));
  return words;
}

function place(dice: Dice): Pick<Organization, 'house' | 'street' | 'kind' | 'city' | 'postcode' | 'phone'> {
  const town = dice.int(0, 40);
  return {
    house: String(dice.int(1, 6000)),
    street: dice.chance(0.7) ? dice.skewed(streetNames) : invented(dice),
    kind: dice.pick(streetKinds),
    city: cities[town % cities.length] as string,
    postcode: String(60_000 + town * 11 + dice.int(0, 8)),
    phone: `312${dice.int(2, 9)}${dice.digits(6)}`,
  };
}

function organization(dice: Dice): Organization {
  if (dice.chance(0.15)) {
    const name = [dice.pick(chineseCities), Array.from({ length: dice.int(2, 3) }, () => dice.pick(chineseBrandCharacters)).join(''), dice.pick(chineseTrades)];
    return { name, form: dice.pick(chineseForms), chinese: true, ...place(dice), domain: `${invented(dice)}.cn` };
  }
  const name = brand(dice);
  return { name, form: dice.chance(0.6) ? dice.skewed(westernForms) : '', chinese: false, ...place(dice), domain: `${name.slice(0, 2).join('')}.com` };
}

/** Qualifiers of sister companies; within one company they are sometimes added. */
const countries = ['germany', 'france', 'uk', 'usa', 'italy', 'spain', 'china', 'japan', 'canada', 'poland', 'sweden', 'asia', 'europe', 'international'];

/** Another organisation that looks alike: a branch in another town, a neighbour in the same house, a sister with another line of business. */
function lookalike(of: Organization, dice: Dice): Organization {
  const other = organization(dice);
  switch (dice.int(0, 4)) {
    case 4:
      return of.chinese
        ? { ...of, ...place(dice) }
        : { ...of, ...place(dice), name: [...of.name.filter((w) => !/^(?:\d+|I+)$/.test(w)), dice.pick(['2', '3', '4', '5', 'II', 'III', 'IV'])], phone: of.phone };
    case 0:
      return { ...of, ...place(dice) };
    case 1:
      return { ...other, house: of.house, street: of.street, kind: of.kind, city: of.city, postcode: of.postcode };
    case 2:
      return of.chinese
        ? { ...of, ...place(dice), name: [of.name[0] as string, of.name[1] as string, dice.pick(chineseTrades)], domain: other.domain }
        : { ...of, ...place(dice), name: [...of.name.slice(0, -1), dice.pick(companyWords)] };
    default:
      return { ...of, ...place(dice), name: [...of.name, dice.pick(countries)], domain: of.domain, phone: of.phone.slice(0, 8) + dice.digits(2) };
  }
}

function written(o: Organization, dice: Dice): string {
  if (o.chinese) {
    const [city, core, trade] = o.name as [string, string, string];
    return dice.chance(0.5) ? city + core + trade + o.form : dice.chance(0.5) ? core + trade : dice.chance(0.9) ? core + trade + o.form : core + trade.slice(-2);
  }
  let name = o.name.map((w) => mistyped(w, 0.03, dice));
  if (dice.chance(0.12) && name.length > 2) name = name.slice(0, -1);
  if (dice.chance(0.1)) name = [...name, dice.pick(companyWords)];
  if (dice.chance(0.03)) name = [...name, dice.pick(countries)];
  if (dice.chance(0.06)) name = [dice.pick(['the', dice.pick(familyNames), dice.pick(brandWords)]), ...name];
  if (dice.chance(0.02)) name = brand(dice);
  const text = name.join(' ');
  return `${text}${o.form !== '' && dice.chance(0.6) ? ` ${o.form}` : ''}`;
}

const shortKinds: Readonly<Record<string, string>> = { street: 'st', road: 'rd', avenue: 'ave', boulevard: 'blvd', drive: 'dr', lane: 'ln', place: 'pl', court: 'ct' };

function record(o: Organization, dice: Dice): Map<string, Canon> {
  const here = dice.chance(0.015) ? { ...o, ...place(dice) } : o;
  const kind = dice.chance(0.3) ? '' : dice.chance(0.5) ? (shortKinds[o.kind] ?? o.kind) : o.kind;
  const phone = dice.chance(0.15) ? place(dice).phone : mistyped(o.phone, 0.02, dice);
  const values: [string, string][] = [['name', written(o, dice)]];
  if (dice.chance(0.85)) values.push(['street', `${here.house} ${mistyped(here.street, 0.04, dice)} ${kind}`.trim()]);
  if (dice.chance(0.5)) values.push(['city', mistyped(here.city, 0.03, dice)]);
  if (dice.chance(0.6)) values.push(['postalCode', mistyped(here.postcode, 0.03, dice)]);
  if (dice.chance(0.75)) values.push([`phones:${dice.chance(0.4) ? phone.slice(3) : phone}`, '']);
  if (dice.chance(0.25)) values.push(['website', dice.chance(0.1) ? `${invented(dice)}.com` : `www.${o.domain}`]);
  if (dice.chance(0.2)) values.push([`emails:${dice.pick(['info', 'sales', dice.pick(familyNames)])}@${o.domain}`, '']);
  return new Map(values.map(([f, v]): [string, Canon] => (f.includes(':') ? [f, true] : [f, v])));
}

/** About `count` records of synthetic organisations, several to each, lookalikes among them. One seed, one set. */
export function syntheticOrganizations(count: number, dice: Dice): EvalRecord[] {
  const records: EvalRecord[] = [];
  let last: Organization | undefined;
  for (let entity = 0; records.length < count; entity += 1) {
    const o = last !== undefined && dice.chance(0.25) ? lookalike(last, dice) : organization(dice);
    last = o;
    const copies = dice.chance(0.4) ? 1 : dice.int(2, 6);
    for (let i = 0; i < copies; i += 1) records.push({ id: `${entity}-${i}`, source: 'synthetic', truth: String(entity), fields: record(o, dice) });
  }
  return records;
}
