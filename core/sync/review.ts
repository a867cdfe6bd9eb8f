import type { Evidence, Features } from '../identity/resolver.ts';
import type { Signature } from '../identity/signature.ts';
import { contentHash } from '../model/hash.ts';
import type { EntityId, Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Item, ItemInput, Key } from '../ports/table.ts';
import { areApart, type Entity } from './entity.ts';
import type { SourceRecord } from './record.ts';
import { put, readEntity } from './store.ts';
import type { World } from './world.ts';

/** What became of a question. `settled`: answered elsewhere, by a merge, a split or a better record. */
export type ReviewState = 'open' | 'later' | 'same' | 'different' | 'settled';

/** A question to a person. `pair`: are these two entities one? `member`: does this record still belong to its entity? */
export interface ReviewRow {
  readonly id: string;
  readonly kind: 'pair' | 'member';
  readonly type: string;
  /** The record that arrived or changed, and the record of the other side that it agrees with most. */
  readonly a: Ref;
  readonly b: Ref;
  readonly evidence: Evidence;
  readonly openedAt: number;
  readonly state: ReviewState;
  readonly decided?: { readonly by: string; readonly name: string; readonly at: number };
}

/** Index partition of the questions that wait; later ones after open ones. */
export const reviewTodo = 'TODO#ops#review';
/** Index partition of those that people answered. */
export const reviewAnswered = 'REVIEW#answered';

/** A record that resembles more entities than this says little about each. */
const perRecordMax = 3;

/** Where a question lies. */
export function reviewKey(id: string): Key {
  return { pk: `REVIEW#${id}`, sk: '@' };
}

/** The question as an item. */
export function reviewItem(row: ReviewRow): ItemInput {
  const waits = row.state === 'open' || row.state === 'later';
  const at = String(row.decided?.at ?? row.openedAt).padStart(15, '0');
  const index = waits
    ? { lpk: reviewTodo, lsk: `${row.state === 'open' ? 5 : 9}${at}#${row.id}`, state: row.state }
    : { lpk: reviewAnswered, lsk: `${at}#${row.id}`, state: row.state };
  return { ...reviewKey(row.id), kind: 'review', body: row as unknown as JsonObject, ...(row.state === 'settled' ? {} : { index }) };
}

/** The question of an item. */
export function reviewOf(item: Item): ReviewRow {
  return item.body as unknown as ReviewRow;
}

/** Asks a person about entities that the record resembles without being surely theirs, and tells how many questions are new. A question that was asked once is not asked again. */
export async function askAboutPairs(world: World, rec: SourceRecord, own: EntityId, features: Features, others: readonly EntityId[]): Promise<number> {
  let asked = 0;
  for (const id of others.slice(0, perRecordMax)) {
    const [mine, other] = [(await readEntity(world, own))?.value, (await readEntity(world, id))?.value];
    if (mine === undefined || other === undefined || mine.id === other.id || areApart(mine, other)) continue;
    const best = closest(world, features.signature, other);
    if (best === undefined) continue;
    // The pair is known by the records that founded the two: whoever of them meets again, it is the same question.
    if (await ask(world, { kind: 'pair', type: rec.type, a: rec.ref, b: best.ref, evidence: best.evidence }, [mine.founder, other.founder].sort())) asked += 1;
  }
  return asked;
}

/** Asks a person whether a record is still the customer of its entity: it has changed, or would not be linked today. True when nobody had asked. */
export async function askAboutMember(world: World, rec: SourceRecord, entity: Entity, evidence: Evidence): Promise<boolean> {
  const best = Object.keys(entity.members)
    .sort()
    .find((ref) => ref !== rec.ref && entity.members[ref]?.dead !== true);
  return best !== undefined && ask(world, { kind: 'member', type: rec.type, a: rec.ref, b: best as Ref, evidence }, memberParts(rec.ref, entity.id));
}

/** What became of the question whether a record is still the customer of its entity; undefined when nobody asked. */
export async function readMemberReview(world: World, ref: Ref, entity: EntityId): Promise<ReviewState | undefined> {
  const [item] = await world.table.get([reviewKey(idOf('member', memberParts(ref, entity)))], { consistent: true });
  return item === undefined ? undefined : reviewOf(item).state;
}

const memberParts = (ref: Ref, entity: EntityId): readonly string[] => [ref, entity];

function idOf(kind: ReviewRow['kind'], parts: readonly string[]): string {
  return `r_${contentHash([kind, ...parts])
    .replaceAll(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 12)}`;
}

async function ask(world: World, about: Pick<ReviewRow, 'kind' | 'type' | 'a' | 'b' | 'evidence'>, parts: readonly string[]): Promise<boolean> {
  const item = reviewItem({ ...about, id: idOf(about.kind, parts), openedAt: world.clock.now(), state: 'open' });
  return (await put(world, [{ op: 'put', item, when: 'absent' }])) === 'ok';
}

/** The member of an entity that agrees most with a signature. */
function closest(world: World, signature: Signature, entity: Entity): { readonly ref: Ref; readonly evidence: Evidence } | undefined {
  let best: { ref: Ref; evidence: Evidence } | undefined;
  for (const [ref, member] of Object.entries(entity.members)) {
    if (member.signature === undefined || member.dead === true) continue;
    const evidence = world.resolver.compare(signature, member.signature as unknown as Signature);
    if (best === undefined || evidence.total > best.evidence.total) best = { ref: ref as Ref, evidence };
  }
  return best;
}
