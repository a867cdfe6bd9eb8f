import { ok, type Result } from '../../model/result.ts';
import type { Entity } from '../../sync/entity.ts';
import type { World } from '../../sync/world.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import type { NotOurs } from '../table/entity-facts.ts';
import { agreementKey, billsNaming } from './agreement-rows.ts';
import { contractAsSigned } from './as-signed.ts';
import { contractFrom } from './contract-facts.ts';
import { takeContract } from './take-contract.ts';

/** Takes a contract in and compares it with the invoices that name it. Gives those that referred to one of its records before it was known: they name it by number from now on. */
export async function takeAgreement(world: World, config: ReceivablesConfig, entity: Entity): Promise<Result<readonly string[], NotOurs>> {
  const read = contractFrom(entity, config.company);
  if (!read.ok) return read;
  await takeContract(world, config, read.value, () => contractAsSigned(world, entity, read.value));
  const referring: string[] = [];
  for (const ref of Object.keys(entity.members)) referring.push(...(await billsNaming(world, { company: read.value.company, key: agreementKey(ref) })));
  return ok(referring);
}
