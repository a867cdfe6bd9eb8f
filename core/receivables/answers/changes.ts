import { dayMs, isoOf } from '../../model/time.ts';
import type { World } from '../../sync/world.ts';
import { type JournalEntry, journalOf } from '../table/journal.ts';
import { companiesOf } from '../table/record.ts';
import { decimal } from './amounts.ts';
import { CustomerNames } from './names.ts';
import { PeopleNames } from './people.ts';
import type { ChangesView } from './views.ts';

/** Entries in one answer: a day of a large company is counted in full and shown in part. */
const entriesMax = 1_000;

/** What is asked: since when (default: 24 hours ago), of which company. */
export interface ChangesQuery {
  readonly since?: number;
  readonly company?: string;
}

/** What happened since a moment, newest first, counted by kind. */
export async function changes(world: World, { since, company }: ChangesQuery): Promise<ChangesView> {
  const now = world.clock.now();
  const from = since ?? now - dayMs;
  const entries: JournalEntry[] = [];
  for (const name of await companiesOf(world)) if (company === undefined || name === company) entries.push(...(await journalOf(world, name, from, now + 1)));
  const counts: Record<string, number> = {};
  for (const { what } of entries) counts[what] = (counts[what] ?? 0) + 1;
  entries.sort((a, b) => b.at - a.at);
  const names = new CustomerNames(world);
  const people = new PeopleNames(world);
  return {
    since: isoOf(from),
    counts,
    entries: await Promise.all(
      entries.slice(0, entriesMax).map(async ({ what, company: own, currency, party, about, amountMinor, by, at }) => ({
        what,
        company: own,
        customer: party === undefined ? undefined : await names.of(party),
        about,
        amount: { amount: currency === '' ? '' : decimal(amountMinor, currency), currency },
        by: await people.of(by),
        at: isoOf(at),
      })),
    ),
    more: entries.length > entriesMax,
  };
}
