/** Seeded generator of contact rows: 12 columns, some with a second row for the same person in another spelling. */

const given = ['Anna', 'Björn', 'Chen', 'Dmitri', 'Élodie', 'Fatima', 'Grace', 'Hiro', 'Ines', 'Jakob', '伟', '芳', 'Luís', 'Marta', 'Noor', 'Oleg'];
const family = ['Schmidt', 'Nguyen', 'O’Brien', 'García', 'Ivanov', 'Tanaka', '王', '李', 'Kowalska', 'Haddad', 'Silva', 'Andersson', 'Mbeki', 'Rossi'];
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

/** Row `i` of `n`; `edition` changes every tenth row's city and title. One row in fifty repeats the person before it under another id. */
export function rowOf(i: number, edition: number): Row {
  const person = i % 50 === 49 ? i - 1 : i;
  const h = mix(person);
  const pick = (list: readonly string[], shift: number): string => list[(h >>> shift) % list.length] as string;
  const [first, last] = [pick(given, 0), pick(family, 4)];
  const changed = edition > 0 && i % 10 === 3;
  const phone = `+49 30 ${String(10_000_000 + person)}`;
  return [
    String(i),
    `${first} ${last}`,
    first,
    last,
    `c${person}@${person % 7 === 0 ? 'gmail.com' : `firm${person % 5000}.example`}`,
    phone,
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
