import { type Json, type JsonObject, own } from '../../core/model/json.ts';
import { countryId, languageId, regionId } from './lookups.ts';
import { activeOf, addressOf, contactsOf, inOrder, languageOf, partyParts, phoneTypes, taxIdentifierOf } from './party.ts';
import type { PartyPatch } from './patch.ts';
import type { Context } from './rpc.ts';
import { flagFrom, idOf, rowsOf, textFrom } from './values.ts';

type Relation = keyof typeof partyParts;

/** What one `write` or `create` of a party is given. Parts go along as commands of the same call, so that all of it happens or nothing. */
export interface Change {
  readonly values: JsonObject;
  /** Parts that the commands write or delete, as `model,id` → stamp: the server refuses the call when one has moved on. */
  readonly stamps: JsonObject;
}

/** The difference between a party as it is ({@link noParty} for a new one) and what is asked of it. Empty `values` means that there is nothing to do. */
export async function changeOf(ctx: Context, row: JsonObject, patch: PartyPatch): Promise<Change> {
  const commands: Record<Relation, Json[]> = { addresses: [], contact_mechanisms: [], identifiers: [] };
  const touched: [Relation, JsonObject][] = [];
  const add = (relation: Relation, command: Json, parts: readonly JsonObject[] = []) => {
    commands[relation].push(command);
    for (const part of parts) touched.push([relation, part]);
  };
  if (patch.emails !== undefined) contacts(row, ['email'], patch.emails ?? [], add);
  if (patch.phones !== undefined) contacts(row, phoneTypes, patch.phones ?? [], add);
  if (patch.website !== undefined) website(row, patch.website, add);
  if (patch.taxId !== undefined) taxId(row, patch.taxId, add);
  if (patch.address) await address(ctx, row, patch.address, add);
  const lists = Object.entries(commands).filter(([, list]) => list.length > 0);
  return {
    values: { ...(await scalars(ctx, row, patch)), ...Object.fromEntries(lists) },
    stamps: Object.fromEntries(touched.map(([relation, part]) => [`${partyParts[relation]},${idOf(part)}`, own(part, '_timestamp')])),
  };
}

type Add = (relation: Relation, command: Json, parts?: readonly JsonObject[]) => void;

async function scalars(ctx: Context, row: JsonObject, patch: PartyPatch): Promise<JsonObject> {
  const values: Record<string, Json> = {};
  if (patch.name !== undefined && patch.name !== textFrom(own(row, 'name'))) values['name'] = patch.name;
  if (patch.active !== undefined && patch.active !== flagFrom(own(row, 'active'))) values['active'] = patch.active;
  if (patch.language !== undefined && patch.language !== languageOf(row)) {
    values['lang'] = patch.language === null ? null : await languageId(ctx, patch.language);
  }
  return values;
}

/** Values that left are overwritten by values that came, so that a corrected number keeps its row (and its kind, comment and uses); the rest is deleted or created. */
function contacts(row: JsonObject, types: readonly string[], wanted: readonly string[], add: Add): void {
  const have = contactsOf(row, types);
  const values = have.map((part) => textFrom(own(part, 'value')));
  const left = have.filter((part) => !wanted.includes(String(part['value'])));
  const came = [...new Set(wanted)].filter((value) => !values.includes(value));
  for (const [i, value] of came.entries()) {
    const part = left[i];
    if (part === undefined) revive(row, types, value, add);
    else add('contact_mechanisms', ['write', [idOf(part)], { value }], [part]);
  }
  const gone = left.slice(came.length);
  if (gone.length > 0) add('contact_mechanisms', ['delete', gone.map(idOf)], gone);
}

/** An archived row with this value is taken back into use; otherwise a row is made. */
function revive(row: JsonObject, types: readonly string[], value: string, add: Add): void {
  const archived = inOrder(rowsOf(row, 'contact_mechanisms')).find((part) => !flagFrom(own(part, 'active')) && types.includes(String(part['type'])) && part['value'] === value);
  if (archived === undefined) add('contact_mechanisms', ['create', [{ type: types[0] ?? 'other', value }]]);
  else add('contact_mechanisms', ['write', [idOf(archived)], { active: true }], [archived]);
}

/** Only the first website is ours; others stay as they are. */
function website(row: JsonObject, wanted: string | null, add: Add): void {
  const [first] = contactsOf(row, ['website']);
  if (wanted === (first === undefined ? null : textFrom(own(first, 'value')))) return;
  if (first === undefined) revive(row, ['website'], String(wanted), add);
  else if (wanted === null) add('contact_mechanisms', ['delete', [idOf(first)]], [first]);
  else add('contact_mechanisms', ['write', [idOf(first)], { value: wanted }], [first]);
}

function taxId(row: JsonObject, wanted: string | null, add: Add): void {
  const first = taxIdentifierOf(row);
  if (wanted === (first === undefined ? null : textFrom(own(first, 'code')))) return;
  if (first === undefined) add('identifiers', ['create', [{ type: null, code: wanted }]]);
  else if (wanted === null) add('identifiers', ['delete', [idOf(first)]], [first]);
  else add('identifiers', ['write', [idOf(first)], { code: wanted }], [first]);
}

/** The first address is written in place and never deleted, because invoices may name it. */
async function address(ctx: Context, row: JsonObject, wanted: NonNullable<PartyPatch['address']>, add: Add): Promise<void> {
  const [first] = activeOf(row, 'addresses');
  const now = addressOf(first);
  const values: Record<string, Json> = {};
  const moved = (field: keyof typeof wanted) => wanted[field] !== undefined && wanted[field] !== now[field];
  if (moved('street')) values['street'] = wanted.street ?? null;
  if (moved('city')) values['city'] = wanted.city ?? null;
  if (moved('postalCode')) values['postal_code'] = wanted.postalCode ?? null;
  if (moved('country')) values['country'] = wanted.country ? await countryId(ctx, wanted.country) : null;
  if (moved('region')) values['subdivision'] = wanted.region ? await regionId(ctx, wanted.region, wanted.country ?? now.country ?? '') : null;
  if (Object.keys(values).length === 0) return;
  if (first === undefined) add('addresses', ['create', [values]]);
  else add('addresses', ['write', [idOf(first)], values], [first]);
}
