import { chargeBack, undoGroup } from '../book/undo.ts';
import type { Fact } from '../model/fact.ts';
import { Desk } from './desk.ts';

/** A random event of a story, by numbers only, so that any source of randomness can tell one. */
export interface StoryStep {
  readonly what: number;
  readonly which: number;
  readonly amount: number;
}

const parties = ['Harbor Foods Inc', 'Mountain Tools Ltd', 'River Energy Solutions'].map((name, i) => ({ id: `c${i}`, names: [name] }));

/** Plays a story on a desk: claims, changed claims, credits, receipts with and without references, charge-backs, undos, refunds and disputes, with the automatic matches they lead to. Gives the desk and every fact that came to be. */
export function playStory(steps: readonly StoryStep[]): { readonly desk: Desk; readonly facts: readonly Fact[] } {
  const desk = new Desk(parties);
  const facts: Fact[] = [];
  const add = (fact: Fact): void => {
    facts.push(fact, ...desk.step(fact).facts);
  };
  for (const [at, step] of steps.entries()) for (const fact of factsOf(desk, step, at)) add(fact);
  return { desk, facts };
}

function factsOf(desk: Desk, { what, which, amount }: StoryStep, at: number): readonly Fact[] {
  const party = parties[which % parties.length] as (typeof parties)[number];
  const number = `INV-${100 + (which % 12)}`;
  const amountMinor = BigInt(1 + (amount % 50)) * 100n;
  const day = `2026-0${1 + (at % 9)}-1${which % 9}`;
  const by = { date: day, by: 'story', reason: 'story' };
  const bookGroups = [...desk.book.groups.keys()];
  const receipts = [...desk.book.receipts.keys()];
  switch (what % 10) {
    case 0:
    case 1:
      return [
        {
          type: 'claim',
          claim: { id: number, kind: 'invoice', company: 'x', party: party.id, currency: 'EUR', number, totalMinor: amountMinor, issued: day, due: day, version: 1 + (amount % 3) },
        },
      ];
    case 2:
      return [
        {
          type: 'claim',
          claim: {
            id: `CN-${which % 5}`,
            kind: 'creditNote',
            company: 'x',
            party: party.id,
            currency: 'EUR',
            number: `CN-${which % 5}`,
            totalMinor: -amountMinor,
            issued: day,
            due: day,
            version: 1,
          },
        },
      ];
    case 3:
    case 4:
      return [
        {
          type: 'receipt',
          receipt: { id: `r${at}`, company: 'x', currency: 'EUR', amountMinor, date: day, payer: party.names[0] as string, text: what % 2 === 0 ? number : '', version: 1 },
        },
      ];
    case 5: {
      const remittance = [{ id: '1', ref: number, amountMinor, memo: amount % 2 === 0 ? 'partial' : '' }];
      return [
        { type: 'receipt', receipt: { id: `r${at}`, company: 'x', currency: 'EUR', amountMinor, date: day, payer: party.names[0] as string, text: '', remittance, version: 1 } },
      ];
    }
    case 6:
      return bookGroups.length === 0 ? [] : undoGroup(desk.book, bookGroups[which % bookGroups.length] as string, by);
    case 7:
      return receipts.length === 0 ? [] : chargeBack(desk.book, receipts[which % receipts.length] as string, by);
    case 8: {
      const receipt = receipts[which % Math.max(1, receipts.length)];
      const left = receipt === undefined ? 0n : (desk.book.receipt(receipt)?.unappliedMinor ?? 0n);
      return receipt === undefined || left <= 0n ? [] : [{ type: 'refund', refund: { id: `f${at}`, receipt, amountMinor: left / 2n + 1n, date: day, by: 'story' } }];
    }
    default:
      return [{ type: 'dispute', claim: number, open: amount % 2 === 0, version: at }];
  }
}

/** A book of the same facts in another order, some of them twice. */
export function replayed(facts: readonly Fact[], order: readonly number[]): Desk {
  const desk = new Desk(parties, { auto: false });
  const ordered = facts.map((fact, i) => ({ fact, key: order[i % Math.max(1, order.length)] ?? 0, i })).sort((a, b) => a.key - b.key || b.i - a.i);
  desk.load([...ordered.map(({ fact }) => fact), ...ordered.filter(({ key }) => key % 3 === 0).map(({ fact }) => fact)]);
  return desk;
}
