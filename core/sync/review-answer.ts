import { keepApart } from './keep-apart.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import { recordEvidence } from './resolve.ts';
import { type ReviewRow, reviewItem, reviewKey, reviewOf } from './review.ts';
import { put, readEntity, readRecords, type Versioned } from './store.ts';
import type { World } from './world.ts';

/** What a person says to a question. */
export type Verdict = 'same' | 'different' | 'later';

/** What became of an answer. `repeated`: it had been given before. */
export type Answered =
  | { readonly state: 'done' | 'repeated' | 'settled'; readonly row: ReviewRow }
  | { readonly state: 'refused'; readonly why: 'unknown' | 'cannot-link' | 'type' | 'too-many-links' | 'all-members' }
  | { readonly state: 'refused'; readonly why: 'answered'; readonly row: ReviewRow };

/** Carries out a person's answer by a merge, a cannot-link or a split, then stores who gave it. Safe to repeat: a crash in between is made good by answering again. */
export async function answerReview(world: World, id: string, verdict: Verdict, by: { readonly id: string; readonly name: string }): Promise<Answered> {
  for (;;) {
    const read = await readReview(world, id);
    if (read === undefined) return { state: 'refused', why: 'unknown' };
    const row = read.value;
    if (row.state === 'settled') return { state: 'settled', row };
    if (row.state === verdict) return { state: 'repeated', row };
    if (row.state === 'same' || row.state === 'different') return { state: 'refused', why: 'answered', row };
    const effect = verdict === 'later' ? 'done' : await carryOut(world, row, verdict, by.name);
    if (effect !== 'done' && effect !== 'settled') return { state: 'refused', why: effect };
    const decided = { by: by.id, name: by.name, at: world.clock.now() };
    const next: ReviewRow = effect === 'settled' ? { ...row, state: 'settled' } : { ...row, state: verdict, decided };
    if ((await put(world, [{ op: 'put', item: reviewItem(next), when: { version: read.version } }])) === 'ok') return { state: effect, row: next };
  }
}

/** The question of that id. */
export async function readReview(world: World, id: string): Promise<Versioned<ReviewRow> | undefined> {
  const [item] = await world.table.get([reviewKey(id)], { consistent: true });
  return item === undefined ? undefined : { value: reviewOf(item), version: item.version };
}

type Effect = 'done' | 'settled' | 'cannot-link' | 'type' | 'too-many-links' | 'all-members';

async function carryOut(world: World, row: ReviewRow, verdict: 'same' | 'different', by: string): Promise<Effect> {
  const [a, b] = await readRecords(world, [row.a, row.b], true);
  const [one, other] = [a && (await readEntity(world, a.value.entity))?.value, b && (await readEntity(world, b.value.entity))?.value];
  if (one === undefined || other === undefined) return 'settled';
  if (row.kind === 'member') return verdict === 'same' || one.id !== other.id ? 'done' : part(world, one.id, row.a);
  if (verdict === 'different') return (await keepApart(world, one.id, other.id)) ? 'done' : part(world, one.id, row.a);
  const merged = await mergeEntities(world, one.id, other.id);
  if (merged.state === 'refused') return merged.why;
  await recordEvidence(world, merged.entity, row.a, row.b, row.evidence, by);
  return 'done';
}

/** They have become one since the question was asked: the record that it was about goes. */
async function part(world: World, entity: string, ref: string): Promise<Effect> {
  const split = await splitEntity(world, entity, [ref]);
  return split.state === 'split' ? 'done' : split.why === 'all-members' ? 'all-members' : 'settled';
}

/** Closes a question that answered itself. */
export async function settleReview(world: World, { value, version }: Versioned<ReviewRow>): Promise<void> {
  await put(world, [{ op: 'put', item: reviewItem({ ...value, state: 'settled' }), when: { version } }]);
}
