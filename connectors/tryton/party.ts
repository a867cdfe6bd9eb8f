import { type JsonObject, own } from '../../core/model/json.ts';
import type { Read, Source } from './changes.ts';
import { checked } from './checked.ts';
import { metaOf, type Parts, stampFields, stampOf } from './meta.ts';
import type { Context } from './rpc.ts';
import { type Party, partySchema } from './schema.ts';
import { flagFrom, idOf, rowsOf, textAt, textFrom } from './values.ts';

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

/** A party that does not exist yet. */
export const noParty: JsonObject = {
  name: null,
  active: true,
  'lang.': null,
  tax_identifier: null,
  ...Object.fromEntries(Object.keys(partyParts).map((relation) => [`${relation}.`, []])),
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
  return activeOf(row, 'contact_mechanisms').filter((part) => types.includes(String(own(part, 'type'))) && own(part, 'value') !== null && own(part, 'value') !== '');
}

/** The identifier that stands for the tax number: Tryton's choice, else the first. */
export function taxIdentifierOf(row: JsonObject): JsonObject | undefined {
  const identifiers = activeOf(row, 'identifiers');
  return identifiers.find((part) => idOf(part) === own(row, 'tax_identifier')) ?? identifiers[0];
}

/** An address row in the record's words; all null for none. */
export function addressOf(row: JsonObject | undefined): { readonly [K in keyof Party['address']]: string | null | undefined } {
  if (row === undefined) return { street: null, city: null, postalCode: null, region: null, country: null };
  return {
    street: textFrom(own(row, 'street')),
    city: textFrom(own(row, 'city')),
    postalCode: textFrom(own(row, 'postal_code')),
    region: textAt(row, 'subdivision', 'name'),
    country: textAt(row, 'country', 'code'),
  };
}

/** A party's language as BCP 47; Tryton writes `zh_CN`. */
export function languageOf(row: JsonObject): string | null | undefined {
  const code = textAt(row, 'lang', 'code');
  return typeof code === 'string' ? code.replaceAll('_', '-') : code;
}

function toParty(row: JsonObject, ctx: Context): Read<Party> {
  return checked(partySchema, row, () => {
    const categories = rowsOf(row, 'categories').map((part) => textFrom(own(part, 'name')));
    const [first, ...others] = activeOf(row, 'addresses');
    const tax = taxIdentifierOf(row);
    return {
      id: String(idOf(row)),
      code: textFrom(own(row, 'code')),
      name: textFrom(own(row, 'name')),
      kind: ctx.config.personCategory !== undefined && categories.includes(ctx.config.personCategory) ? 'person' : 'organization',
      active: flagFrom(own(row, 'active')),
      language: languageOf(row),
      ...contactFields(row),
      taxId: tax === undefined ? null : textFrom(own(tax, 'code')),
      taxIdType: tax === undefined ? null : textFrom(own(tax, 'type')),
      address: addressOf(first),
      otherAddresses: others.map(addressOf),
      categories: categories.sort(),
      meta: metaOf(row, partsOf(row)),
    };
  });
}

function contactFields(row: JsonObject): Record<'emails' | 'phones' | 'website' | 'otherContacts', unknown> {
  const values = (parts: readonly JsonObject[]) => [...new Set(parts.map((part) => textFrom(own(part, 'value'))))];
  const [website] = contactsOf(row, ['website']);
  const shown = new Set([website, ...contactsOf(row, ['email', ...phoneTypes])]);
  const rest = activeOf(row, 'contact_mechanisms').filter((part) => !shown.has(part) && textFrom(own(part, 'value')) !== null);
  return {
    emails: values(contactsOf(row, ['email'])),
    phones: values(contactsOf(row, phoneTypes)),
    website: website === undefined ? null : textFrom(own(website, 'value')),
    otherContacts: rest.map((part) => ({ type: textFrom(own(part, 'type')), value: textFrom(own(part, 'value')) })),
  };
}
