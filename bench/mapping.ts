import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { JsonObject } from '../core/model/json.ts';
import type { Raw, StreamMapping } from '../core/ports/mapping.ts';
import { compileMapping } from '../mappings/engine/compile.ts';

// CPU per record of a contact with 12 fields: the compiled mapping against hand-written JavaScript that does the same normalisation of the same records.
// `node bench/mapping.ts [--json] [records]`

const records = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 20_000);
const rounds = 7;

const text = `
name: bench/contacts
type: person
connector: bench
stream: contacts
defaults: { country: DE, dates: [yyyy-MM-dd, dd.MM.yyyy] }
fields:
  givenName: first
  familyName: last
  title: job.title
  emails: { path: mail, split: ';' }
  phones: phone
  birthday: born
  street: address.street
  city: address.city
  postalCode: address.zip
  country: address.country
  status: { path: state, as: { lookup: { A: active, I: inactive } } }
  note: remark
`;

/** The same contact without the telephone number, whose parsing by a library hides everything else. */
const cheapText = text.replace('  phones: phone\n', '  owner: phone\n');

function contact(i: number): JsonObject {
  const n = String(i).padStart(7, '0');
  return {
    id: i,
    first: i % 7 === 0 ? ' José ' : 'Ann',
    last: `Müller${i}`,
    job: { title: i % 3 === 0 ? '' : 'Head of purchasing' },
    mail: i % 5 === 0 ? `Ann.${n}@Example.COM; BJÖRN${n}@example.com` : `Ann.${n}@Example.COM`,
    phone: `030 ${n.slice(0, 3)} ${n.slice(3)}`,
    born: i % 2 === 0 ? `19${String(10 + (i % 90))}-03-${String(1 + (i % 28)).padStart(2, '0')}` : `${String(1 + (i % 28)).padStart(2, '0')}.11.19${String(10 + (i % 90))}`,
    address: { street: `Main street ${i}`, city: i % 4 === 0 ? '上海' : 'Berlin', zip: n.slice(2), country: i % 4 === 0 ? 'CN' : 'DE' },
    state: i % 9 === 0 ? 'I' : 'A',
    remark: i % 2 === 0 ? null : `called ${i} times`,
  };
}

type Row = Record<string, unknown>;

const clean = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  const trimmed = String(value).trim().normalize('NFC');
  return trimmed === '' ? null : trimmed;
};

const states: Row = { A: 'active', I: 'inactive' };
const countries = new Set(['CN', 'DE', 'GB', 'US']);
const german = /^(\d{2})\.(\d{2})\.(\d{4})$/;
const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const existing = (year: number, month: number, day: number) => {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
};

function day(value: unknown, validate: boolean): string | null {
  const found = clean(value);
  if (found === null) return null;
  const g = german.exec(found);
  const iso = g ? `${g[3]}-${g[2]}-${g[1]}` : found;
  const parts = isoDay.exec(iso);
  if (!parts || (validate && !existing(Number(parts[1]), Number(parts[2]), Number(parts[3])))) throw new RangeError('date');
  return iso;
}

/** What a careful programmer writes by hand; `validate` adds the checks that refuse what is not understood. */
function plain(record: Row, validate: boolean, withPhone: boolean): Row {
  const out: Row = { givenName: clean(record['first']), familyName: clean(record['last']) };
  out['title'] = clean((record['job'] as Row | undefined)?.['title']);
  const emails: string[] = [];
  for (const part of String(record['mail'] ?? '').split(';')) {
    const mail = clean(part)?.toLowerCase();
    if (!mail) continue;
    if (validate && !address.test(mail)) throw new RangeError('email');
    emails.push(mail);
  }
  out['emails'] = emails;
  if (withPhone) {
    const phone = clean(record['phone']);
    if (phone !== null) {
      const number = parsePhoneNumberFromString(phone, 'DE');
      if (number === undefined || (validate && !number.isPossible())) throw new RangeError('phone');
      out['phones'] = [number.number];
    }
  } else out['owner'] = clean(record['phone']);
  out['birthday'] = day(record['born'], validate);
  const where = record['address'] as Row;
  out['street'] = clean(where['street']);
  out['city'] = clean(where['city']);
  out['postalCode'] = clean(where['zip']);
  const country = clean(where['country'])?.toUpperCase() ?? null;
  if (validate && country !== null && !countries.has(country)) throw new RangeError('country');
  out['country'] = country;
  const state = clean(record['state']);
  out['status'] = state === null ? null : states[state];
  if (validate && state !== null && out['status'] === undefined) throw new RangeError('status');
  out['note'] = clean(record['remark']);
  return out;
}

function mappingOf(document: string): StreamMapping {
  const mapping = compileMapping({ text: document, file: 'bench' });
  if (!mapping.ok) throw new Error(JSON.stringify(mapping.error));
  return mapping.value;
}

/** What unify asks for: the vendor form of every field, and each one's canonical value. Answers how many fields hold a value. */
function ours(mapping: StreamMapping, record: JsonObject): number {
  const { canonical, problems } = mapping.read(record);
  if (problems.length > 0) throw new RangeError(JSON.stringify(problems));
  return canonical.size;
}

function canonical(mapping: StreamMapping, record: JsonObject): Row {
  const { fields } = mapping.read(record);
  return Object.fromEntries(Object.keys(fields).map((name) => [name, mapping.canon(name, fields[name] as Raw)]));
}

/** The same count for the hand-written result. */
function filledIn(row: Row): number {
  let filled = 0;
  for (const name in row) {
    const value = row[name];
    if (Array.isArray(value)) filled += value.length;
    else if (value !== null) filled += 1;
  }
  return filled;
}

interface Contest {
  readonly name: string;
  readonly run: (record: JsonObject) => number;
}

/** Best CPU time of the rounds in microseconds per record; contestants take turns so that a busy machine hurts both. */
function measure(contests: readonly Contest[], data: readonly JsonObject[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of contests) {
      const before = process.cpuUsage();
      let filled = 0;
      for (const record of data) filled += run(record);
      const spent = process.cpuUsage(before);
      if (filled < data.length) throw new Error('the contestant did no work');
      const perRecord = (spent.user + spent.system) / data.length;
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, perRecord));
    }
  }
  return best;
}

/** The members of a set as the engine names them, from a list. */
function named(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (Array.isArray(value) ? value.map((element) => [`${name}:${element}`, true] as const) : [[name, value] as const])),
  );
}

function sameResults(a: (record: JsonObject) => Row, b: (record: JsonObject) => Row, data: readonly JsonObject[]): void {
  for (const record of data.slice(0, 500)) {
    const [left, right] = [a(record), named(b(record))];
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
      if (left[key] !== right[key]) throw new Error(`${key} of record ${record['id']}: ${String(left[key])} and ${String(right[key])}`);
  }
}

function contest(document: string, withPhone: boolean, data: readonly JsonObject[]) {
  const mapping = mappingOf(document);
  sameResults(
    (record) => canonical(mapping, record),
    (record) => plain(record, true, withPhone),
    data,
  );
  const times = measure(
    [
      { name: 'ours', run: (record) => ours(mapping, record) },
      { name: 'plain', run: (record) => filledIn(plain(record, false, withPhone)) },
      { name: 'plainChecked', run: (record) => filledIn(plain(record, true, withPhone)) },
    ],
    data,
  );
  const at = (name: string) => times.get(name) as number;
  return {
    oursUs: at('ours'),
    plainUs: at('plain'),
    plainCheckedUs: at('plainChecked'),
    ratioToPlainChecked: at('ours') / at('plainChecked'),
    ratioToPlain: at('ours') / at('plain'),
  };
}

// Through JSON, as records arrive: strings are flat then, not ropes left by the template literals.
const data = JSON.parse(JSON.stringify(Array.from({ length: records }, (_, i) => contact(i)))) as readonly JsonObject[];
const results = { records, all12Fields: contest(text, true, data), withoutPhone: contest(cheapText, false, data) };

if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else {
  console.log(`Mapping of a contact with 12 fields, ${records} records, best of ${rounds} rounds; CPU µs per record (read, and canonical value of every field)`);
  for (const [name, r] of [
    ['with the telephone number', results.all12Fields],
    ['without the telephone number', results.withoutPhone],
  ] as const) {
    console.log(`  ${name}: ours ${r.oursUs.toFixed(2)} · plain ${r.plainUs.toFixed(2)} · plain with the same checks ${r.plainCheckedUs.toFixed(2)}`);
    console.log(`    ratio to plain with checks ${r.ratioToPlainChecked.toFixed(2)} (bar 2) · to plain without checks ${r.ratioToPlain.toFixed(2)} (bar 3)`);
  }
}
