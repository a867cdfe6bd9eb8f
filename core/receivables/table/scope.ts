import type { World } from '../../sync/world.ts';
import type { Fact } from '../model/fact.ts';
import { type ArDocument, documentKey, idOf, type ReceiptDocument, type Stored } from './documents.ts';
import type { StoredGroup } from './groups.ts';
import type { PeriodRow } from './period-row.ts';
import { readDocuments, readGroups, readPeriod } from './read.ts';

/** Everything of one company that a step looks at, each with the version that its write rests on. Changed only by what was stored. */
export interface Scope {
  readonly company: string;
  readonly documents: Map<string, Stored<ArDocument>>;
  readonly groups: Map<string, Stored<StoredGroup>>;
  readonly period: Stored<PeriodRow | undefined>;
}

/** A scope of documents, with all groups that ever touched one of them and the period. */
export async function scopeOf(world: World, company: string, documents: readonly Stored<ArDocument>[]): Promise<Scope> {
  const groups = await readGroups(
    world,
    documents.flatMap(({ value }) => value.groups),
  );
  return { company, documents: new Map(documents.map((stored) => [idOf(stored.value), stored])), groups, period: await readPeriod(world, company) };
}

/** Reads documents into a scope that are not in it yet, by their names (`claim#…`, `receipt#…`), with their groups. */
export async function widen(world: World, scope: Scope, names: readonly string[]): Promise<void> {
  const missing = names.filter((name) => !scope.documents.has(name));
  if (missing.length === 0) return;
  const keys = missing.map((name) => {
    const [kind, ...rest] = name.split('#');
    return documentKey(kind as ArDocument['kind'], rest.join('#'));
  });
  const found = await readDocuments(world, keys);
  for (const stored of found) scope.documents.set(idOf(stored.value), stored);
  const groups = await readGroups(
    world,
    found.flatMap(({ value }) => value.groups).filter((id) => !scope.groups.has(id)),
  );
  for (const [id, group] of groups) scope.groups.set(id, group);
}

/** The scope as facts. The other view of money that is counted already is no money of its own. */
export function* factsOf(scope: Scope): Generator<Fact> {
  for (const { value } of scope.documents.values()) {
    if (value.kind === 'claim') {
      yield { type: 'claim', claim: value.claim };
      if (value.dispute !== undefined) yield { type: 'dispute', claim: value.claim.id, open: value.dispute.open, version: value.dispute.version };
    } else yield* factsOfReceipt(value);
  }
  for (const { value } of scope.groups.values()) {
    yield { type: 'group', group: value.group };
    if (value.reversal !== undefined) yield { type: 'reversal', reversal: value.reversal };
  }
  const { value: period } = scope.period;
  if (period?.closedThrough !== undefined) yield { type: 'period', company: scope.company, closedThrough: period.closedThrough, version: period.version };
}

function* factsOfReceipt(document: ReceiptDocument): Generator<Fact> {
  if (document.sameAs !== undefined) return;
  const { receipt, chargedBack, refunds, rejected } = document;
  yield { type: 'receipt', receipt };
  if (chargedBack !== undefined) yield { type: 'chargeback', receipt: receipt.id, ...chargedBack };
  for (const refund of refunds) yield { type: 'refund', refund };
  for (const key of rejected) yield { type: 'rejected', key };
}
