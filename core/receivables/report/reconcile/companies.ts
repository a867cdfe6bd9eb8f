import { numberKeys } from '../../match/documentNumber.ts';
import { nameForm } from '../../match/names.ts';
import type { Receipt } from '../../model/receipt.ts';
import { wordsOf } from '../../table/numbers.ts';
import type { NamedClaimRow } from './claims.ts';

/**
 * Whose money a receipt is, among several legal entities of ours, where its file does not say: bank files and most lists
 * of payments do not. Nothing is matched across companies, so one that nobody can tell stays open. Looked at in turn:
 *
 *   only one company is named at all → it is that one's
 *   the invoices that the payment names are all of one company
 *   the payer (by customer id, or by its name in full) owes to one company only
 */
export class Companies {
  readonly #named: ReadonlySet<string>;
  readonly #byNumber = new Map<string, Set<string>>();
  readonly #byPayer = new Map<string, Set<string>>();

  constructor(claims: readonly NamedClaimRow[]) {
    this.#named = new Set(claims.flatMap(({ claim }) => (claim.company === '' ? [] : [claim.company])));
    if (this.#named.size < 2) return;
    for (const { claim, partyName } of claims) {
      for (const word of [numberKeys(claim.number).full, ...(claim.references ?? [])]) note(this.#byNumber, word, claim.company);
      for (const payer of [`=${claim.party}`, nameForm(partyName).full]) note(this.#byPayer, payer, claim.company);
    }
  }

  /** The claim with its company: one that names none is the only company's there is. */
  ofClaim(row: NamedClaimRow): NamedClaimRow {
    const [only] = this.#named;
    return row.claim.company !== '' || only === undefined || this.#named.size > 1 ? row : { ...row, claim: { ...row.claim, company: only } };
  }

  /** The receipt with its company; as it is where nobody can tell. */
  ofReceipt(receipt: Receipt): Receipt {
    if (receipt.company !== '' || this.#named.size === 0) return receipt;
    const company = onlyOf(this.#named) ?? onlyOf(all(this.#byNumber, wordsOf(receipt))) ?? onlyOf(all(this.#byPayer, payersOf(receipt)));
    return company === undefined ? receipt : { ...receipt, company };
  }

  /** True when the company of a receipt is what keeps it from being matched. */
  isUnknown({ company }: Receipt): boolean {
    return company === '' && this.#named.size > 1;
  }
}

function payersOf({ party, payer }: Receipt): string[] {
  return [...(party === undefined ? [] : [`=${party}`]), nameForm(payer).full];
}

function note(index: Map<string, Set<string>>, word: string, company: string): void {
  if (word !== '' && word !== '=') index.set(word, (index.get(word) ?? new Set()).add(company));
}

function all(index: ReadonlyMap<string, ReadonlySet<string>>, words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [...(index.get(word) ?? [])]));
}

function onlyOf(companies: ReadonlySet<string>): string | undefined {
  const [only] = companies;
  return companies.size === 1 && only !== '' ? only : undefined;
}
