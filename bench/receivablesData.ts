import type { Claim } from '../core/receivables/model/claim.ts';
import type { Receipt } from '../core/receivables/model/receipt.ts';

/** Invoices and payments of the J2 job. */
export interface J2Data {
  readonly claims: readonly Claim[];
  readonly receipts: readonly Receipt[];
  readonly parties: readonly { readonly id: string; readonly names: readonly string[] }[];
}

/** Makes the J2 job: 60 % of invoices are paid by reference, 25 % by amount and customer, 10 % two at a time in one payment, 5 % in part by reference. The same rows on every run. */
export function j2Data(invoices: number): J2Data {
  const customers = Math.max(10, Math.floor(invoices / 10));
  let state = 42;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const claims: Claim[] = [];
  const receipts: Receipt[] = [];
  const base = { company: '', currency: 'EUR', version: 1 };
  for (let i = 0; i < invoices; i += 1) {
    const party = `C${next() % customers}`;
    const totalMinor = BigInt(1_000 + (next() % 9_000_000));
    const number = `INV-${String(i).padStart(6, '0')}`;
    const day = `2026-0${1 + (i % 9)}-${10 + (i % 18)}`;
    claims.push({ ...base, id: number, kind: 'invoice', party, number, totalMinor, issued: day, due: day });
    const payment = (amountMinor: bigint, text: string): void =>
      void receipts.push({ ...base, id: `P${receipts.length}`, amountMinor, date: day, payer: `Customer ${party}`, party, text });
    const share = i % 20;
    if (share < 12) payment(totalMinor, `payment ${number}`);
    else if (share < 17) payment(totalMinor, '');
    else if (share < 19) {
      // Two invoices of one customer in one payment: the second of the pair joins the first.
      const pair = share === 17 ? undefined : claims[i - 1];
      if (pair !== undefined) {
        claims[i] = { ...(claims[i] as Claim), party: pair.party };
        receipts.push({ ...base, id: `P${receipts.length}`, amountMinor: totalMinor + pair.totalMinor, date: day, payer: `Customer ${pair.party}`, party: pair.party, text: '' });
      }
    } else payment(totalMinor / 3n, `part ${number}`);
  }
  return { claims, receipts, parties: Array.from({ length: customers }, (_, i) => ({ id: `C${i}`, names: [`Customer C${i}`] })) };
}
