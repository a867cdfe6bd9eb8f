import type { Sentence } from '../../model/error.ts';
import type { Canon } from '../../ports/mapping.ts';
import { familyOf } from '../../ports/mapping.ts';
import { dayDigits } from '../normalise/date.ts';
import { emailParts } from '../normalise/email.ts';
import { phoneE164 } from '../normalise/phone.ts';
import { isPostcode } from '../normalise/postcode.ts';
import { taxClaim } from '../normalise/tax-id.ts';

/** How good one field is over all records. Shares are 0–1. */
export interface FieldQuality {
  readonly field: string;
  /** Share of records with a value. */
  readonly complete: number;
  /** Share of values that are what they should be; absent where anything goes. */
  readonly valid?: number;
  /** Distinct values per value. */
  readonly distinct: number;
  /** Up to three values that are not valid. */
  readonly examples: readonly string[];
}

/** The quality of a set of records. */
export interface QualityReport {
  readonly records: number;
  readonly fields: readonly FieldQuality[];
  /** Records that say the same as an earlier one in every field. */
  readonly copies: number;
  /** Records beyond the first of their entity. */
  readonly duplicates: number;
  /** Median and oldest age of the records in days, when ages are known. */
  readonly freshness?: { readonly medianDays: number; readonly oldestDays: number };
  readonly sentence: Sentence;
}

/** What the report is made from. `entities` and `agesDays` run along the records. */
export interface QualityInput {
  readonly records: readonly ReadonlyMap<string, Canon>[];
  readonly country: string;
  readonly entities?: readonly string[];
  readonly agesDays?: readonly number[];
}

const examplesMax = 3;

const checks: Readonly<Record<string, (value: string, country: string) => boolean>> = {
  emails: (v) => emailParts(v) !== undefined,
  phones: (v, country) => phoneE164(v, country) !== undefined,
  birthday: (v) => dayDigits(v) !== undefined,
  taxId: (v, country) => taxClaim(v, country) !== undefined,
  postalCode: (v) => isPostcode(v),
  country: (v) => /^[A-Za-z]{2}$/.test(v),
};

/** Completeness, validity, distinctness, duplicates and freshness of records. */
export function qualityOf(input: QualityInput): QualityReport {
  const values = new Map<string, { records: number; list: string[] }>();
  for (const record of input.records) {
    const seen = new Set<string>();
    for (const [field, value] of record) {
      const { name, element } = familyOf(field);
      const text = element ?? (value === null || value === false ? '' : String(value));
      if (text === '') continue;
      const entry = values.get(name) ?? { records: 0, list: [] };
      values.set(name, entry);
      if (!seen.has(name)) entry.records += 1;
      seen.add(name);
      entry.list.push(text);
    }
  }
  const n = input.records.length;
  const fields = [...values].map(([field, { records, list }]) => fieldQuality(field, records / Math.max(1, n), list, input.country)).sort((a, b) => (a.field < b.field ? -1 : 1));
  const copies = n - new Set(input.records.map((r) => JSON.stringify([...r].sort(([a], [b]) => (a < b ? -1 : 1))))).size;
  const duplicates = input.entities === undefined ? copies : input.entities.length - new Set(input.entities).size;
  return { records: n, fields, copies, duplicates, ...freshness(input.agesDays), sentence: summary(n, duplicates, fields) };
}

function fieldQuality(field: string, complete: number, list: readonly string[], country: string): FieldQuality {
  const check = checks[field];
  const bad = check === undefined ? [] : list.filter((v) => !check(v, country));
  const valid = check === undefined ? {} : { valid: 1 - bad.length / list.length };
  return { field, complete, ...valid, distinct: new Set(list).size / list.length, examples: [...new Set(bad)].slice(0, examplesMax) };
}

function freshness(agesDays: readonly number[] | undefined): Pick<QualityReport, 'freshness'> {
  if (agesDays === undefined || agesDays.length === 0) return {};
  const ordered = agesDays.toSorted((a, b) => a - b);
  return { freshness: { medianDays: ordered[Math.floor(ordered.length / 2)] as number, oldestDays: ordered.at(-1) as number } };
}

function summary(n: number, duplicates: number, fields: readonly FieldQuality[]): Sentence {
  const worst = fields.filter((f) => f.valid !== undefined && f.valid < 0.95).map((f) => `${f.field} ${Math.round((f.valid ?? 0) * 100)} %`);
  const share = n === 0 ? '0' : ((duplicates / n) * 100).toFixed(1);
  return {
    en: `${n} records, ${duplicates} duplicates (${share} %)${worst.length === 0 ? '; all checked fields are at least 95 % valid' : `; valid only: ${worst.join(', ')}`}.`,
    zh: `${n} 条记录，${duplicates} 条重复（${share} %）${worst.length === 0 ? '；已检查字段的有效率均不低于 95 %' : `；有效率偏低：${worst.join('，')}`}。`,
  };
}
