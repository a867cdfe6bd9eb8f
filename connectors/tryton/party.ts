import { type JsonObject, own } from '../../core/model/json.ts';
import type { Read, Source } from './changes.ts';
import { checked } from './checked.ts';
import { metaOf, type Parts, stampFields, stampOf } from './meta.ts';
import type { Context } from './rpc.ts';
import { type Party, partySchema } from './schema.ts';
import { flagFrom, idOf, rowOf, rowsOf, textFrom } from './values.ts';

/** Relations whose rows are part of a party. */
export const partyParts = { addresses: 'party.address', contact_mechanisms: 'party.contact_mechanism', identifiers: 'party.identifier' } as const;

/** Kinds of contact mechanism that are telephones. */
export const phoneTypes: readonly string[] = ['phone', 'mobile'];

const fields: readonly string[] = [
  'code',
  'name',
  'active',
  'lang.code',
  'tax_identifier',
  'categories.name',
  '_timestamp',
  ...stampFields(),
  ...['street', 'city', 'postal_code', 'active', 'sequence', 'subdivision.name', 'country.code', '_timestamp'].map((f) => `addresses.${f}`),
  ...stampFields('addresses'),
  ...['type', 'value', 'active', 'sequence', '_timestamp'].map((f) => `contact_mechanisms.${f}`),
  ...stampFields('contact_mechanisms'),
  ...['type', 'code', 'sequence', '_timestamp'].map((f) => `identifiers.${f}`),
  ...stampFields('identifiers'),
];

/** Where parties come from. */
export const partySource: Source<Party> = {
  model: 'party.party',
  domain: [],
  fields,
  watched: [{ path: '', model: 'party.party' }, ...Object.entries(partyParts).map(([path, model]) => ({ path, model }))],
  counted: Object.values(partyParts),
  stamps: (row) => [row, ...Object.values(partsOf(row)).flat()].map(stampOf),
  toRecord: toParty,
};

/** The rows that hang on a party, by relation. */
export function partsOf(row: JsonObject): Parts {
  return Object.fromEntries(Object.keys(partyParts).map((relation) => [relation, rowsOf(row, relation)]));
}

/** Rows in Tryton's own order: those with a sequence by it, then the rest, each by id. */
export function inOrder(rows: readonly JsonObject[]): readonly JsonObject[] {
  const place = (row: JsonObject) => (typeof row['sequence'] === 'number' ? row['sequence'] : Number.MAX_SAFE_INTEGER);
  return [...rows].sort((a, b) => place(a) - place(b) || idOf(a) - idOf(b));
}

/** Active rows in order; identifiers have no `active` and always count. */
export function activeOf(row: JsonObject, relation: keyof typeof partyParts): readonly JsonObject[] {
  return inOrder(rowsOf(row, relation)).filter((part) => own(part, 'active') === undefined || flagFrom(own(part, 'active')));
}

/** The active contact mechanisms of these types. */
export function contactsOf(row: JsonObject, types: readonly string[]): readonly JsonObject[] {
  return activeOf(row, 'contact_mechanisms').filter((part) => types.includes(String(own(part, 'type'))) && textFrom(own(part, 'value')) !== null);
}

/** The identifier that stands for the tax number: Tryton's choice, else the first. */
export function taxIdentifierOf(row: JsonObject): JsonObject | undefined {
  const identifiers = activeOf(row, 'identifiers');
  return identifiers.find((part) => idOf(part) === own(row, 'tax_identifier')) ?? identifiers[0];
}

/** An address row in the record's words. */
export function addressOf(row: JsonObject | undefined): Party['address'] {
  const at = (field: string) => (row === undefined ? null : textFrom(own(row, field)));
  return {
    street: at('street'),
    city: at('city'),
    postalCode: at('postal_code'),
    region: row === undefined ? null : textFrom(rowOf(row, 'subdivision')?.['name']),
    country: row === undefined ? null : textFrom(rowOf(row, 'country')?.['code']),
  };
}

/** Tryton's `zh_CN` as BCP 47. */
export function languageTag(code: string | null): string | null {
  return code === null ? null : code.replaceAll('_', '-');
}

function toParty(row: JsonObject, ctx: Context): Read<Party> {
  const values = (rows: readonly JsonObject[]) => [...new Set(rows.map((part) => String(part['value'])))];
  const categories = rowsOf(row, 'categories').flatMap((part) => textFrom(part['name']) ?? []);
  const [first, ...others] = activeOf(row, 'addresses');
  const websites = contactsOf(row, ['website']);
  const known = new Set([...websites.slice(0, 1), ...contactsOf(row, ['email', ...phoneTypes])]);
  const tax = taxIdentifierOf(row);
  const person = ctx.config.personCategory !== undefined && categories.includes(ctx.config.personCategory);
  return checked(partySchema, row, {
    id: String(idOf(row)),
    code: textFrom(own(row, 'code')),
    name: textFrom(own(row, 'name')),
    kind: person ? 'person' : 'organization',
    active: flagFrom(own(row, 'active')),
    language: languageTag(textFrom(rowOf(row, 'lang')?.['code'])),
    emails: values(contactsOf(row, ['email'])),
    phones: values(contactsOf(row, phoneTypes)),
    website: textFrom(websites[0]?.['value']),
    taxId: textFrom(tax?.['code']),
    taxIdType: textFrom(tax?.['type']),
    address: addressOf(first),
    otherAddresses: others.map(addressOf),
    otherContacts: activeOf(row, 'contact_mechanisms').flatMap((part) => {
      const value = textFrom(part['value']);
      return value === null || known.has(part) ? [] : [{ type: String(part['type']), value }];
    }),
    categories: categories.sort(),
    meta: metaOf(row, partsOf(row)),
  });
}
