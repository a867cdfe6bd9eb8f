import type { Json, JsonObject } from '../../core/model/json.ts';
import type { WriteOp } from '../../core/ports/connector.ts';
import { contactsOf, partySource } from './party.ts';
import { type PartyPatch, patchOf } from './patch.ts';
import { type Context, searchRead } from './rpc.ts';
import type { Party } from './schema.ts';
import { rowsOf, textFrom } from './values.ts';

/** Most parties that one look may bring: a name or number shared by more is no key. */
const foundRowsMax = 500;

/** The code that a party of ours has: found again whatever happened to the answer. Tryton's own sequence would also make parallel creates fail on SQLite. */
export function codeOf(op: WriteOp): string {
  return op.externalId ?? op.key;
}

/** Parties that may already be what each create would make: by our code, else by tax number, else by the same name and an e-mail address in common. */
export async function findParties(ctx: Context, ops: readonly WriteOp[]): Promise<readonly (readonly Party[])[]> {
  const wanted = ops.map((op) => ({ code: codeOf(op), ...keysOf(op) }));
  const byCode = await search(ctx, ['code', 'in', wanted.map((w) => w.code)]);
  const open = wanted.filter((w) => !byCode.some((row) => row['code'] === w.code));
  const byTax = await search(ctx, ['identifiers.code', 'in', some(open.flatMap((w) => w.taxIds))]);
  const byName = await search(ctx, ['name', 'in', some(open.filter((w) => w.emails.length > 0).map((w) => w.name))]);
  return wanted.map((w) => {
    const own = byCode.filter((row) => row['code'] === w.code);
    const sameTax = byTax.filter((row) => rowsOf(row, 'identifiers').some((part) => w.taxIds.includes(String(part['code']))));
    const sameName = byName.filter((row) => row['name'] === w.name && emailsOf(row).some((email) => w.emails.includes(email)));
    return partiesOf(ctx, [own, sameTax, sameName].find((rows) => rows.length > 0) ?? []);
  });
}

function keysOf(op: WriteOp): { readonly name: string; readonly emails: readonly string[]; readonly taxIds: readonly string[] } {
  const patch = writable(op.fields);
  const compact = (patch.taxId ?? '').replace(/[\s.-]/g, '').toUpperCase();
  return {
    name: patch.name ?? '',
    emails: (patch.emails ?? []).map((email) => email.toLowerCase()),
    taxIds: patch.taxId ? [...new Set([patch.taxId, compact])] : [],
  };
}

/** Fields that cannot be written are no keys either; the write itself will name them. */
function writable(fields: JsonObject): PartyPatch {
  try {
    return patchOf(fields);
  } catch {
    return {};
  }
}

function emailsOf(row: JsonObject): readonly string[] {
  return contactsOf(row, ['email']).map((part) => (textFrom(part['value']) ?? '').toLowerCase());
}

function some(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '');
}

async function search(ctx: Context, clause: readonly [string, 'in', readonly string[]]): Promise<readonly JsonObject[]> {
  if (clause[2].length === 0) return [];
  return searchRead(ctx, partySource.model, { domain: [clause as Json], fields: partySource.fields, limit: foundRowsMax });
}

function partiesOf(ctx: Context, rows: readonly JsonObject[]): readonly Party[] {
  return rows.flatMap((row) => {
    const read = partySource.toRecord(row, ctx);
    return read.ok ? [read.record] : [];
  });
}
