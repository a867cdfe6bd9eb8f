import { keyPart } from '../../model/keys.ts';
import type { Item } from '../../ports/table.ts';
import { listedItems } from '../../sync/answers/index-list.ts';
import { entityBy } from '../../sync/answers/record-view.ts';
import { partitionPages } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { numberKeys } from '../match/documentNumber.ts';
import type { Claim } from '../model/claim.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { type ClaimDocument, documentKey, type Stored } from '../table/documents.ts';
import { fromBody } from '../table/minor.ts';
import { readDocuments } from '../table/read.ts';
import type { Contract } from './contractLine.ts';

/** What is compared together: the contracts of a number, and the invoices that name it. */
export interface AgreementName {
  readonly company: string;
  readonly key: string;
}

/** Where the contracts and invoices of a number lie. */
export const agreedPk = ({ company, key }: AgreementName): string => `AGREED#${keyPart(company)}#${keyPart(key)}`;

/** Index partition of a company's contracts, by number. */
export function contractsListKey(company: string): string {
  return `CONTRACTS#${keyPart(company)}`;
}

/** A contract's number as documents are found by. */
export function agreementKey(number: string): string {
  return numberKeys(number).full;
}

/** Everything that bears on a number. */
export async function agreementItems(world: World, name: AgreementName): Promise<Item[]> {
  const found: Item[] = [];
  for await (const items of partitionPages(world, agreedPk(name))) found.push(...items);
  return found;
}

/** The contracts as they are, their customers by the entity that they are now. */
export async function contractsAmong(world: World, config: ReceivablesConfig, items: readonly Item[]): Promise<Contract[]> {
  const contracts: Contract[] = [];
  for (const item of items) {
    if (!item.sk.startsWith('CONTRACT#')) continue;
    const contract = fromBody<Contract>(item.body);
    const customer = await entityBy(world, contract.party);
    const owned = customer?.golden['owner']?.value;
    const owner = contract.owner ?? (typeof owned === 'string' ? owned : undefined);
    contracts.push({ ...contract, party: customer?.id ?? contract.party, owner, ownerActive: owner === undefined || config.formerOwners?.includes(owner) !== true });
  }
  return contracts;
}

/** Ids of invoices that name, or once named, a contract so. */
export async function billsNaming(world: World, name: AgreementName): Promise<string[]> {
  return idsAmong(await agreementItems(world, name));
}

function idsAmong(items: readonly Item[]): string[] {
  return items.flatMap((item) => (item.sk.startsWith('BILL#') ? [item.body['claim'] as string] : []));
}

/** Invoices that still name the number, each as if it named it like the contract does. */
export async function billsAmong(world: World, { key }: AgreementName, items: readonly Item[], contract: Contract | undefined): Promise<Claim[]> {
  const stored = (await readDocuments(
    world,
    idsAmong(items).map((id) => documentKey('claim', id)),
  )) as Stored<ClaimDocument>[];
  const claims: Claim[] = [];
  for (const { value } of stored) {
    const { claim } = value;
    if (claim.contract === undefined || agreementKey(claim.contract) !== key || claim.totalMinor === 0n) continue;
    claims.push({ ...claim, contract: contract?.number ?? claim.contract, party: (await entityBy(world, claim.party))?.id ?? claim.party });
  }
  return claims;
}

/** Every contract of a company, by number. */
export async function contractsOfCompany(world: World, config: ReceivablesConfig, company: string): Promise<Contract[]> {
  return contractsAmong(world, config, await listedItems(world, contractsListKey(company), true));
}
