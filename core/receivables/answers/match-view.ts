import { contentHash } from '../../model/hash.ts';
import { isoOf } from '../../model/time.ts';
import type { World } from '../../sync/world.ts';
import { evidenceSentence, explainReasons } from '../match/explain.ts';
import type { ArDocument } from '../table/documents.ts';
import type { StoredGroup } from '../table/groups.ts';
import type { Scope } from '../table/scope.ts';
import { writtenKey, writtenOf } from '../table/written.ts';
import { decimal } from './amounts.ts';
import { PeopleNames } from './people.ts';
import type { MatchView } from './views.ts';

/** A stored match with the numbers and payers of its documents. */
export async function matchViewOf(world: World, scope: Scope, { group, reversal, at, why }: StoredGroup): Promise<MatchView> {
  const people = new PeopleNames(world);
  const { id, origin, company, date, by, approvedBy } = group;
  return {
    id,
    origin,
    company,
    date,
    by: await people.of(by),
    approvedBy: approvedBy === undefined ? undefined : await people.of(approvedBy),
    at: isoOf(at),
    applies: group.allocations.map(({ receipt, claim, claimMinor }) => {
      const payer = receipt === undefined ? undefined : payerOf(scope.documents.get(`receipt#${receipt}`)?.value);
      const { number, currency } = claimOf(scope, claim);
      return { receipt, payer, id: claim, invoice: number, amount: decimal(claimMinor, currency), currency };
    }),
    adjusts: group.adjustments.map(({ claim, amountMinor, reason }) => {
      const { number, currency } = claimOf(scope, claim);
      return { id: claim, invoice: number, amount: decimal(amountMinor, currency), currency, reason };
    }),
    reversed: reversal === undefined ? undefined : { date: reversal.date, by: await people.of(reversal.by), reason: reversal.reason },
    why: why === undefined ? undefined : explainReasons(why),
    confidence: why?.confidence,
    evidence: (why?.evidence ?? []).map((piece) => ({ rule: piece.rule, sentence: evidenceSentence(piece) })),
    rate: group.rate,
    inErp: await stateInErp(world, { group, at }),
  };
}

function payerOf(document: ArDocument | undefined): string | undefined {
  return document?.kind === 'receipt' ? document.receipt.payer : undefined;
}

/** Number and currency of a claim of the scope. */
export function claimOf(scope: Scope, id: string): { readonly number: string; readonly currency: string } {
  const known = scope.documents.get(`claim#${id}`)?.value;
  return known?.kind === 'claim' ? known.claim : { number: id, currency: '' };
}

/** The least advanced of its payments; undefined where none is on its way. */
async function stateInErp(world: World, { group }: StoredGroup): Promise<MatchView['inErp']> {
  if (group.origin !== 'us' || world.config.receivables?.payTo === undefined) return undefined;
  const keys = group.allocations.flatMap(({ receipt, claim }) => (receipt === undefined ? [] : [writtenKey(contentHash(['erp', group.id, receipt, claim]))]));
  const states = (await world.table.get(keys)).flatMap((item) => (item === undefined ? [] : [writtenOf(item).state]));
  return (['rejected', 'unsure', 'sending', 'applied', 'confirmed'] as const).find((state) => states.includes(state));
}
