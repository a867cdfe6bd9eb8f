import { contentHash } from '../../model/hash.ts';
import { keyPart } from '../../model/keys.ts';
import type { Item, ItemInput, Key } from '../../ports/table.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { OpenReason } from '../match/openReasons.ts';
import type { Proposal } from '../model/proposal.ts';
import { documentKey } from './documents.ts';
import { fromBody, toBody } from './minor.ts';

/** What a person is asked about one receipt: proposals to choose from, or why there is none. Derived: an approval is checked against the documents as they are then. */
export interface ProposalRow {
  readonly receipt: string;
  readonly company: string;
  readonly proposals: readonly Proposal[];
  readonly reason?: OpenReason;
  /** Made by a person, not by the engine: kept until it is decided. */
  readonly manual?: { readonly proposal: Proposal; readonly by: string };
  /** First of two people, by proposal. */
  readonly firstBy: Readonly<Record<string, string>>;
  readonly at: number;
}

/** Proposals kept per receipt: more are no help to a person, and an item has its limit. */
const proposalsMax = 5;
/** Pieces of evidence and alternatives kept of a proposal. */
const piecesMax = 40;

/** Where it lies: beside its receipt. */
export function proposalKey(receipt: string): Key {
  return { pk: documentKey('receipt', receipt).pk, sk: 'PROPOSAL' };
}

/** Index partition of what finance has to look at in a company; `state` says `suggested`, `ambiguous` or why there is no proposal. */
export function todoKey(company: string): string {
  return `TODO#finance#${keyPart(company)}`;
}

function rowItem(row: ProposalRow): ItemInput {
  const first = row.manual?.proposal ?? row.proposals[0];
  return {
    ...proposalKey(row.receipt),
    kind: 'proposal',
    body: toBody(row),
    index: { lpk: todoKey(row.company), lsk: keyPart(row.receipt), state: first?.status ?? row.reason?.kind ?? 'no_match' },
  };
}

/** The row from its item. */
export function proposalRowOf(item: Item): ProposalRow {
  return fromBody<ProposalRow>(item.body);
}

/** Reads what is asked about a receipt. */
export async function readProposals(world: World, receipt: string): Promise<{ readonly row: ProposalRow; readonly version: number } | undefined> {
  const [item] = await world.table.get([proposalKey(receipt)], { consistent: true });
  return item === undefined ? undefined : { row: proposalRowOf(item), version: item.version };
}

/** Writes a row on the version it was read at (0: there was none). */
export async function writeProposals(world: World, row: ProposalRow, version: number): Promise<'ok' | 'conflict'> {
  return put(world, [{ op: 'put', item: rowItem(row), when: version === 0 ? 'absent' : { version } }]);
}

/** Puts what the engine thinks now in the place of what it thought before; the same again writes nothing. People's own proposals and first approvals stay. */
export async function offer(world: World, row: Omit<ProposalRow, 'firstBy' | 'at' | 'manual'>): Promise<void> {
  const proposals = row.proposals.slice(0, proposalsMax).map((p) => ({ ...p, evidence: p.evidence.slice(0, piecesMax), alternatives: p.alternatives.slice(0, piecesMax) }));
  for (;;) {
    const before = await readProposals(world, row.receipt);
    const kept = Object.fromEntries(Object.entries(before?.row.firstBy ?? {}).filter(([id]) => id === before?.row.manual?.proposal.id || proposals.some((p) => p.id === id)));
    const now: ProposalRow = { ...row, proposals, manual: before?.row.manual, firstBy: kept, at: world.clock.now() };
    if (before !== undefined && sameAs(before.row, now)) return;
    if ((await writeProposals(world, now, before?.version ?? 0)) === 'ok') return;
  }
}

/** Nothing is asked about this receipt any more. */
export async function withdraw(world: World, receipt: string): Promise<void> {
  await put(world, [{ op: 'delete', key: proposalKey(receipt), when: 'any' }]);
}

function sameAs(a: ProposalRow, b: ProposalRow): boolean {
  const content = ({ at: _, ...rest }: ProposalRow) => contentHash(toBody(rest));
  return content(a) === content(b);
}
