import { approve } from '../../core/receivables/answers/decide.ts';
import { proposals } from '../../core/receivables/answers/proposals.ts';
import { undo } from '../../core/receivables/answers/undo.ts';
import { writeOff } from '../../core/receivables/answers/write-off.ts';
import type { Claim } from '../../core/receivables/model/claim.ts';
import type { Receipt } from '../../core/receivables/model/receipt.ts';
import { chargeBackStored } from '../../core/receivables/table/charge-back.ts';
import { nameParty } from '../../core/receivables/table/parties.ts';
import { closeBooks } from '../../core/receivables/table/period.ts';
import { documentsOf } from '../../core/receivables/table/read.ts';
import { recordClaim, recordReceipt } from '../../core/receivables/table/record.ts';
import { shelveAmount } from '../../core/receivables/table/same-money.ts';
import type { World } from '../../core/sync/world.ts';
import { booksConfig } from './money-world.ts';

/** A random event, by numbers only. */
export interface MoneyStep {
  readonly what: number;
  readonly which: number;
  readonly amount: number;
}

const parties = [
  ['c0', 'Harbor Foods Inc'],
  ['c1', 'Mountain Tools Ltd'],
] as const;

/** The customers, by name. */
export async function nameAll(world: World): Promise<void> {
  for (const [id, name] of parties) await nameParty(world, id, [name]);
}

/** An invoice or credit note of the story, in one of four versions; a version has one content. */
export function claimAt({ which, amount }: MoneyStep): Claim {
  const credit = which % 7 === 6;
  const n = credit ? which % 3 : which % 8;
  const version = 1 + (amount % 4);
  const number = credit ? `CN-${n}` : `INV-${100 + n}`;
  const totalMinor = BigInt(1 + ((n * 7 + version * 5) % 40)) * 1_250n;
  const day = `2026-0${1 + (n % 2)}-1${n}`;
  const [party] = parties[n % 2] as (typeof parties)[number];
  return {
    id: number,
    kind: credit ? 'creditNote' : 'invoice',
    company: 'x',
    party,
    currency: 'EUR',
    number,
    totalMinor: credit ? -totalMinor : totalMinor,
    issued: day,
    due: day,
    version,
  };
}

/** Money of the story: its id says all of it, so that the same step twice is the same money twice told. */
export function receiptAt({ which, amount }: MoneyStep, at: number): Receipt {
  const [, payer] = parties[which % 2] as (typeof parties)[number];
  const text = amount % 3 === 0 ? '' : `INV-${100 + (which % 8)}`;
  return {
    id: `r${at}`,
    company: 'x',
    currency: 'EUR',
    amountMinor: BigInt(1 + (amount % 40)) * 1_250n,
    date: `2026-0${2 + (which % 3)}-0${1 + (which % 9)}`,
    payer,
    text,
    version: 1,
  };
}

/** What one step does to the books. */
export function actOf(step: MoneyStep, at: number): (world: World) => Promise<unknown> {
  const { what, which } = step;
  const person = (n: number) => ({ id: `u_${n % 3}`, name: `u_${n % 3}` });
  switch (what % 11) {
    case 0:
    case 1:
    case 2:
      return (world) => recordClaim(world, claimAt(step));
    case 3:
    case 4:
    case 5:
      return (world) => take(world, receiptAt(step, at));
    case 6:
      return async (world) => {
        const { receipts } = await proposals(world, booksConfig);
        const chosen = receipts[which % Math.max(1, receipts.length)];
        if (chosen !== undefined) await approve(world, booksConfig, { receipt: chosen.receipt, remember: which % 2 === 0 }, person(which));
      };
    case 7:
      return async (world) => {
        const groups = await groupIds(world);
        const match = groups[which % Math.max(1, groups.length)];
        if (match !== undefined) await undo(world, booksConfig, { match, reason: 'story' }, person(which));
      };
    case 8:
      return async (world) => chargeBackStored(world, `r${which % Math.max(1, at)}`, { date: '2026-03-20', reason: 'returned' });
    case 9:
      return async (world) => writeOff(world, { invoice: `INV-${100 + (which % 8)}`, reason: 'writeOff' }, person(which));
    default:
      return (world) => closeBooks(world, 'x', `2026-0${1 + (which % 2)}-28`, 'u_0');
  }
}

/** Takes money as an import does. */
export async function take(world: World, receipt: Receipt): Promise<void> {
  await shelveAmount(world, receipt);
  await recordReceipt(world, receipt, { source: 'bank' });
}

/** Every match of the books. */
export async function groupIds(world: World): Promise<string[]> {
  const ids = new Set<string>();
  for await (const { value } of documentsOf(world, 'x')) for (const id of value.groups) ids.add(id);
  return [...ids].sort();
}
