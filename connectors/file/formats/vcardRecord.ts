import { shortHash } from '../../../core/model/hash.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { type Property, partsAt, propertyOf, unescaped } from './vcardLine.ts';

/** Properties that hold one text, by their field in the record. */
export const textFields: Readonly<Record<string, string>> = {
  fn: 'FN',
  kind: 'KIND',
  nickname: 'NICKNAME',
  title: 'TITLE',
  role: 'ROLE',
  note: 'NOTE',
  birthday: 'BDAY',
  rev: 'REV',
};
/** Properties that may stand several times, by their field: each is `{ value, type }`. */
export const listFields: Readonly<Record<string, string>> = { emails: 'EMAIL', phones: 'TEL', urls: 'URL' };
/** Parts of N and of ADR in the order of RFC 6350; `undefined` parts (post box, extended address) are joined into the street. */
export const nameParts = ['family', 'given', 'additional', 'prefix', 'suffix'] as const;
/** Parts of an address that the record carries. */
export const addressParts = ['street', 'city', 'region', 'postalCode', 'country'] as const;

/** The record of a card: `uid, version, fn, n, org, unit, emails, phones, addresses, urls, …`; what the card lacks is absent. A card without UID gets one from its name and first means of contact. */
export function cardRecord(lines: readonly string[]): JsonObject {
  const record: Record<string, Json> = {};
  for (const line of lines) {
    const property = propertyOf(line);
    if (property !== undefined) addTo(record, property);
  }
  if (record['uid'] === undefined || record['uid'] === '') record['uid'] = derivedUid(record);
  return record;
}

function addTo(record: Record<string, Json>, property: Property): void {
  const { name, value } = property;
  const field = byProperty.get(name);
  if (field !== undefined && textFields[field] !== undefined) record[field] ??= unescaped(value);
  else if (field !== undefined) record[field] = [...((record[field] as Json[] | undefined) ?? []), itemOf(property)];
  else if (name === 'UID') record['uid'] ??= unescaped(value).replace(/^urn:uuid:/i, '');
  else if (name === 'VERSION') record['version'] = value.trim();
  else if (name === 'N') record['n'] ??= named(nameParts, partsAt(value, ';'));
  else if (name === 'CATEGORIES') record['categories'] = [...((record['categories'] as Json[] | undefined) ?? []), ...partsAt(value, ',')];
  else if (name === 'ADR') record['addresses'] = [...((record['addresses'] as Json[] | undefined) ?? []), addressOf(property)];
  else if (name === 'ORG') {
    const [org = '', ...units] = partsAt(value, ';');
    record['org'] ??= org;
    const unit = units.filter((u) => u !== '').join(', ');
    if (unit !== '') record['unit'] ??= unit;
  }
}

const byProperty = new Map([...Object.entries(textFields), ...Object.entries(listFields)].map(([field, name]) => [name, field]));

/** `tel:` and `mailto:` (vCard 4) are the form of the value, not part of it. */
function itemOf({ name, value, types }: Property): JsonObject {
  const text = unescaped(value).trim();
  return { value: name === 'URL' ? text : text.replace(/^(tel|mailto):/i, ''), type: types.join(' ') };
}

function addressOf({ value, types }: Property): JsonObject {
  const [box = '', extended = '', street = '', ...rest] = partsAt(value, ';');
  const lines = [street, extended, box].filter((part) => part !== '').join('\n');
  return { ...named(addressParts, [lines, ...rest]), type: types.join(' ') };
}

function named(names: readonly string[], parts: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name, i) => [name, parts[i] ?? '']));
}

/** Stays as long as name and first means of contact do; a write gives the card a UID of its own. */
function derivedUid(record: JsonObject): string {
  const first = (list: Json | undefined): string => (Array.isArray(list) ? String((list[0] as JsonObject | undefined)?.['value'] ?? '') : '');
  return `~${shortHash(JSON.stringify([record['fn'] ?? record['n'] ?? '', first(record['emails']), first(record['phones'])]))}`;
}
