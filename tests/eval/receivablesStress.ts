import { decimalOf } from '../../core/model/money.ts';
import { Desk } from '../../core/receivables/desk/desk.ts';
import type { Claim } from '../../core/receivables/model/claim.ts';
import type { Fact } from '../../core/receivables/model/fact.ts';
import type { Receipt, RemittanceLine } from '../../core/receivables/model/receipt.ts';
import { type Bar, share } from './receivablesBar.ts';

const bases =
  'Harbor Foods Inc|Mountain Tools Ltd|River Energy Solutions|Oak Street Logistics|Silver Lake Media Group|Blue Ridge Textiles|Summit Paper Corp|Delta Marine Services|Golden Gate Supply Co|Pioneer Seeds Inc|Canyon Steel Works|Maritime Cargo Partners|Evergreen Dental Labs|Copper Basin Mining Industries|Northwind Trading Associates'.split(
    '|',
  );

/** Sizes and shares of the set: hostile on purpose, with branches of one name, coarse amounts, mistyped and foreign numbers, payers who shorten their names, and money that belongs to no invoice. */
const invoicesPerCustomer = 8;
const customers = 260;

interface Story {
  readonly claims: Claim[];
  readonly receipts: Receipt[];
  readonly truth: Set<string>;
  readonly names: Map<string, string>;
}

/** Bars on a set made here: what is automatic is right, and what is shown is mostly right, without any reference to the published sets. */
export function stressBars(): Bar[] {
  const totals = { shown: 0, shownRight: 0, auto: 0, autoRight: 0, truth: 0 };
  const wrong: string[] = [];
  for (let seed = 1; seed <= 4; seed += 1) {
    const story = storyOf(seed);
    const desk = new Desk([...story.names].map(([id, name]) => ({ id, names: [name] })));
    desk.load([...story.claims.map((claim): Fact => ({ type: 'claim', claim })), ...story.receipts.map((receipt): Fact => ({ type: 'receipt', receipt }))]);
    totals.truth += story.truth.size;
    for (const proposal of desk.solveAll().proposals) {
      if (proposal.status !== 'confirmed' && proposal.status !== 'suggested') continue;
      for (const a of proposal.allocations) {
        const right = story.truth.has(`${a.receipt}>${a.claim}=${a.receiptMinor}`);
        totals.shown += 1;
        totals.shownRight += right ? 1 : 0;
        if (proposal.status === 'confirmed') {
          totals.auto += 1;
          totals.autoRight += right ? 1 : 0;
        }
        if (!right)
          wrong.push(`${proposal.status} ${proposal.pass} ${proposal.confidence.toFixed(3)} ${a.receipt} > ${a.claim} ${decimalOf({ minor: a.receiptMinor, currency: 'EUR' })}`);
      }
    }
  }
  const precision = totals.shownRight / totals.shown;
  const recall = totals.shownRight / totals.truth;
  const f1 = (2 * precision * recall) / (precision + recall);
  return [
    {
      name: 'stress set (made here): automatic precision',
      value: `${share(totals.autoRight, totals.auto)} of ${totals.auto}`,
      bar: '≥ .999',
      ok: totals.autoRight >= totals.auto * 0.999,
      details: wrong.filter((w) => w.startsWith('confirmed')),
    },
    { name: 'stress set (made here): automatic coverage', value: share(totals.autoRight, totals.truth), bar: '≥ .5', ok: totals.autoRight >= totals.truth * 0.5 },
    {
      name: 'stress set (made here): F1 and precision of what is shown',
      value: `${f1.toFixed(4)}, ${share(totals.shownRight, totals.shown)}`,
      bar: 'F1 ≥ .95',
      ok: f1 >= 0.95,
      details: wrong.slice(0, 40),
    },
  ];
}

function storyOf(seed: number): Story {
  let state = seed * 7_919;
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  const names = new Map(Array.from({ length: customers }, (_, i) => [`C${i}`, i < bases.length ? (bases[i] as string) : `${bases[i % bases.length]} Division ${i}`]));
  const story: Story = { claims: [], receipts: [], truth: new Set(), names };
  const byCustomer = new Map<string, Claim[]>();
  for (let i = 0; i < customers * invoicesPerCustomer; i += 1) {
    const party = `C${next(customers)}`;
    const id = `INV-${String(i + 1).padStart(5, '0')}`;
    const totalMinor = BigInt((100 + next(900)) * 10 ** (1 + next(4))) * 10n;
    const credit = next(25) === 0;
    const claim: Claim = {
      id,
      kind: credit ? 'creditNote' : 'invoice',
      company: '',
      party,
      currency: 'EUR',
      number: id,
      totalMinor: credit ? -totalMinor / 7n : totalMinor,
      issued: day(i),
      due: day(i + 300),
      version: 1,
    };
    story.claims.push(claim);
    byCustomer.set(party, [...(byCustomer.get(party) ?? []), claim]);
  }
  for (const [party, claims] of byCustomer) tell(story, party, claims, next);
  return story;
}

function day(i: number): string {
  return new Date(Date.UTC(2026, 0, 1) + Math.floor(i / 10) * 86_400_000).toISOString().slice(0, 10);
}

function tell(story: Story, party: string, claims: Claim[], next: (below: number) => number): void {
  const name = story.names.get(party) as string;
  const left = [...claims];
  while (left.length > 0) {
    const id = `P${story.receipts.length}`;
    const date = day(3_000 + next(2_000));
    const lines: RemittanceLine[] = [];
    let amountMinor = 0n;
    const pay = (claim: Claim, paid: bigint, memo = '', allocated = paid): void => {
      amountMinor += paid;
      lines.push({ id: `${id}-${lines.length}`, ref: writtenRef(claim.number, story, next), amountMinor: paid, memo });
      story.truth.add(`${id}>${claim.id}=${allocated}`);
    };
    const claim = left.shift() as Claim;
    const { totalMinor } = claim;
    const what = totalMinor < 0n ? 0 : next(20);
    if (what < 8) pay(claim, totalMinor);
    else if (what < 13) {
      pay(claim, totalMinor);
      for (let k = next(3); k >= 0 && left.length > 0; k -= 1) pay(left[0] as Claim, (left.shift() as Claim).totalMinor);
    } else if (what === 13) pay(claim, totalMinor - (totalMinor * 3n) / 100n, '3.0% discount taken');
    else if (what === 14) pay(claim, totalMinor - 12_345n > 0n ? totalMinor - 12_345n : totalMinor, totalMinor > 12_345n ? 'Deduction: Damaged goods (-$123.45)' : '');
    else if (what === 15) pay(claim, (totalMinor * BigInt(20 + next(60))) / 100n, next(2) === 0 ? 'Installment 1 of 3' : '');
    else if (what === 16) pay(claim, totalMinor + 5_050n, 'Payment on account', totalMinor);
    else if (what === 17) {
      pay(claim, totalMinor);
      story.receipts.push(receiptOf(`${id}-again`, day(6_000), name, totalMinor, [{ id: `${id}-a`, ref: claim.number, amountMinor: totalMinor, memo: '' }], next));
    } else {
      amountMinor = totalMinor;
      story.truth.add(`${id}>${claim.id}=${totalMinor}`);
      if (what === 19) story.receipts.push(receiptOf(`${id}-stray`, day(2_990), name, BigInt((100 + next(900)) * 10 ** (1 + next(3))) * 10n, [], next));
    }
    story.receipts.push(receiptOf(id, date, name, amountMinor, lines, next));
  }
}

/** Mostly the number; sometimes short, mistyped, or a purchase order; sometimes another customer's number. */
function writtenRef(number: string, story: Story, next: (below: number) => number): string {
  const dice = next(40);
  if (dice === 0) return `INV-${Number(number.slice(4))}`;
  if (dice === 1) return `Invoice #${Number(number.slice(4))}`;
  if (dice === 2) return `PO-${10_000 + next(80_000)}`;
  if (dice === 3) return number.slice(0, -1) + String(next(10));
  if (dice === 4) return story.claims[next(story.claims.length)]?.number ?? number;
  return number;
}

function receiptOf(id: string, date: string, name: string, amountMinor: bigint, remittance: readonly RemittanceLine[], next: (below: number) => number): Receipt {
  return { id, company: '', currency: 'EUR', amountMinor, date, payer: writtenName(name, next), text: `CK# ${1_000 + next(400)}`, remittance, version: 1 };
}

/** The name, in capitals, without its legal form, shortened, as initials, or without the branch. */
function writtenName(name: string, next: (below: number) => number): string {
  const [base, branch] = name.split(/ (?=Division )/) as [string, string | undefined];
  const words = base.split(' ');
  const dice = next(12);
  if (dice === 0) return name.toUpperCase();
  if (dice === 1) return [words.slice(0, -1).join(' '), branch].filter(Boolean).join(' ');
  if (dice === 2) return words.slice(0, 2).join(' ');
  if (dice === 3) return words.map((word) => word[0]).join('');
  return name;
}
