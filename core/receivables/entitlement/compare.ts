import { shiftDay } from '../../model/time.ts';
import type { Claim } from '../model/claim.ts';
import { agreedMinor, isRegular, linesBy } from './agreed.ts';
import type { Contract, ScheduleLine } from './contractLine.ts';
import { changedTerms } from './signed.ts';

/** A difference between what was agreed and what was invoiced. */
export interface EntitlementFinding {
  readonly kind:
    | 'not_billed'
    | 'under_billed'
    | 'over_billed'
    | 'billed_without_contract'
    | 'wrong_customer'
    | 'wrong_currency'
    | 'changed_after_signing'
    | 'schedule_differs'
    | 'final_instalment_forgotten'
    | 'yearly_fee_forgotten'
    | 'owner_left';
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  readonly contract?: string;
  readonly claims: readonly string[];
  readonly lines: readonly string[];
  /** The amount in question: agreed minus invoiced, minor units. */
  readonly amountMinor: bigint;
  /** The day it is about: when the oldest missing line was due, or when the contract was signed. */
  readonly due?: string;
}

/** A time lag is normal: a line is missing only when it was due so many days ago. */
export const graceDays = 10;

/** Compares contracts with invoices, by the contract reference and never by amount alone, as of a day. Credit notes that name the contract take off what was invoiced. */
export function compareEntitlement(contracts: readonly Contract[], claims: readonly Claim[], asOf: string): EntitlementFinding[] {
  const byReference = new Map(contracts.flatMap((contract) => [contract.id, contract.number].map((key) => [key, contract] as const)));
  const billed = new Map<string, Claim[]>();
  const findings: EntitlementFinding[] = [];
  for (const claim of claims) {
    if (claim.contract === undefined) continue;
    const contract = byReference.get(claim.contract);
    if (contract === undefined) findings.push(found('billed_without_contract', claim, claim.contract, [claim], -claim.totalMinor));
    else if (contract.party !== claim.party) findings.push(found('wrong_customer', claim, contract.id, [claim], -claim.totalMinor));
    else if (contract.currency !== claim.currency) findings.push(found('wrong_currency', claim, contract.id, [claim], -claim.totalMinor));
    else billed.set(contract.id, [...(billed.get(contract.id) ?? []), claim]);
  }
  for (const contract of contracts)
    if (contract.status === 'active' || contract.status === 'ended') findings.push(...contractFindings(contract, billed.get(contract.id) ?? [], asOf));
  return findings;
}

function contractFindings(contract: Contract, claims: readonly Claim[], asOf: string): EntitlementFinding[] {
  const findings: EntitlementFinding[] = [];
  const planned = contract.schedule.filter((line) => line.everyMonths === undefined).reduce((sum, line) => sum + line.amountMinor, 0n);
  if (contract.totalMinor !== undefined && isRegular(contract) && planned !== contract.totalMinor)
    findings.push(found('schedule_differs', contract, contract.id, [], contract.totalMinor - planned));
  const changed = changedTerms(contract.terms, contract);
  if (changed !== undefined) findings.push({ ...found('changed_after_signing', contract, contract.id, [], changed.differenceMinor ?? 0n), due: contract.signed });
  const dueLines = linesBy(contract, asOf).filter((line) => line.due <= shiftDay(asOf, -graceDays));
  const agreed = dueLines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const everything = agreedMinor(contract, asOf) ?? 0n;
  const invoiced = claims.reduce((sum, claim) => sum + claim.totalMinor, 0n);
  if (invoiced > everything) findings.push(found('over_billed', contract, contract.id, claims, everything - invoiced));
  if (invoiced >= agreed) return findings;
  const missing = missingLines(dueLines, invoiced);
  findings.push({
    ...found(kindOf(contract, dueLines, missing, invoiced), contract, contract.id, claims, agreed - invoiced),
    lines: missing.map((line) => line.id),
    due: missing[0]?.due,
  });
  if (contract.ownerActive === false)
    findings.push({ ...found('owner_left', contract, contract.id, claims, agreed - invoiced), lines: missing.map((line) => line.id), due: missing[0]?.due });
  return findings;
}

/** The lines that what was invoiced does not reach: an invoice of exactly a line's amount covers that line, the rest goes oldest first. */
function missingLines(lines: readonly ScheduleLine[], invoicedMinor: bigint): ScheduleLine[] {
  let left = invoicedMinor;
  const missing: ScheduleLine[] = [];
  for (const line of [...lines].sort((a, b) => (a.due < b.due ? -1 : 1))) {
    if (left >= line.amountMinor) left -= line.amountMinor;
    else {
      missing.push(line);
      left = 0n;
    }
  }
  return missing;
}

function kindOf(contract: Contract, dueLines: readonly ScheduleLine[], missing: readonly ScheduleLine[], invoicedMinor: bigint): EntitlementFinding['kind'] {
  const [only] = missing;
  if (missing.length > 0 && missing.every((line) => (line.everyMonths ?? 0) >= 12)) return 'yearly_fee_forgotten';
  const last = dueLines.reduce((latest, line) => (line.due > latest ? line.due : latest), '');
  const whole = contract.schedule.length > 1 && dueLines.length === contract.schedule.length;
  if (missing.length === 1 && only?.due === last && whole && invoicedMinor > 0n) return 'final_instalment_forgotten';
  return invoicedMinor > 0n ? 'under_billed' : 'not_billed';
}

function found(
  kind: EntitlementFinding['kind'],
  of: { readonly company: string; readonly party: string; readonly currency: string },
  contract: string | undefined,
  claims: readonly Claim[],
  amountMinor: bigint,
): EntitlementFinding {
  return { kind, company: of.company, party: of.party, currency: of.currency, contract, claims: claims.map((claim) => claim.id), lines: [], amountMinor };
}
