import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Canon } from '../../core/ports/mapping.ts';

/** Where the sets lie, seen from the repository; they are not part of the project. */
const folder = new URL('../../../shared/data/identity/', import.meta.url);

/** One row of a set in canonical fields, with its true entity. */
export interface EvalRecord {
  readonly id: string;
  readonly source: string;
  readonly truth: string;
  readonly fields: ReadonlyMap<string, Canon>;
}

/** A set with truth. */
export interface EvalSet {
  readonly name: string;
  readonly type: 'person' | 'organization';
  readonly country: string;
  readonly records: readonly EvalRecord[];
  /** Pairs within one source are not counted: the truth is about pairs between the two. */
  readonly acrossOnly: boolean;
  readonly goal: number;
}

/** True when the sets are here; otherwise what needs them is skipped by name. */
export function haveSets(): boolean {
  return existsSync(folder);
}

/** Rows of a CSV file of the sets by header. */
export function rowsOf(path: string): Record<string, string>[] {
  const rows = parse(readFileSync(new URL(path, folder), 'utf8'), { columns: true, bom: true, trim: true, relax_column_count: true }) as Record<string, string>[];
  return rows;
}

function fieldsOf(row: Record<string, string>, columns: Readonly<Record<string, string>>): Map<string, Canon> {
  const fields = new Map<string, Canon>();
  for (const [field, column] of Object.entries(columns)) {
    const value = row[column] ?? '';
    if (value === '') continue;
    if (field === 'emails' || field === 'phones') fields.set(`${field}:${value}`, true);
    else fields.set(field, value);
  }
  return fields;
}

function febrl(n: number): EvalSet {
  const columns = {
    givenName: 'given_name',
    familyName: 'surname',
    houseNumber: 'street_number',
    street: 'address_1',
    city: 'suburb',
    postalCode: 'postcode',
    region: 'state',
    birthday: 'date_of_birth',
    identifier: 'soc_sec_id',
  };
  const records = rowsOf(`febrl/dataset${n}.csv`).map((row) => {
    const id = row['rec_id'] as string;
    return { id, source: 'file', truth: id.split('-')[1] as string, fields: fieldsOf(row, columns) };
  });
  return { name: `febrl${n}`, type: 'person', country: 'AU', records, acrossOnly: false, goal: n === 3 ? 0.999 : 0 };
}

function fake1000(): EvalSet {
  const columns = { givenName: 'first_name', familyName: 'surname', birthday: 'dob', city: 'city', emails: 'email' };
  const records = rowsOf('fake_1000/fake_1000.csv').map((row) => ({
    id: row['unique_id'] as string,
    source: 'file',
    truth: row['cluster'] as string,
    fields: fieldsOf(row, columns),
  }));
  return { name: 'fake_1000', type: 'person', country: 'GB', records, acrossOnly: false, goal: 0.97 };
}

function restaurants(): EvalSet {
  const matches = new Map(rowsOf('fodors_zagats/match_fodors_zagats_more_attrs.csv').map((row) => [row['zagats_id'], row['fodors_id']]));
  const columns = { name: 'name', street: 'addr', city: 'city', phones: 'phone', industry: 'type' };
  const records = ['fodors', 'zagats'].flatMap((source) =>
    rowsOf(`fodors_zagats/${source}.csv`).map((row) => {
      const id = row['id'] as string;
      const truth = source === 'fodors' ? `f${id}` : matches.has(id) ? `f${matches.get(id)}` : `z${id}`;
      return { id, source, truth, fields: fieldsOf(row, columns) };
    }),
  );
  return { name: 'fodors_zagats', type: 'organization', country: 'US', records, acrossOnly: true, goal: 0.99 };
}

function sites(): EvalSet {
  const columns = { name: 'Site name', street: 'Address', postalCode: 'Zip', phones: 'Phone', website: 'Website', emails: 'Email Address' };
  const records = rowsOf('dedupe_csv_example/csv_example_input_with_true_ids.csv').map((row) => ({
    id: row['Id'] as string,
    source: 'file',
    truth: row['True Id'] as string,
    fields: fieldsOf(row, columns),
  }));
  return { name: 'dedupe_csv_example', type: 'organization', country: 'US', records, acrossOnly: false, goal: 0.93 };
}

/** The sets whose F1 is a bar, and the smaller Febrl sets beside them. */
export function evalSets(): readonly EvalSet[] {
  return [febrl(1), febrl(2), febrl(3), fake1000(), restaurants(), sites()];
}
