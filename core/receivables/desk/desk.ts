import { Book } from '../book/book.ts';
import { commitGroup } from '../book/commit.ts';
import { type BookException, exceptionsOf } from '../book/exceptions.ts';
import { firstOpen } from '../book/firstOpen.ts';
import { ClaimIndex } from '../match/claimIndex.ts';
import { MatchContext } from '../match/context.ts';
import type { RateSource } from '../match/convert.ts';
import { type DirectoryParty, PartyDirectory } from '../match/directory.ts';
import { groupsOf } from '../match/groups.ts';
import { type OpenReason, openReason } from '../match/openReasons.ts';
import { defaultPolicy, type MatchPolicy } from '../match/policy.ts';
import { proposalsOf } from '../match/proposals.ts';
import { solve } from '../match/solve.ts';
import type { Fact } from '../model/fact.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Receipt } from '../model/receipt.ts';

/** What a step decided. `facts` are the automatic allocations it made; they are already in the book and wait to be written. */
export interface Plan {
  readonly facts: readonly Fact[];
  readonly proposals: readonly Proposal[];
  /** Why receipts stay open that have no proposal to show. */
  readonly open: readonly { readonly receipt: string; readonly reason: OpenReason }[];
}

/** Who makes automatic allocations. */
const automatic = 'syncline';

/**
 * Keeps the books of some buckets and re-solves what a fact touches: a new receipt only itself, a changed claim the
 * unapplied receipts of its party. It holds no clock and writes nothing; confirmed allocations are fixed, only what is
 * open is proposed anew.
 */
export class Desk {
  readonly book = new Book();
  readonly #index = new ClaimIndex();
  readonly #parties: DirectoryParty[];
  #directory: PartyDirectory;
  readonly #policy: MatchPolicy;
  readonly #open = new Set<string>();
  readonly #auto: boolean;
  readonly #rates: RateSource | undefined;

  constructor(parties: Iterable<DirectoryParty>, options: { readonly policy?: MatchPolicy; readonly auto?: boolean; readonly rates?: RateSource } = {}) {
    this.#parties = [...parties];
    this.#policy = options.policy ?? defaultPolicy;
    this.#auto = options.auto ?? true;
    this.#rates = options.rates;
    this.#directory = new PartyDirectory(this.#parties);
  }

  /** Takes facts into the book without solving anything: for loading. */
  load(facts: Iterable<Fact>): void {
    for (const fact of facts) this.loadOne(fact);
  }

  /** Takes one fact without solving anything. */
  loadOne(fact: Fact): void {
    this.#take(fact, false);
  }

  /** Takes one fact and re-solves what it touches. */
  step(fact: Fact): Plan {
    const touched = this.#take(fact, true);
    return this.#solve(touched.flatMap((id) => this.book.receipts.get(id) ?? []));
  }

  /** Solves every receipt that is not wholly applied. */
  solveAll(): Plan {
    return this.#solve([...this.#open].flatMap((id) => this.book.receipts.get(id) ?? []));
  }

  /** Solves these receipts as far as they are not wholly applied: the part of {@link Desk.solveAll} that a change bears on. */
  solveOnly(receipts: readonly string[]): Plan {
    return this.#solve(receipts.flatMap((id) => (this.#open.has(id) ? (this.book.receipts.get(id) ?? []) : [])));
  }

  /** What a person should look at now. */
  exceptions(): BookException[] {
    return exceptionsOf(this.book);
  }

  /** A context of this moment, for asking why. */
  context(): MatchContext {
    return new MatchContext(this.book, this.#index, this.#directory, this.#policy, this.#rates);
  }

  /** Takes a fact; `touch` asks for the open receipts it bears on. */
  #take(fact: Fact, touch: boolean): readonly string[] {
    if (this.book.apply(fact) === 'known') return [];
    switch (fact.type) {
      case 'claim':
        this.#index.add(this.book.row(fact.claim.id));
        return !touch ? [] : this.#receiptsOf(fact.claim.company, fact.claim.currency, fact.claim.party);
      case 'receipt':
        return this.#isOpen(fact.receipt.id) ? [fact.receipt.id] : [];
      case 'group':
        for (const { receipt } of fact.group.allocations) if (receipt !== undefined) this.#isOpen(receipt);
        return [];
      case 'reversal':
        return (this.book.groups.get(fact.reversal.reverses)?.allocations ?? []).flatMap(({ receipt }) => (receipt !== undefined && this.#isOpen(receipt) ? [receipt] : []));
      case 'chargeback':
        this.#isOpen(fact.receipt);
        return [];
      case 'refund':
        this.#isOpen(fact.refund.receipt);
        return [];
      case 'alias':
        this.#directory = new PartyDirectory(this.#parties, this.book.aliases.values());
        return [...this.#open];
      case 'dispute':
      case 'rejected':
      case 'period':
        return [];
    }
  }

  /** Says whether a receipt has money left, and keeps the set of open ones true. */
  #isOpen(receipt: string): boolean {
    const open = this.book.unappliedMinor(receipt) !== 0n;
    if (open) this.#open.add(receipt);
    else this.#open.delete(receipt);
    return open;
  }

  #receiptsOf(company: string, currency: string, party: string): string[] {
    const context = this.context();
    return [...this.#open].filter((id) => {
      const receipt = this.book.receipts.get(id);
      if (receipt === undefined || receipt.company !== company || receipt.currency !== currency) return false;
      return context.hit({ receipt, leftMinor: 0n }, party) !== undefined;
    });
  }

  #solve(receipts: readonly Receipt[]): Plan {
    if (receipts.length === 0) return { facts: [], proposals: [], open: [] };
    const context = this.context();
    const facts: Fact[] = [];
    const proposals: Proposal[] = [];
    const shown = new Set<string>();
    for (const solved of solve(receipts, context)) {
      for (const proposal of proposalsOf(solved, context)) {
        if (this.#auto && proposal.status === 'confirmed') facts.push(...this.#accept(proposal, solved.receipt.receipt));
        proposals.push(proposal);
        if (proposal.status !== 'hidden') shown.add(proposal.receipt);
      }
    }
    const fresh = this.context();
    const open = receipts
      .filter((receipt) => !shown.has(receipt.id) && this.#open.has(receipt.id))
      .map((receipt) => ({ receipt: receipt.id, reason: openReason({ receipt, leftMinor: this.book.unappliedMinor(receipt.id) }, fresh) }));
    return { facts, proposals, open };
  }

  #accept(proposal: Proposal, receipt: Receipt): Fact[] {
    // Money that arrives late for a closed period is applied in the open one.
    const date = firstOpen(receipt.date, this.book.closedThrough(proposal.company));
    const facts: Fact[] = [];
    for (const group of groupsOf(proposal, { by: automatic, date }).groups) {
      const checked = commitGroup(this.book, group);
      if (!checked.ok) break;
      this.#take(checked.value, false);
      facts.push(checked.value);
    }
    return facts;
  }
}
