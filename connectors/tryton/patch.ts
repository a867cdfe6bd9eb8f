import * as z from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import { type Fault, FaultError } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';

const text = z.string().nullable();

/** What may be written of a party: any part of it. Lists are whole lists; null clears. */
const patchSchema = z
  .strictObject({
    name: text,
    active: z.boolean(),
    language: text,
    emails: z.array(z.string().min(1)).nullable(),
    phones: z.array(z.string().min(1)).nullable(),
    website: text,
    taxId: text,
    address: z.strictObject({ street: text, city: text, postalCode: text, region: text, country: text }).partial().nullable(),
  })
  .partial();

/** A partial party in the record's words. */
export type PartyPatch = z.infer<typeof patchSchema>;

/** Checks the fields of a write; throws a {@link FaultError} that names the first field that cannot be written. */
export function patchOf(fields: JsonObject): PartyPatch {
  const parsed = patchSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new FaultError(refusal(parsed.error));
}

function refusal(error: z.ZodError): Fault {
  const issue = error.issues[0];
  const inside = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(inside === undefined ? [] : [inside])].join('.');
  return fault('invalid', 'field', `A party's ${field} cannot be written like this.`, `往来方的 ${field} 不能这样写入。`, { field });
}
