import { dayDigits } from '../normalise/date.ts';
import { emailParts } from '../normalise/email.ts';
import { isPostcode } from '../normalise/postcode.ts';
import { fieldOfHeader } from './column-names.ts';

/** What a column holds and how that was found out. */
export interface Column {
  readonly header: string;
  readonly index: number;
  readonly field: string;
  readonly by: 'header' | 'content' | 'choice';
}

/** Content is judged on this many rows. */
const sampleRowsMax = 400;
/** A column is a kind when this share of its values is. */
const shareMin = 0.6;
/** Of an e-mail, website or telephone column at least this share of the values are different ones: where each stands in many rows it says who looks after a customer, not who it is. */
const differentMin = 0.25;
/** Columns beyond this are left out: a file of 300 columns is not 300 facts about a customer. */
const columnsMax = 40;

/** Fields that may stand in several columns; of the others the first column counts. */
const repeatable: ReadonlySet<string> = new Set(['emails', 'phones', 'identifiers', 'street', 'name', 'alias', 'website', 'taxId']);

/** Recognises the columns of a table by header, then by what is in them. `choices` (field → header) goes first; an unknown header in it is a `RangeError`. */
export function recogniseColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  type: 'person' | 'organization',
  choices: Readonly<Record<string, string>> = {},
): readonly Column[] {
  const found: Column[] = chosen(headers, choices);
  const taken = (): ReadonlySet<number> => new Set(found.map((c) => c.index));
  const wanted = (field: string): boolean => repeatable.has(field) || !found.some((c) => c.field === field);
  headers.forEach((header, index) => {
    const field = fieldFor(fieldOfHeader(header), type, found);
    if (field !== undefined && field !== '' && !taken().has(index) && wanted(field)) found.push({ header, index, field, by: 'header' });
  });
  headers.forEach((header, index) => {
    if (taken().has(index) || fieldOfHeader(header) !== undefined) return;
    const field = fieldByContent(valuesOf(rows, index), type);
    if (field !== undefined && wanted(field)) found.push({ header, index, field, by: 'content' });
  });
  if (!found.some((c) => /name/i.test(c.field))) found.push(...likelyName(headers, rows, taken()));
  return found.slice(0, columnsMax).sort((a, b) => a.index - b.index);
}

function chosen(headers: readonly string[], choices: Readonly<Record<string, string>>): Column[] {
  return Object.entries(choices).map(([field, header]) => {
    const index = headers.indexOf(header);
    if (index < 0) throw new RangeError(`there is no column ${JSON.stringify(header)} for ${field}; the columns are: ${headers.slice(0, columnsMax).join(', ')}`);
    return { header, index, field, by: 'choice' };
  });
}

/** A company's column in a list of people is where they work, not who they are; `name` in a list of companies is theirs. */
function fieldFor(field: string | undefined, type: 'person' | 'organization', found: readonly Column[]): string | undefined {
  if (field === 'orgName') return type === 'person' ? '' : found.some((c) => c.field === 'name') ? undefined : 'name';
  if (field === 'nativeName') return 'name';
  if (field === 'secondFamilyName') return '';
  if (type === 'organization' && /^(?:givenName|middleName|familyName|birth|gender|occupation)/.test(field ?? '')) return '';
  return field;
}

function valuesOf(rows: readonly (readonly string[])[], index: number): string[] {
  const values: string[] = [];
  for (const row of rows.slice(0, sampleRowsMax)) {
    const value = (row[index] ?? '').trim();
    if (value !== '') values.push(value);
  }
  return values;
}

function fieldByContent(values: readonly string[], type: 'person' | 'organization'): string | undefined {
  if (values.length < 3) return undefined;
  const share = (test: (value: string) => boolean): number => values.filter(test).length / values.length;
  const isOwn = new Set(values).size >= values.length * differentMin;
  if (share((v) => emailParts(v) !== undefined) >= shareMin) return isOwn ? 'emails' : undefined;
  if (share((v) => /^(?:https?:\/\/|www\.)\S+$/i.test(v)) >= shareMin) return isOwn ? 'website' : undefined;
  if (type === 'person' && share((v) => dayDigits(v) !== undefined && Number(dayDigits(v)?.slice(0, 4)) < 2016) >= 0.9) return 'birthday';
  if (share(isPhoneLike) >= 0.8) return isOwn ? 'phones' : undefined;
  if (share(isPostcode) >= 0.95 && share((v) => /^\d{5}(?:-\d{4})?$|[a-z]/i.test(v)) >= 0.95) return 'postalCode';
  return share((v) => /^\d+[a-z]? \S+.*[a-z]{2}/i.test(v) || /号|路|街/.test(v)) >= 0.7 ? 'street' : undefined;
}

/** Separators or a leading plus tell a telephone number from an amount or an id. */
function isPhoneLike(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return (
    digits.length >= 7 && digits.length <= 15 && /^[+\d][\d\s().\-/]*$/.test(value) && (/[+\s().\-/]/.test(value) || /^1[3-9]\d{9}$/.test(digits)) && dayDigits(value) === undefined
  );
}

/** Without any named column, the text column with the most different values is taken for the name. */
function likelyName(headers: readonly string[], rows: readonly (readonly string[])[], taken: ReadonlySet<number>): Column[] {
  let best: { index: number; score: number } | undefined;
  headers.forEach((header, index) => {
    if (taken.has(index) || fieldOfHeader(header) === '') return;
    const values = valuesOf(rows, index);
    const texts = values.filter((v) => /\p{L}{2}/u.test(v) && v.length <= 120);
    const score = texts.length < values.length * shareMin ? 0 : new Set(texts).size;
    if (score > (best?.score ?? 0)) best = { index, score };
  });
  return best === undefined ? [] : [{ header: headers[best.index] as string, index: best.index, field: 'name', by: 'content' }];
}
