import { describe, expect, it } from 'vitest';
import { leaksOf } from '../book/conservation.ts';
import { closePeriod } from '../book/period.ts';
import { stateHash } from '../book/stateHash.ts';
import { chargeBack, undoGroup } from '../book/undo.ts';
import type { Claim } from '../model/claim.ts';
import type { Fact } from '../model/fact.ts';
import type { Receipt } from '../model/receipt.ts';
import { acceptProposal, rejectProposal } from './decide.ts';
import { Desk } from './desk.ts';

const parties = [
  { id: 'c1', names: ['Harbor Foods Inc'] },
  { id: 'c2', names: ['Mountain Tools Ltd'] },
];

function claim(parts: Partial<Claim> & { id: string }): Fact {
  return {
    type: 'claim',
    claim: { kind: 'invoice', company: 'x', party: 'c1', currency: 'EUR', number: parts.id, totalMinor: 10_000n, issued: '2026-01-01', due: '2026-01-31', version: 1, ...parts },
  };
}

function receipt(parts: Partial<Receipt> & { id: string }): Fact {
  return { type: 'receipt', receipt: { company: 'x', currency: 'EUR', amountMinor: 10_000n, date: '2026-02-01', payer: 'Harbor Foods Inc', text: '', version: 1, ...parts } };
}

function deskWith(...facts: readonly Fact[]): Desk {
  const desk = new Desk(parties);
  desk.load(facts);
  return desk;
}

const line = (ref: string, amountMinor: bigint, memo = '') => ({ id: ref, ref, amountMinor, memo });

describe('a desk', () => {
  it('allocates a payment that names its invoice, with evidence a person can read', () => {
    const desk = deskWith(claim({ id: 'INV-1' }), claim({ id: 'INV-2' }));
    const plan = desk.step(receipt({ id: 'r1', text: 'pays INV-2' }));
    expect(plan.proposals).toMatchObject([
      { status: 'confirmed', kind: '1:1', pass: 'document_number', allocations: [{ claim: 'INV-2', claimMinor: 10_000n }], onAccountMinor: 0n },
    ]);
    expect(desk.book.openMinor('INV-2')).toBe(0n);
    expect(plan.facts).toHaveLength(1);
  });

  it('shows a tie instead of choosing: two equal open invoices and no reference', () => {
    const desk = deskWith(claim({ id: 'INV-1' }), claim({ id: 'INV-2' }));
    const plan = desk.step(receipt({ id: 'r1' }));
    expect(plan.facts).toEqual([]);
    expect(plan.proposals[0]).toMatchObject({ status: 'ambiguous' });
    expect(plan.proposals[0]?.alternatives).toHaveLength(1);
  });

  it('never lets a reference override the amount: an over-payment stays on account', () => {
    const desk = deskWith(claim({ id: 'INV-1' }));
    const plan = desk.step(receipt({ id: 'r1', text: 'INV-1', amountMinor: 12_500n }));
    expect(plan.proposals[0]).toMatchObject({ allocations: [{ claim: 'INV-1', claimMinor: 10_000n }], onAccountMinor: 2_500n, status: 'suggested' });
  });

  it('holds back a payment that names somebody else’s invoice', () => {
    const desk = deskWith(claim({ id: 'INV-1', party: 'c2' }));
    const plan = desk.step(receipt({ id: 'r1', text: 'INV-1' }));
    expect(plan.facts).toEqual([]);
    expect(plan.proposals[0]).toMatchObject({ status: 'suggested', confidence: 0.6 });
    expect(plan.proposals[0]?.held?.en).toContain('another customer');
  });

  it('recognises a second payment of a paid invoice', () => {
    const desk = deskWith(claim({ id: 'INV-1' }));
    desk.step(receipt({ id: 'r1', text: 'INV-1' }));
    const plan = desk.step(receipt({ id: 'r2', text: 'INV-1', date: '2026-02-03' }));
    expect(plan.open).toMatchObject([{ receipt: 'r2', reason: { kind: 'duplicate_payment' } }]);
  });

  it('reads a remittance: sure lines at once, the deduction for a second person, a mistyped number by its amount', () => {
    const desk = deskWith(claim({ id: 'INV-00001', totalMinor: 12_345n }), claim({ id: 'INV-00023', totalMinor: 70_001n }), claim({ id: 'INV-00300', totalMinor: 50_000n }));
    const remittance = [line('INV-1', 12_345n), line('INV-00032', 70_001n), line('INV-00300', 49_000n, 'Deduction: damaged (-$10.00)')];
    const plan = desk.step(receipt({ id: 'r1', amountMinor: 131_346n, remittance }));
    expect(plan.proposals.map((p) => [p.status, p.allocations.length, p.adjustments.map((a) => a.amountMinor)])).toEqual([
      ['confirmed', 3, []],
      ['suggested', 0, [1_000n]],
    ]);
    const [, shortfall] = plan.proposals;
    expect(acceptProposal(desk.book, shortfall as never, { by: 'ann', date: '2026-02-02' })).toEqual({ ok: false, error: 'needs_approver' });
    expect(acceptProposal(desk.book, shortfall as never, { by: 'ann', date: '2026-02-02', approvedBy: 'ann' })).toEqual({ ok: false, error: 'same_person' });
    const accepted = acceptProposal(desk.book, shortfall as never, { by: 'ann', date: '2026-02-02', approvedBy: 'bob' });
    if (accepted.ok) desk.load(accepted.value);
    expect(desk.book.openMinor('INV-00300')).toBe(0n);
    expect(leaksOf(desk.book)).toEqual([]);
  });

  it('nets a credit note with the payment', () => {
    const desk = deskWith(claim({ id: 'INV-1', totalMinor: 20_000n }), claim({ id: 'CN-1', kind: 'creditNote', totalMinor: -4_321n }));
    const plan = desk.step(receipt({ id: 'r1', amountMinor: 15_679n }));
    expect(plan.proposals[0]).toMatchObject({ pass: 'credit_netting', onAccountMinor: 0n });
    expect(plan.proposals[0]?.allocations.map((a) => a.claimMinor)).toEqual([20_000n, -4_321n]);
  });

  it('finds the only set of invoices that sums to the payment', () => {
    const amounts = [11_117n, 23_251n, 37_773n, 41_999n];
    const desk = deskWith(...amounts.map((totalMinor, i) => claim({ id: `INV-${i}`, totalMinor })));
    const plan = desk.step(receipt({ id: 'r1', amountMinor: 11_117n + 37_773n + 41_999n }));
    expect(plan.proposals[0]).toMatchObject({ pass: 'combination', kind: '1:N' });
    expect(plan.proposals[0]?.allocations.map((a) => a.claim).sort()).toEqual(['INV-0', 'INV-2', 'INV-3']);
  });

  it('undoes a group on both sides, restores the state hash and does not offer it again', () => {
    const desk = deskWith(claim({ id: 'INV-1' }), receipt({ id: 'r1', text: 'INV-1' }));
    const before = stateHash(desk.book);
    const [fact] = desk.solveAll().facts;
    const group = fact?.type === 'group' ? fact.group.id : '';
    expect(stateHash(desk.book)).not.toBe(before);
    desk.load(undoGroup(desk.book, group, { date: '2026-02-05', by: 'ann', reason: 'wrong' }));
    expect(stateHash(desk.book)).toBe(before);
    expect([desk.book.openMinor('INV-1'), desk.book.receipt('r1')?.unappliedMinor]).toEqual([10_000n, 10_000n]);
    expect(desk.solveAll().facts).toEqual([]);
    expect(undoGroup(desk.book, group, { date: '2026-02-05', by: 'ann', reason: 'again' })).toEqual([]);
  });

  it('does not offer a rejected proposal again', () => {
    const desk = deskWith(claim({ id: 'INV-1', party: 'c2' }), receipt({ id: 'r1', text: 'INV-1' }));
    const [proposal] = desk.solveAll().proposals;
    desk.load(rejectProposal(proposal as never));
    expect(desk.solveAll().proposals.filter((p) => p.allocations.some((a) => a.claim === 'INV-1'))).toEqual([]);
  });

  it('keeps a chain of groups for a remittance over more documents than one group holds, and undoes it whole', () => {
    const many = Array.from({ length: 200 }, (_, i) => claim({ id: `INV-${1000 + i}`, totalMinor: BigInt(1_000 + i) }));
    const desk = deskWith(...many);
    const remittance = many.map((_, i) => line(`INV-${1000 + i}`, BigInt(1_000 + i)));
    const amountMinor = remittance.reduce((sum, l) => sum + l.amountMinor, 0n);
    const before = deskWith(...many, receipt({ id: 'r1', amountMinor, remittance })).book;
    const plan = desk.step(receipt({ id: 'r1', amountMinor, remittance }));
    expect(plan.facts).toHaveLength(3);
    expect(desk.book.receipt('r1')?.unappliedMinor).toBe(0n);
    const last = plan.facts[1];
    desk.load(undoGroup(desk.book, last?.type === 'group' ? last.group.id : '', { date: '2026-02-05', by: 'ann', reason: 'x' }));
    expect(stateHash(desk.book)).toBe(stateHash(before));
  });

  it('refuses an allocation in a closed period and applies late money in the open one', () => {
    const desk = deskWith(claim({ id: 'INV-1' }), claim({ id: 'INV-2' }));
    const closed = closePeriod(desk.book, 'x', '2026-02-28', 'ann', 1);
    if (closed.ok) desk.load([closed.value.fact]);
    const plan = desk.step(receipt({ id: 'r1', text: 'INV-1' }));
    expect(plan.facts[0]).toMatchObject({ type: 'group', group: { date: '2026-03-01' } });
    const [proposal] = deskWith(claim({ id: 'INV-2' }), receipt({ id: 'r2', text: 'INV-2' })).solveAll().proposals;
    desk.load([receipt({ id: 'r2', text: 'INV-2' })]);
    expect(acceptProposal(desk.book, proposal as never, { by: 'ann', date: '2026-02-15' })).toMatchObject({ ok: false, error: { code: 'period_closed' } });
  });

  it('flags an invoice changed below what was paid and never re-allocates in silence', () => {
    const desk = deskWith(claim({ id: 'INV-1' }));
    desk.step(receipt({ id: 'r1', text: 'INV-1' }));
    desk.step(claim({ id: 'INV-1', totalMinor: 6_000n, version: 2 }));
    expect(desk.exceptions()).toMatchObject([{ kind: 'over_allocated', id: 'INV-1', amountMinor: 4_000n }]);
    expect(desk.book.receipt('r1')?.unappliedMinor).toBe(0n);
  });

  it('opens the invoice again when the payment is charged back', () => {
    const desk = deskWith(claim({ id: 'INV-1' }));
    desk.step(receipt({ id: 'r1', text: 'INV-1' }));
    desk.load(chargeBack(desk.book, 'r1', { date: '2026-02-10', by: 'bank', reason: 'returned' }));
    expect(desk.book.openMinor('INV-1')).toBe(10_000n);
    expect([desk.exceptions(), leaksOf(desk.book)]).toEqual([[], []]);
  });

  it('never matches across companies or currencies', () => {
    const desk = deskWith(claim({ id: 'INV-1', company: 'y' }), claim({ id: 'INV-2', currency: 'USD' }));
    expect(desk.step(receipt({ id: 'r1', text: 'INV-1 INV-2' })).proposals).toEqual([]);
  });

  it('proposes a claim in another currency at the day’s rate, the difference apart and for a second person', () => {
    const abroad = [claim({ id: 'INV-1', currency: 'USD', totalMinor: 11_000n }), receipt({ id: 'r1', text: 'INV-1', amountMinor: 10_000n })];
    expect(deskWith(...abroad).solveAll().open).toMatchObject([{ reason: { kind: 'other_currency' } }]);
    const desk = new Desk(parties, { rates: (from, to) => (from === 'EUR' && to === 'USD' ? { value: '1.0950', source: 'ECB' } : undefined) });
    desk.load(abroad);
    const [proposal] = desk.solveAll().proposals;
    expect(proposal).toMatchObject({
      status: 'suggested',
      rate: { source: 'ECB' },
      allocations: [{ claimMinor: 10_950n, receiptMinor: 10_000n }],
      adjustments: [{ amountMinor: 50n, reason: 'fxDifference' }],
      onAccountMinor: 0n,
    });
    const accepted = acceptProposal(desk.book, proposal as never, { by: 'ann', date: '2026-02-02', approvedBy: 'bob' });
    if (accepted.ok) desk.load(accepted.value);
    expect([desk.book.openMinor('INV-1'), desk.book.receipt('r1')?.unappliedMinor, leaksOf(desk.book)]).toEqual([0n, 0n, []]);
  });

  it('learns a payer name that a person confirmed, and forgets it when revoked', () => {
    const desk = deskWith(claim({ id: 'INV-1', totalMinor: 12_377n }), receipt({ id: 'r1', payer: 'HF Treasury Services', amountMinor: 12_377n }));
    expect(desk.solveAll().open).toMatchObject([{ reason: { kind: 'unidentified' } }]);
    const alias = { id: 'a1', party: 'c1', kind: 'name' as const, value: 'HF Treasury Services', by: 'ann' };
    const plan = desk.step({ type: 'alias', alias: { ...alias, version: 1 } });
    expect(plan.proposals[0]).toMatchObject({ status: 'confirmed', pass: 'single_exact' });
    expect(plan.proposals[0]?.evidence[0]).toMatchObject({ rule: 'alias_confirmed' });
    desk.step({ type: 'alias', alias: { ...alias, version: 2, revoked: true } });
    expect(desk.step(receipt({ id: 'r2', payer: 'HF Treasury Services' })).open).toMatchObject([{ reason: { kind: 'unidentified' } }]);
  });
});
