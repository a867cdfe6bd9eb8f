import { jsonEqual } from '../../model/json.ts';
import { keyPart } from '../../model/keys.ts';
import { shiftDay } from '../../model/time.ts';
import { type Item, type Op, tableLimits } from '../../ports/table.ts';
import { listedItems } from '../../sync/answers/index-list.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { Claim } from '../model/claim.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { today } from '../table/day.ts';
import { fromBody, toBody } from '../table/minor.ts';
import { type AgreementName, agreedPk, agreementItems, agreementKey, billsAmong, contractsAmong } from './agreement-rows.ts';
import { compareEntitlement, type EntitlementFinding, graceDays } from './compare.ts';
import type { Contract } from './contractLine.ts';
import { occurrences } from './occurrences.ts';

/** What was found about a number, with the contract and invoices it rests on. */
export interface AgreementRow extends AgreementName {
  readonly findings: readonly EntitlementFinding[];
  readonly contract?: { readonly number: string; readonly totalMinor?: bigint; readonly owner?: string };
  readonly invoicedMinor: bigint;
}

/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/** Index partition of what was found in a company. */
function findingsListKey(company: string): string {
  return `FINDINGS#${keyPart(company)}`;
}

/** What was found in a company, by number. */
export async function findingsOf(world: World, company: string): Promise<AgreementRow[]> {
  return (await listedItems(world, findingsListKey(company), false)).map((item) => fromBody<AgreementRow>(item.body));
}

/** Numbers to be looked at again because a day comes. */
const dueListKey = 'AGREEDUE';

/** Notes that an invoice names a contract, and compares what bears on it; `before`: what it named until now. */
export async function takeBill(world: World, config: ReceivablesConfig, claim: Claim, before: string | undefined): Promise<void> {
  const numbers = new Set([claim.contract, before].flatMap((number) => (number === undefined ? [] : [agreementKey(number)])));
  for (const key of numbers) {
    if (key === '') continue;
    const name = { company: claim.company, key };
    await put(world, [{ op: 'put', item: { pk: agreedPk(name), sk: `BILL#${keyPart(claim.id)}`, kind: 'agreed', body: { claim: claim.id } }, when: 'any' }]);
    await compareAgreement(world, config, name);
  }
}

/** Once a minute, a hundred at a time: numbers for which a day has come. What is wrong is looked at every day until it is right. */
export async function compareDue(world: World, config: ReceivablesConfig): Promise<void> {
  const page = await world.table.list(dueListKey, { to: `${today(world)}~`, limit: tableLimits.getKeys });
  const keys = page.entries.map(({ pk, sk }) => ({ pk, sk }));
  for (const item of await world.table.get(keys)) if (item !== undefined) await compareAgreement(world, config, item.body as unknown as AgreementName);
}

/**
 * Compares a number's contracts with the invoices that name it, and keeps what is wrong until it is no longer. What was
 * found before is read first, so that a worker that read older documents meets a newer result, and looks again.
 */
export async function compareAgreement(world: World, config: ReceivablesConfig, name: AgreementName): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const items = await agreementItems(world, name);
    const before = items.find(({ sk }) => sk === 'FOUND');
    const contracts = await contractsAmong(world, config, items);
    const claims = await billsAmong(world, name, items, contracts[0]);
    const now = today(world);
    const findings = compareEntitlement(contracts, claims, now);
    const row: AgreementRow = {
      ...name,
      findings,
      ...(contracts[0] === undefined ? {} : { contract: { number: contracts[0].number, totalMinor: contracts[0].totalMinor, owner: contracts[0].owner } }),
      invoicedMinor: claims.reduce((sum, claim) => sum + claim.totalMinor, 0n),
    };
    const ops = [...foundOps(name, row, before), ...nextOps(name, nextDay(contracts, findings, now), items)];
    if (ops.length === 0 || (await put(world, ops)) === 'ok') return;
  }
  throw new RangeError(`what bears on ${name.key} changes faster than it can be compared`);
}

function foundOps(name: AgreementName, row: AgreementRow, before: Item | undefined): Op[] {
  const body = toBody(row);
  if (before === undefined ? row.findings.length === 0 : jsonEqual(before.body, body)) return [];
  const index = row.findings.length === 0 ? {} : { index: { lpk: findingsListKey(name.company), lsk: name.key } };
  return [{ op: 'put', item: { pk: agreedPk(name), sk: 'FOUND', kind: 'finding', body, ...index }, when: before === undefined ? 'absent' : { version: before.version } }];
}

function nextOps(name: AgreementName, day: string | undefined, items: readonly Item[]): Op[] {
  const before = items.find(({ sk }) => sk === 'NEXT');
  const key = { pk: agreedPk(name), sk: 'NEXT' };
  if (day === before?.body['day']) return [];
  if (day === undefined) return [{ op: 'delete', key, when: 'any' }];
  return [
    { op: 'put', item: { ...key, kind: 'agreed', body: { ...name, day }, index: { lpk: dueListKey, lsk: `${day}#${keyPart(name.company)}#${keyPart(name.key)}` } }, when: 'any' },
  ];
}

/** The next day on which something may be found that is not found today. */
function nextDay(contracts: readonly Contract[], findings: readonly EntitlementFinding[], now: string): string | undefined {
  if (findings.length > 0) return shiftDay(now, 1);
  const horizon = shiftDay(now, 800);
  const days = contracts.flatMap((contract) =>
    contract.schedule.flatMap((line) => occurrences(line, contract.ends ?? horizon, horizon)).map((line) => shiftDay(line.due, graceDays)),
  );
  return days.filter((day) => day > now).sort()[0];
}
