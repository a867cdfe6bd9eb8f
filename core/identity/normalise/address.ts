import { toLatin, toSimplified } from './chinese.ts';
import { numbersAsDigits } from './numbers.ts';
import { splitPlace } from './places.ts';
import { foldText, hasHan, wordsOf } from './text.ts';

/** A postal address as far as it could be read; parts are folded, absent parts are empty. */
export interface AddressParts {
  readonly number: string;
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly postcode: string;
  readonly region: string;
}

/** What a record gives. `street` may hold a whole address in one line. */
export interface AddressInput {
  readonly street?: string;
  readonly houseNumber?: string;
  readonly city?: string;
  readonly postalCode?: string;
  readonly region?: string;
}

/** Street words in one spelling; words that only say "street" become empty because they are left out so often. */
const streetWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    n: 'north',
    s: 'south',
    e: 'east',
    w: 'west',
    ne: 'northeast',
    nw: 'northwest',
    se: 'southeast',
    sw: 'southwest',
    no: 'north',
    so: 'south',
    mt: 'mount',
    ft: 'fort',
    saint: 'st',
    dr: '',
    drive: '',
    rd: '',
    road: '',
    str: '',
    street: '',
    ave: '',
    av: '',
    avenue: '',
    blvd: '',
    boulevard: '',
    boul: '',
    ln: '',
    lane: '',
    ct: '',
    court: '',
    crt: '',
    pl: '',
    place: '',
    cres: '',
    crescent: '',
    cir: '',
    circuit: '',
    circle: '',
    cct: '',
    cl: '',
    close: '',
    pde: '',
    parade: '',
    ter: '',
    tce: '',
    terrace: '',
    hwy: '',
    highway: '',
    pkwy: '',
    parkway: '',
    sq: '',
    square: '',
    way: '',
    gr: '',
    grove: '',
    strasse: '',
    rue: '',
    via: '',
    calle: '',
    rua: '',
    ul: '',
    ulica: '',
    the: '',
    between: '|',
    near: '|',
    off: '|',
    at: '|',
    and: '|',
    corner: '|',
  }),
);
const unitWords =
  /(?:^|[\s,])(?:#|suites?|ste|apartments?|apmnt|apmt|apt|unit|flat|floors?|fl|rooms?|rm|level|lot|bldg|building|ground floor|(?:first|second|third|\d+(?:st|nd|rd|th)) (?:floor|fl))\b\.?\s*[#-]?\s*([a-z]?\d*[a-z]?)\b.*$/;
const postcodeInText = /\b(\d{5}(?:-\d{4})?|\d{6}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d|\d{4} ?[a-z]{2})\b(?!.*\d{4})/;

/** Reads an address of any country well enough to compare it. */
export function addressParts(input: AddressInput): AddressParts {
  const street = toSimplified(foldText(input.street ?? ''));
  if (hasHan(street)) return chineseAddress(street, input);
  const latin = toLatin(street);
  const [line, ...rest] = latin.split(/[,\n;]/).map((part) => part.trim());
  const tail = rest.join(' ');
  const read = streetLine(line ?? '');
  const found = foldCode(input.postalCode ?? '') || foldCode(postcodeInText.exec(tail === '' ? '' : tail)?.[1] ?? '');
  const city = cityOf(input.city ?? '') || cityOf(tail.replace(postcodeInText, '').replace(unitWords, ''));
  return { ...read, number: foldCode(input.houseNumber ?? '') || read.number, city, postcode: found, region: wordsOf(toLatin(foldText(input.region ?? ''))).join(' ') };
}

function streetLine(line: string): { number: string; street: string; unit: string } {
  const unit = unitWords.exec(line)?.[1] ?? '';
  const words = ordinalsAsDigits(wordsOf(line.replace(unitWords, ' ').replace(/(\d)\s*[-–/]\s*(\d)/g, '$1 $2')));
  const numberAt = words.findIndex((w) => /^\d+[a-z]?$/.test(w));
  const number = numberAt === 0 || numberAt === words.length - 1 ? (words[numberAt] ?? '') : '';
  const named: string[] = [];
  for (const word of words.slice(numberAt === 0 ? 1 : 0, numberAt > 0 && number !== '' ? -1 : undefined)) {
    const spelled = word === 'st' && named.length > 0 ? '' : (streetWords.get(word) ?? germanStreet(word));
    if (spelled === '|' && named.length > 0) break;
    if (spelled !== '' && spelled !== '|') named.push(spelled);
  }
  // "160 162 Main": a range keeps its first number
  while (named.length > 1 && /^\d+$/.test(named[0] as string) && /^\d+$/.test(number) && Number(named[0]) > Number(number) && named.length > 1) named.shift();
  return { number, street: named.join(' '), unit };
}

/** `ninth avenue` and `9th avenue` agree; `first` in front is a house number no more. */
function ordinalsAsDigits(words: readonly string[]): string[] {
  return words.slice(0, 1).concat(numbersAsDigits(words.slice(1)));
}

function germanStreet(word: string): string {
  return word.replace(/(?<=.{3})(?:strasse|str)$/, '');
}

function chineseAddress(street: string, input: AddressInput): AddressParts {
  const bare = street.replace(/[\s,，。()（）-]/g, '');
  // the mark of a number is often left out: 人民路19
  const number = foldCode(input.houseNumber ?? '') || (/(\d+)(?:号|弄)/.exec(bare)?.[1] ?? /[路街道巷](\d+)/.exec(bare)?.[1] ?? '');
  const { place, rest } = splitPlace(bare);
  const road = rest.replace(/^.{1,8}?[区县镇乡](?=.{2})/, '').replace(/(?:\d+(?:号|弄)|(?<=[路街道巷])\d+).*$/, '');
  const unit = /(\d+)(?:室|单元|层|楼|房)/.exec(bare)?.[1] ?? '';
  return { number, street: road, unit, city: cityOf(input.city ?? '') || place, postcode: foldCode(input.postalCode ?? ''), region: foldText(input.region ?? '') };
}

/** A city in one spelling: simplified, without 市 or a trailing `City`, accents or punctuation. */
export function cityOf(input: string): string {
  const folded = toSimplified(foldText(input));
  return hasHan(folded)
    ? folded.replace(/[\s市]/g, '')
    : wordsOf(toLatin(folded))
        .join(' ')
        .replace(/(?<=.{4}) (?:city|town|township)$/, '');
}

function foldCode(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^(\d{5})\d{4}$/, '$1')
    .replace(/^0+$/, '');
}
