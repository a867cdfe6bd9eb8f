import type { Op } from '../../ports/table.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { MatchGroup, Reversal } from '../model/matchGroup.ts';
import { afterOps, askAfter } from '../writeback/after.ts';
import { type ArDocument, documentItem, type Stored } from './documents.ts';
import { groupItem, type Reasons, type StoredGroup, touchedBy } from './groups.ts';
import { journalOp } from './journal.ts';
import { fenceOf } from './period-row.ts';
import { type Scope, widen } from './scope.ts';

/** What became of a write that rests on versions: on a conflict, read again and decide again. */
export type Allocated = 'ok' | 'conflict';

/**
 * Stores a group and moves the money of every document it touches, in one transaction: at most 90 documents, the group,
 * the period it must not slip into, its line in the journal and the note for other systems: 94 of the 100 operations of
 * a transaction. The conditions are the versions that the decision rested on, so two workers cannot both take the same money.
 */
export async function storeGroup(world: World, scope: Scope, group: MatchGroup, why?: Reasons): Promise<Allocated> {
  const names = touchedBy(group);
  await widen(world, scope, names);
  const changed = changedBy(scope, group, names, 1n);
  const stored: StoredGroup = { group, at: world.clock.now(), ...(why === undefined ? {} : { why }) };
  const { company, by } = group;
  const written = await put(world, [
    { op: 'put', item: groupItem(stored), when: 'absent' },
    fenceOf(company, scope.period),
    ...documentOps(changed),
    ...afterOps(world, group.id),
    journalOp(world, { what: 'allocated', company, ...moneyOf(scope, group), about: group.id, by: group.approvedBy === undefined ? by : `${by}, ${group.approvedBy}` }),
  ]);
  if (written !== 'ok') return written;
  keep(scope, changed, stored, 1);
  await askAfter(world, group.id);
  return written;
}

/** Stores the reversal of a group and gives the money back to every document it touched, in one transaction. `rejected` names what is not to be offered again. */
export async function storeReversal(world: World, scope: Scope, reversal: Reversal, rejected: readonly string[]): Promise<Allocated> {
  const before = scope.groups.get(reversal.reverses);
  if (before === undefined || before.value.reversal !== undefined) return 'ok';
  const { group } = before.value;
  const names = touchedBy(group);
  await widen(world, scope, names);
  const changed = changedBy(scope, group, names, -1n).map(([name, stored]): [string, Stored<ArDocument>] => [name, { ...stored, value: withRejected(stored.value, rejected) }]);
  const stored: StoredGroup = { ...before.value, reversal, reversedAt: world.clock.now() };
  const written = await put(world, [
    { op: 'put', item: groupItem(stored), when: { version: before.version } },
    fenceOf(group.company, scope.period),
    ...documentOps(changed),
    ...afterOps(world, group.id),
    journalOp(world, { what: 'undone', company: group.company, ...moneyOf(scope, group), about: group.id, by: reversal.by }),
  ]);
  if (written !== 'ok') return written;
  keep(scope, changed, stored, before.version + 1);
  await askAfter(world, group.id);
  return written;
}

/** Rejections kept per receipt: a person who says no so often is told by the list itself. */
const rejectedMax = 200;

/** A receipt that will not be offered these decisions again. */
export function withRejected(document: ArDocument, keys: readonly string[]): ArDocument {
  if (document.kind === 'claim' || keys.length === 0) return document;
  return { ...document, rejected: [...new Set([...document.rejected, ...keys])].slice(-rejectedMax) };
}

/** Documents after a group is added (1) or taken back (-1). A document that is not there yet is left out: its own record counts the group when it comes. */
function changedBy(scope: Scope, group: MatchGroup, names: readonly string[], sign: 1n | -1n): [string, Stored<ArDocument>][] {
  return names.flatMap((name): [string, Stored<ArDocument>][] => {
    const stored = scope.documents.get(name);
    return stored === undefined ? [] : [[name, { ...stored, value: moved(stored.value, group, sign) }]];
  });
}

function moved(document: ArDocument, group: MatchGroup, sign: 1n | -1n): ArDocument {
  const groups = document.groups.includes(group.id) ? document.groups : [...document.groups, group.id];
  if (document.kind === 'receipt') {
    const taken = sum(group.allocations.filter((a) => a.receipt === document.receipt.id).map((a) => a.receiptMinor));
    return { ...document, groups, leftMinor: document.leftMinor - sign * taken };
  }
  const { id } = document.claim;
  const allocated = sum(group.allocations.filter((a) => a.claim === id).map((a) => a.claimMinor));
  const adjusted = sum(group.adjustments.filter((a) => a.claim === id).map((a) => a.amountMinor));
  return { ...document, groups, openMinor: document.openMinor - sign * (allocated + adjusted) };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** The write of each document, on the version it was read at. */
export function documentOps(changed: readonly (readonly [string, Stored<ArDocument>])[]): Op[] {
  return changed.map(([, { value, version }]) => ({ op: 'put', item: documentItem(value), when: version === 0 ? 'absent' : { version } }));
}

/** What was stored stands in the scope, so that the next step rests on it. */
function keep(scope: Scope, changed: readonly (readonly [string, Stored<ArDocument>])[], stored: StoredGroup, version: number): void {
  for (const [name, { value, version: before }] of changed) scope.documents.set(name, { value, version: before + 1 });
  scope.groups.set(stored.group.id, { value: stored, version });
}

/** What a group is about, in one amount: the money it applies, else what it takes off. */
function moneyOf(scope: Scope, group: MatchGroup): { readonly currency: string; readonly party?: string; readonly amountMinor: bigint } {
  const [first] = [...group.allocations, ...group.adjustments];
  const known = scope.documents.get(`claim#${first?.claim ?? ''}`)?.value;
  const claim = known?.kind === 'claim' ? known.claim : undefined;
  const applied = sum(group.allocations.filter((a) => a.receipt !== undefined).map((a) => a.claimMinor));
  return { currency: claim?.currency ?? '', party: claim?.party, amountMinor: applied === 0n ? sum(group.adjustments.map((a) => a.amountMinor)) : applied };
}
