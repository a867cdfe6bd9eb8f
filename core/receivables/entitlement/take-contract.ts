import type { JsonObject } from '../../model/json.ts';
import { keyPart } from '../../model/keys.ts';
import type { Item, Key, Op } from '../../ports/table.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { today } from '../table/day.ts';
import { fromBody, toBody } from '../table/minor.ts';
import { introduce } from '../table/record.ts';
import { type AgreementName, agreedPk, agreementKey, contractsListKey } from './agreement-rows.ts';
import { compareAgreement } from './agreements.ts';
import type { Contract } from './contractLine.ts';
import { bindingTerms, type SignedTerms } from './signed.ts';

/** Where a contract lies, and what was signed: its version is the fence of every write about it. */
interface ContractPointer extends AgreementName {
  readonly version: number;
  readonly terms?: SignedTerms;
}

/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/** Takes a contract in as it is now, and compares what bears on its number, and on the one it had before. `asSigned` tells what it was when it was signed; asked the first time only. */
export async function takeContract(world: World, config: ReceivablesConfig, contract: Contract, asSigned: () => Promise<Contract>): Promise<void> {
  await introduce(world, contract.company);
  const name: AgreementName = { company: contract.company, key: agreementKey(contract.number) };
  const key = { pk: `AGREEDOF#${keyPart(contract.id)}`, sk: '@' };
  for (let tries = 0; tries < triesMax; tries += 1) {
    const [known] = await world.table.get([key], { consistent: true });
    const before = known === undefined ? undefined : fromBody<ContractPointer>(known.body);
    const terms = await termsFor(world, contract, before, asSigned);
    const isOlder = before !== undefined && before.version > contract.version;
    if (!isOlder && (await put(world, opsOf(key, known, before, name, { ...contract, ...(terms === undefined ? {} : { terms }) }))) !== 'ok') continue;
    if (before !== undefined && agreedPk(before) !== agreedPk(name)) await compareAgreement(world, config, { company: before.company, key: before.key });
    return compareAgreement(world, config, name);
  }
  throw new RangeError(`contract ${contract.number} changes faster than it can be taken in`);
}

async function termsFor(world: World, contract: Contract, before: ContractPointer | undefined, asSigned: () => Promise<Contract>): Promise<SignedTerms | undefined> {
  const now = today(world);
  if (before !== undefined) return bindingTerms(before.terms, contract, now);
  return bindingTerms(undefined, contract.signed !== undefined && contract.signed < now ? await asSigned() : contract, now);
}

function opsOf(key: Key, known: Item | undefined, before: ContractPointer | undefined, name: AgreementName, contract: Contract): Op[] {
  const sk = `CONTRACT#${keyPart(contract.id)}`;
  const index = { lpk: contractsListKey(name.company), lsk: `${keyPart(name.key)}#${keyPart(contract.id)}` };
  const pointer: JsonObject = toBody({ ...name, version: contract.version, terms: contract.terms });
  const moved = before !== undefined && agreedPk(before) !== agreedPk(name);
  return [
    { op: 'put', item: { ...key, kind: 'agreed', body: pointer }, when: known === undefined ? 'absent' : { version: known.version } },
    { op: 'put', item: { pk: agreedPk(name), sk, kind: 'agreed', body: toBody(contract), index }, when: 'any' },
    ...(moved ? [{ op: 'delete' as const, key: { pk: agreedPk(before), sk }, when: 'any' as const }] : []),
  ];
}
