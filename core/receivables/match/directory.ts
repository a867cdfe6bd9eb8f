import type { PartyAlias } from '../model/fact.ts';
import { type NameForm, nameForm, nameLikeness } from './names.ts';

/** A party of ours and the names it is known by. */
export interface DirectoryParty {
  readonly id: string;
  readonly names: readonly string[];
  readonly accounts?: readonly string[];
}

/** A party a payer may be: how strongly, and why. */
export interface PartyHit {
  readonly party: string;
  readonly strength: number;
  readonly rule: string;
  readonly seen: string;
  readonly expected: string;
}

/** Parties weaker than this are not looked at. */
const strengthMin = 0.5;
/** A payer that could be more parties than this is nobody. */
const hitsMax = 200;

/** Finds parties by payer name and account. Aliases that a person confirmed come first; a revoked alias says nothing. Answers are remembered per name, so many receipts of one payer cost one search; names are read when the first payer asks, because receipts that say their party never do. */
export class PartyDirectory {
  readonly #parties: Iterable<DirectoryParty>;
  readonly #aliases: Iterable<PartyAlias>;
  #known: KnownNames | undefined;

  constructor(parties: Iterable<DirectoryParty>, aliases: Iterable<PartyAlias> = []) {
    this.#parties = parties;
    this.#aliases = aliases;
  }

  /** Parties a payer may be, strongest first. `also` are other writings of the name (in the payment's text). */
  find(payer: string, account?: string, also: readonly string[] = []): readonly PartyHit[] {
    return this.#names().find(payer, account, also);
  }

  /** True when the party has known accounts and this is none of them. */
  isNewAccount(party: string, account: string): boolean {
    return this.#names().isNewAccount(party, account);
  }

  #names(): KnownNames {
    this.#known ??= new KnownNames(this.#parties, this.#aliases);
    return this.#known;
  }
}

class KnownNames {
  readonly #byFull = new Map<string, string[]>();
  readonly #byInitial = new Map<string, { party: string; form: NameForm; name: string }[]>();
  readonly #byAccount = new Map<string, string>();
  readonly #hasAccounts = new Set<string>();
  readonly #aliases = new Map<string, PartyAlias>();
  readonly #answers = new Map<string, readonly PartyHit[]>();

  constructor(parties: Iterable<DirectoryParty>, aliases: Iterable<PartyAlias>) {
    for (const party of parties) {
      for (const name of party.names) this.#add(party.id, name);
      for (const account of party.accounts ?? []) this.#account(party.id, account);
    }
    for (const alias of aliases) {
      if (alias.revoked === true) continue;
      if (alias.kind === 'account') this.#account(alias.party, alias.value);
      else this.#aliases.set(nameForm(alias.value).full, alias);
    }
  }

  find(payer: string, account: string | undefined, also: readonly string[]): readonly PartyHit[] {
    const known = account === undefined ? undefined : this.#byAccount.get(compact(account));
    if (known !== undefined) return [{ party: known, strength: 1, rule: 'account_known', seen: account as string, expected: known }];
    const key = [payer, ...also].join('\n');
    const remembered = this.#answers.get(key);
    if (remembered !== undefined) return remembered;
    const best = new Map<string, PartyHit>();
    for (const name of [payer, ...also]) for (const hit of this.#byName(name)) if ((best.get(hit.party)?.strength ?? 0) < hit.strength) best.set(hit.party, hit);
    const hits = [...best.values()].sort((a, b) => b.strength - a.strength || (a.party < b.party ? -1 : 1));
    const answer = hits.length > hitsMax ? [] : hits;
    this.#answers.set(key, answer);
    return answer;
  }

  isNewAccount(party: string, account: string): boolean {
    return this.#hasAccounts.has(party) && this.#byAccount.get(compact(account)) !== party;
  }

  #account(party: string, account: string): void {
    this.#byAccount.set(compact(account), party);
    this.#hasAccounts.add(party);
  }

  #add(party: string, name: string): void {
    const form = nameForm(name);
    if (form.full === '') return;
    const same = this.#byFull.get(form.full);
    if (same !== undefined) {
      if (!same.includes(party)) same.push(party);
      return;
    }
    this.#byFull.set(form.full, [party]);
    const initial = form.full[0] as string;
    const list = this.#byInitial.get(initial);
    if (list === undefined) this.#byInitial.set(initial, [{ party, form, name }]);
    else list.push({ party, form, name });
  }

  #byName(name: string): PartyHit[] {
    const form = nameForm(name);
    if (form.full === '') return [];
    const alias = this.#aliases.get(form.full);
    if (alias !== undefined) return [{ party: alias.party, strength: 1, rule: 'alias_confirmed', seen: name, expected: alias.value }];
    const hits: PartyHit[] = (this.#byFull.get(form.full) ?? []).map((party) => ({ party, strength: 1, rule: 'name_equal', seen: name, expected: name }));
    const exact = hits.length;
    for (const other of this.#byInitial.get(form.full[0] as string) ?? []) {
      if (exact > 0 && hits.some((hit) => hit.party === other.party)) continue;
      const { strength, rule } = nameLikeness(form, other.form);
      if (strength >= strengthMin) hits.push({ party: other.party, strength, rule, seen: name, expected: other.name });
    }
    return hits;
  }
}

function compact(account: string): string {
  return account.replace(/\s+/g, '').toUpperCase();
}
