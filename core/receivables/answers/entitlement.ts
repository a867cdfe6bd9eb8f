import type { World } from '../../sync/world.ts';
import { type AgreementRow, findingsOf } from '../entitlement/agreements.ts';
import type { EntitlementFinding } from '../entitlement/compare.ts';
import { findingSentence } from '../entitlement/explain.ts';
import { documentKey } from '../table/documents.ts';
import { readDocuments } from '../table/read.ts';
import { decimal } from './amounts.ts';
import type { CustomerNames } from './names.ts';
import type { ExceptionsView } from './views.ts';

type ExceptionView = ExceptionsView['exceptions'][number];

/** What differs between contracts and invoices of a company, largest first. */
export async function entitlementExceptions(world: World, names: CustomerNames, company: string): Promise<ExceptionView[]> {
  const found = (await findingsOf(world, company)).flatMap((row) => row.findings.map((finding) => ({ row, finding })));
  found.sort((a, b) => Number(size(b.finding) - size(a.finding)));
  return Promise.all(found.map(({ row, finding }) => viewOf(world, names, row, finding)));
}

function size({ amountMinor }: EntitlementFinding): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

async function viewOf(world: World, names: CustomerNames, row: AgreementRow, finding: EntitlementFinding): Promise<ExceptionView> {
  const { kind, company, party, currency, contract = row.key } = finding;
  const money = (minor: bigint): string => `${decimal(minor, currency)} ${currency}`;
  const claims = await readDocuments(
    world,
    finding.claims.map((id) => documentKey('claim', id)),
  );
  const invoices = claims.flatMap(({ value }) => (value.kind === 'claim' ? [value.claim.number] : []));
  const number = row.contract?.number ?? contract;
  const agreed = row.contract?.totalMinor;
  const words = {
    ...{ contract: number, amount: money(size(finding)), invoiced: money(row.invoicedMinor), invoices: invoices.join(', ') },
    ...{ agreed: agreed === undefined ? undefined : money(agreed), due: finding.due, owner: row.contract?.owner },
  };
  return {
    kind,
    company,
    id: contract,
    document: number,
    customer: await names.of(party),
    amount: { amount: decimal(finding.amountMinor, currency), currency },
    ...findingSentence(kind, words),
  };
}
