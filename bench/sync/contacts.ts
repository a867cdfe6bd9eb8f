/** Seeded generator of contact rows: 12 columns, some people twice under two ids. */

const given = ['Anna', 'Björn', 'Chen', 'Dmitri', 'Élodie', 'Fatima', 'Grace', 'Hiro', 'Ines', 'Jakob', 'Luís', 'Marta', 'Noor', 'Oleg', 'Renée', 'Sofia'];
/** Family names are three of these, so that namesakes are as rare as among people. */
const syllables = ['ba', 'ken', 'lo', 'mi', 'ran', 'sü', 'tor', 'vel', 'wi', 'za', 'hol', 'gér', 'pe', 'ni', 'fa', 'du', 'ster', 'kow', 'al', 'ber', 'crå', 'os', 'jan', 'ur'];
const chineseFamily = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const chineseGiven = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红梅'];
const cities = ['Berlin', '上海', 'Lyon', 'Porto', 'Kraków', 'Oslo', 'Leeds', 'Graz', 'Utrecht', 'Zürich'];
const streets = ['Hauptstraße', 'Rue de Lyon', 'High Street', 'Via Roma', '人民路', 'Storgata'];

/** Column names of the generated file. */
export const columns = ['Id', 'Name', 'First', 'Last', 'E-mail', 'Phone', 'Street', 'City', 'Postal code', 'Country', 'Title', 'Owner', 'Note'] as const;

/** One row, in the order of {@link columns}. */
export type Row = string[];

function mix(n: number): number {
  let x = (n ^ 0x9e3779b9) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

type Pick = (list: readonly string[], shift: number) => string;

function drawing(h: number): Pick {
  return (list, shift) => list[(h >>> shift) % list.length] as string;
}

/** One person in eight has a Chinese name. */
function nameOf(person: number): readonly [first: string, last: string] {
  const pick = drawing(mix(mix(person) + 1));
  if (mix(person) % 8 === 0) return [pick(chineseGiven, 3) + pick(chineseGiven, 11), pick(chineseFamily, 19)];
  const last = pick(syllables, 2) + pick(syllables, 10) + pick(syllables, 18);
  return [pick(given, 25), last.charAt(0).toUpperCase() + last.slice(1)];
}

/** No two people have one, and those of neighbours in the file are no neighbours. */
const phoneOf = (person: number): string => `+49 30 ${10_000_000 + ((person * 48_271) % 89_999_981)}`;

function emailOf(person: number, h: number): string {
  const pick = drawing(mix(h + 2));
  const local = `${pick(syllables, 3)}${pick(syllables, 12)}`.normalize('NFD').replace(/\p{M}/gu, '');
  return `${local}${person}@${person % 7 === 0 ? 'gmail.com' : `firm${person % 5000}.example`}`;
}

/** Row `i`; `edition` changes every tenth row's city and title. One row in fifty repeats the person before it under another id; both sides find that by e-mail and telephone. */
export function rowOf(i: number, edition: number): Row {
  const person = i % 50 === 49 ? i - 1 : i;
  const h = mix(person);
  const pick = drawing(h);
  const [first, last] = nameOf(person);
  const changed = edition > 0 && i % 10 === 3;
  return [
    String(i),
    `${first} ${last}`,
    first,
    last,
    emailOf(person, h),
    phoneOf(person),
    `${pick(streets, 8)} ${1 + (h % 200)}`,
    changed ? `Neustadt ${edition}` : pick(cities, 12),
    String(10_000 + (h % 89_999)),
    'DE',
    changed ? `Head ${edition}` : 'Buyer',
    `owner${h % 20}@us.example`,
    `met in ${2000 + (h % 26)}`,
  ];
}

/** The whole file as CSV text. */
export function csvOf(n: number, edition: number): string {
  const lines = [columns.join(',')];
  for (let i = 0; i < n; i += 1) lines.push(rowOf(i, edition).join(','));
  return `${lines.join('\n')}\n`;
}
