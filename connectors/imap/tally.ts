import { isoOf } from '../../core/model/time.ts';
import type { Head } from './head.ts';
import { domainOf, listed } from './parties.ts';
import type { ImapConfig, Party, PersonRecord } from './schema.ts';

/** Spellings of a name kept per person: the rest are typing errors of single mails. */
const namesMax = 8;

/** Local parts behind which nobody reads. */
const nobody = /^((do[._-]?)?not?[._-]?reply|no[._-]?answer|mailer[._-]?daemon|postmaster|bounces?|notifications?|noreply[._+-].*|bounces?[+=-].*)$/;

interface Tally {
  first: number;
  last: number;
  received: number;
  /** Of the received: through lists or in bulk; automatic. */
  listed: number;
  automatic: number;
  sent: number;
  readonly names: Map<string, number>;
}

/** Counts who wrote to us and whom we wrote to. Order of the mails does not matter; each mail is added once. */
export class People {
  readonly #tallies = new Map<string, Tally>();
  readonly #isOwn: (address: string) => boolean;
  readonly #isSkipped: (address: string) => boolean;

  constructor(config: Pick<ImapConfig, 'user' | 'own' | 'skip'>) {
    this.#isOwn = ownTest(config);
    this.#isSkipped = listed(config.skip);
  }

  /** Adds a mail and returns the addresses of its correspondents. */
  add(head: Head): readonly string[] {
    const out = this.#isOut(head);
    const parties = this.#parties(head, out);
    for (const party of parties) this.#count(party, head, out);
    return parties.map((p) => p.address);
  }

  /** The correspondents of a mail without counting it. */
  named(head: Head): readonly string[] {
    return this.#parties(head, this.#isOut(head)).map((p) => p.address);
  }

  #isOut(head: Head): boolean {
    return head.from !== undefined && this.#isOwn(head.from.address);
  }

  /** Its sender when it came in, its receivers (each once) when it went out; never ourselves. */
  #parties(head: Head, out: boolean): readonly Party[] {
    const all = out ? [...new Map([...head.cc, ...head.to].map((p) => [p.address, p])).values()] : head.from === undefined ? [] : [head.from];
    return all.filter((p) => !this.#isOwn(p.address) && !this.#isSkipped(p.address));
  }

  /** The record of an address, or undefined when no mail names it. */
  record(address: string): PersonRecord | undefined {
    const tally = this.#tallies.get(address);
    if (tally === undefined) return undefined;
    const names = [...tally.names].sort(([a, n], [b, m]) => m - n || b.length - a.length || (a < b ? -1 : 1)).map(([name]) => name);
    const { received, sent } = tally;
    return {
      address,
      domain: domainOf(address),
      name: names[0] ?? null,
      names: names.slice(0, namesMax),
      kind: kindOf(address, tally),
      first: isoOf(tally.first),
      last: isoOf(tally.last),
      received,
      sent,
    };
  }

  #count(party: Party, head: Head, out: boolean): void {
    const tally = this.#tallies.get(party.address) ?? { first: head.at, last: head.at, received: 0, listed: 0, automatic: 0, sent: 0, names: new Map<string, number>() };
    tally.first = Math.min(tally.first, head.at);
    tally.last = Math.max(tally.last, head.at);
    if (out) tally.sent += 1;
    else {
      tally.received += 1;
      if (head.kind === 'list') tally.listed += 1;
      if (head.kind === 'automatic') tally.automatic += 1;
    }
    if (party.name !== null && (tally.names.size < namesMax * 4 || tally.names.has(party.name))) tally.names.set(party.name, (tally.names.get(party.name) ?? 0) + 1);
    this.#tallies.set(party.address, tally);
  }
}

/** Who we wrote to ourselves is a person, unless nobody reads there; else a person has sent at least one mail by hand. */
function kindOf(address: string, tally: Tally): PersonRecord['kind'] {
  if (nobody.test(address.slice(0, address.lastIndexOf('@')))) return 'no-reply';
  if (tally.sent > 0 || tally.received > tally.listed + tally.automatic) return 'person';
  return tally.listed >= tally.automatic ? 'list' : 'automatic';
}

/** Answers whether a mail from this address is one that we sent. */
export function ownTest(config: Pick<ImapConfig, 'user' | 'own'>): (address: string) => boolean {
  return listed([...(config.user.includes('@') ? [config.user] : []), ...config.own]);
}
