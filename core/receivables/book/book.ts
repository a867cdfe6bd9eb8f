import { contentHash } from '../../model/hash.ts';
import type { Json } from '../../model/json.ts';
import type { Claim } from '../model/claim.ts';
import type { Fact, PartyAlias } from '../model/fact.ts';
import type { MatchGroup, Reversal } from '../model/matchGroup.ts';
import type { Receipt } from '../model/receipt.ts';
import type { ClaimBalance, ReceiptBalance } from './balances.ts';
import { type ClaimRow, emptyRow, settle } from './claimRow.ts';

/**
 * The fold of all facts about any number of buckets: which claims are open by how much, which receipts are unapplied.
 * Facts commute: a group may arrive before its claim, a reversal before its group. It decides nothing; whether a group
 * may be added is asked of `commitGroup` before.
 */
export class Book {
  readonly receipts = new Map<string, Receipt>();
  readonly groups = new Map<string, MatchGroup>();
  readonly reversals = new Map<string, Reversal>();
  readonly chargebacks = new Map<string, { readonly date: string; readonly reason: string }>();
  readonly rejected = new Set<string>();
  readonly aliases = new Map<string, PartyAlias>();
  readonly #rows = new Map<string, ClaimRow>();
  readonly #applied = new Map<string, bigint>();
  readonly #groupsOf = new Map<string, MatchGroup | MatchGroup[]>();
  readonly #refunds = new Map<string, bigint>();
  readonly #refundIds = new Set<string>();
  readonly #disputes = new Map<string, { open: boolean; version: number }>();
  readonly #periods = new Map<string, { closedThrough: string; version: number }>();

  /** Adds a fact; `known` when it (or a newer version) was there already. */
  apply(fact: Fact): 'applied' | 'known' {
    switch (fact.type) {
      case 'claim':
        return this.#claim(fact.claim);
      case 'receipt':
        return newest(this.receipts, fact.receipt.id, fact.receipt);
      case 'group':
        return this.#group(fact.group);
      case 'reversal':
        return this.#reversal(fact.reversal);
      case 'chargeback':
        return once(this.chargebacks, fact.receipt, fact);
      case 'refund': {
        if (this.#refundIds.has(fact.refund.id)) return 'known';
        this.#refundIds.add(fact.refund.id);
        this.#refunds.set(fact.refund.receipt, (this.#refunds.get(fact.refund.receipt) ?? 0n) + fact.refund.amountMinor);
        return 'applied';
      }
      case 'dispute':
        return newest(this.#disputes, fact.claim, { open: fact.open, version: fact.version });
      case 'rejected': {
        const known = this.rejected.has(fact.key);
        this.rejected.add(fact.key);
        return known ? 'known' : 'applied';
      }
      case 'alias':
        return newest(this.aliases, fact.alias.id, fact.alias);
      case 'period':
        return newest(this.#periods, fact.company, { closedThrough: fact.closedThrough, version: fact.version });
    }
  }

  /** All known claims. */
  *claims(): Generator<Claim> {
    for (const row of this.#rows.values()) if (row.claim !== undefined) yield row.claim;
  }

  /** A claim as last told; undefined when only groups name it. */
  claimOf(id: string): Claim | undefined {
    return this.#rows.get(id)?.claim;
  }

  /** Balance of a claim; undefined when the claim itself is not known yet. */
  claim(id: string): ClaimBalance | undefined {
    const row = this.#rows.get(id);
    if (row?.claim === undefined) return undefined;
    const { claim, allocatedMinor, adjustedMinor, openMinor } = row;
    return { claim, allocatedMinor, adjustedMinor, openMinor, disputed: this.isDisputed(id) };
  }

  /** Balance of a receipt; undefined when the receipt itself is not known yet. */
  receipt(id: string): ReceiptBalance | undefined {
    const receipt = this.receipts.get(id);
    if (receipt === undefined) return undefined;
    const chargedBack = this.chargebacks.has(id);
    const appliedMinor = this.#applied.get(id) ?? 0n;
    const refundedMinor = this.#refunds.get(id) ?? 0n;
    return { receipt, appliedMinor, refundedMinor, unappliedMinor: this.unappliedMinor(id), chargedBack };
  }

  /** What a receipt has given to each claim so far, in the receipt's currency. */
  givenBy(receipt: string): ReadonlyMap<string, bigint> {
    const slot = this.#groupsOf.get(receipt);
    if (slot === undefined) return nothing;
    const given = new Map<string, bigint>();
    for (const group of Array.isArray(slot) ? slot : [slot]) {
      if (this.reversals.has(group.id)) continue;
      for (const a of group.allocations) if (a.receipt === receipt) given.set(a.claim, (given.get(a.claim) ?? 0n) + a.receiptMinor);
    }
    return given;
  }

  /** Open minor units of a claim that is known; zero otherwise. Cheaper than {@link Book.claim}. */
  openMinor(id: string): bigint {
    return this.#rows.get(id)?.openMinor ?? 0n;
  }

  /** The running row of a claim; made when it is not there yet. Only the book changes its sums. */
  row(id: string): ClaimRow {
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = emptyRow();
      this.#rows.set(id, row);
    }
    return row;
  }

  /** True when the claim is in dispute. */
  isDisputed(id: string): boolean {
    return this.#disputes.get(id)?.open ?? false;
  }

  /** What is allocated to a claim, minor units. */
  allocatedMinor(id: string): bigint {
    return this.#rows.get(id)?.allocatedMinor ?? 0n;
  }

  /** What is left of a receipt, signed minor units; zero when it is not known. */
  unappliedMinor(id: string): bigint {
    const receipt = this.receipts.get(id);
    if (receipt === undefined) return 0n;
    const amount = this.chargebacks.size > 0 && this.chargebacks.has(id) ? 0n : receipt.amountMinor;
    const applied = this.#applied.get(id);
    const kept = applied === undefined ? amount : amount - applied;
    return this.#refunds.size === 0 ? kept : kept - (this.#refunds.get(id) ?? 0n);
  }

  /** Groups that count: not reversed. */
  effectiveGroups(): MatchGroup[] {
    return [...this.groups.values()].filter((group) => !this.reversals.has(group.id));
  }

  /** The last closed day of a company, if a period was ever closed. */
  closedThrough(company: string): string | undefined {
    return this.#periods.get(company)?.closedThrough;
  }

  #claim(claim: Claim): 'applied' | 'known' {
    const row = this.row(claim.id);
    if (row.claim !== undefined && !isNewer(row.claim, claim)) return 'known';
    row.claim = claim;
    settle(row);
    return 'applied';
  }

  #group(group: MatchGroup): 'applied' | 'known' {
    if (once(this.groups, group.id, group) === 'known') return 'known';
    let last: string | undefined;
    for (const { receipt } of group.allocations) {
      if (receipt === undefined || receipt === last) continue;
      last = receipt;
      const slot = this.#groupsOf.get(receipt);
      if (slot === undefined) this.#groupsOf.set(receipt, group);
      else if (!Array.isArray(slot)) this.#groupsOf.set(receipt, slot === group ? slot : [slot, group]);
      else if (!slot.includes(group)) slot.push(group);
    }
    if (!this.reversals.has(group.id)) this.#count(group, 1n);
    return 'applied';
  }

  #reversal(reversal: Reversal): 'applied' | 'known' {
    // A group is reversed once: of several reversals the one with the smallest id is kept, whatever came first.
    const before = this.reversals.get(reversal.reverses);
    if (before !== undefined) {
      if (before.id <= reversal.id) return 'known';
      this.reversals.set(reversal.reverses, reversal);
      return 'applied';
    }
    this.reversals.set(reversal.reverses, reversal);
    const group = this.groups.get(reversal.reverses);
    if (group !== undefined) this.#count(group, -1n);
    return 'applied';
  }

  #count(group: MatchGroup, sign: 1n | -1n): void {
    for (const { receipt, claim, claimMinor, receiptMinor } of group.allocations) {
      const row = this.row(claim);
      row.allocatedMinor += sign * claimMinor;
      settle(row);
      if (receipt !== undefined) this.#applied.set(receipt, (this.#applied.get(receipt) ?? 0n) + sign * receiptMinor);
    }
    for (const { claim, amountMinor } of group.adjustments) {
      const row = this.row(claim);
      row.adjustedMinor += sign * amountMinor;
      settle(row);
    }
  }
}

const nothing: ReadonlyMap<string, bigint> = new Map();

function once<T>(map: Map<string, T>, key: string, value: T): 'applied' | 'known' {
  if (map.has(key)) return 'known';
  map.set(key, value);
  return 'applied';
}

/** Keeps the highest version; of two contents with one version the one with the greater hash, so that order never decides. */
function newest<T extends { readonly version: number }>(map: Map<string, T>, key: string, value: T): 'applied' | 'known' {
  const before = map.get(key);
  if (before !== undefined && !isNewer(before, value)) return 'known';
  map.set(key, value);
  return 'applied';
}

function isNewer(before: { readonly version: number }, value: { readonly version: number }): boolean {
  return before.version === value.version ? hashOf(before) < hashOf(value) : before.version < value.version;
}

function hashOf(value: object): string {
  return contentHash(JSON.parse(JSON.stringify(value, (_key, member) => (typeof member === 'bigint' ? `${member}n` : member))) as Json);
}
