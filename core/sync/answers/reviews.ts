import type { Sentence } from '../../model/error.ts';
import { ok, type Result } from '../../model/result.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { areApart, type Entity, labelOf } from '../entity.ts';
import { type ReviewRow, reviewAnswered, reviewOf, reviewTodo } from '../review.ts';
import { type Answered, answerReview, readReview, settleReview, type Verdict } from '../review-answer.ts';
import type { Actor, Refusal } from '../service.ts';
import { readEntities, readRecords, type Versioned } from '../store.ts';
import type { ReviewQuery, ReviewsView, ReviewView } from '../views/reviews.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';
import { refuse } from './refuse.ts';

/** More are not counted. */
const countMax = 1_000;

/** How many questions wait; "later" ones too. */
export async function waitingReviews(world: World): Promise<number> {
  return (await world.table.list(reviewTodo, { limit: countMax })).entries.length;
}

/** Questions that wait, or that were answered. One that answered itself meanwhile is closed and not shown. */
export async function reviews(world: World, query: ReviewQuery): Promise<ReviewsView> {
  const page = await world.table.list(query.state === 'waiting' ? reviewTodo : reviewAnswered, {
    limit: query.limit,
    reverse: query.state === 'answered',
    ...(query.after === undefined ? {} : { after: query.after }),
  });
  const items = page.entries.length === 0 ? [] : await world.table.get(page.entries, { consistent: true });
  const rows = items.flatMap((item) => (item === undefined ? [] : [{ value: reviewOf(item), version: item.version }]));
  const views = await viewsOf(world, rows);
  return { reviews: views, waiting: await waitingReviews(world), ...(page.next === undefined ? {} : { next: page.next }) };
}

/** One question. */
export async function review(world: World, id: string): Promise<ReviewView | undefined> {
  const row = await readReview(world, id);
  return row === undefined ? undefined : (await sidesOf(world, [row])).map(({ a, b }) => viewOf(row.value, a, b))[0];
}

/** A person's answer. */
export async function answer(world: World, id: string, verdict: Verdict, by: Actor): Promise<Result<ReviewView, Refusal>> {
  const done = await answerReview(world, id, verdict, by);
  if (done.state === 'refused') return refusalOf(id, done);
  if (done.state === 'done') await writeLog(world, by, 'review', { id, verdict, a: done.row.a, b: done.row.b });
  const view = await review(world, id);
  return view === undefined ? unknown(id) : ok(view);
}

const refusals: Readonly<Record<'cannot-link' | 'type' | 'too-many-links' | 'all-members', readonly [string, Sentence]>> = {
  'cannot-link': ['MERGE_APART', { en: 'A person said that some of their records are two, so they stay two.', zh: '人工判定其中的记录为不同对象，因此不能合并。' }],
  type: ['MERGE_TYPE', { en: 'They are of different types.', zh: '两者类型不同。' }],
  'too-many-links': ['MERGE_LIMIT', { en: 'Together they would have more records than one entity may have.', zh: '合并后的记录数超过单个实体的上限。' }],
  'all-members': ['SPLIT_ALL', { en: 'It is the only record left of its entity: there is nothing to part it from.', zh: '它是该实体仅剩的记录，无可拆分。' }],
};

function refusalOf(id: string, done: Extract<Answered, { state: 'refused' }>): Result<never, Refusal> {
  if (done.why === 'unknown') return unknown(id);
  if (done.why !== 'answered') return refuse('refused', ...refusals[done.why]);
  const { state, decided } = done.row;
  const when = decided === undefined ? '' : isoOf(decided.at).slice(0, 10);
  return refuse('refused', 'REVIEW_ANSWERED', {
    en: `${decided?.name ?? 'Somebody'} answered “${state}” on ${when}. To change it: syncline split or merge.`,
    zh: `${decided?.name ?? '他人'}已于 ${when} 回答“${state === 'same' ? '相同' : '不同'}”。如需更改请用 syncline split 或 merge。`,
  });
}

function unknown(id: string): Result<never, Refusal> {
  return refuse('missing', 'REVIEW_UNKNOWN', { en: `There is no question ${id}. See: syncline review list.`, zh: `没有问题 ${id}。查看：syncline review list。` });
}

interface Sides {
  readonly row: Versioned<ReviewRow>;
  readonly a: Entity | undefined;
  readonly b: Entity | undefined;
}

/** The entities of both records as they are now. */
async function sidesOf(world: World, rows: readonly Versioned<ReviewRow>[]): Promise<Sides[]> {
  const records = await readRecords(
    world,
    rows.flatMap(({ value }) => [value.a, value.b]),
    true,
  );
  const ids = records.map((r) => r?.value.entity);
  const entities = await readEntities(
    world,
    ids.filter((id) => id !== undefined),
  );
  const entityAt = (at: number): Entity | undefined => entities.get(ids[at] ?? '')?.value;
  return rows.map((row, i) => ({ row, a: entityAt(2 * i), b: entityAt(2 * i + 1) }));
}

async function viewsOf(world: World, rows: readonly Versioned<ReviewRow>[]): Promise<ReviewView[]> {
  const views: ReviewView[] = [];
  for (const { row, a, b } of await sidesOf(world, rows)) {
    if (isMoot(row.value, a, b)) await settleReview(world, row);
    else views.push(viewOf(row.value, a, b));
  }
  return views;
}

/** True for an open question that a merge, a split or a delete has answered. */
function isMoot(row: ReviewRow, a: Entity | undefined, b: Entity | undefined): boolean {
  if (row.state !== 'open' && row.state !== 'later') return false;
  if (a === undefined || b === undefined || a.members[row.a]?.dead === true) return true;
  return row.kind === 'pair' ? a.id === b.id || areApart(a, b) : a.id !== b.id;
}

function viewOf(row: ReviewRow, a: Entity | undefined, b: Entity | undefined): ReviewView {
  const { id, kind, type, state, evidence, openedAt, decided } = row;
  return {
    id,
    kind,
    type,
    state,
    question: questions[kind],
    openedAt: isoOf(openedAt),
    a: sideOf(row.a, a),
    b: sideOf(row.b, b),
    evidence,
    ...(decided === undefined ? {} : { decided: { ...decided, at: isoOf(decided.at) } }),
  };
}

const questions: Readonly<Record<ReviewRow['kind'], Sentence>> = {
  pair: { en: 'Are these two the same?', zh: '两者是否为同一对象？' },
  member: { en: 'Is A still the same as B? They are one now, and would not be linked today.', zh: 'A 是否仍与 B 为同一对象？两者目前为同一实体，但今天不会再被关联。' },
};

function sideOf(record: string, entity: Entity | undefined): ReviewView['a'] {
  if (entity === undefined) return { record, entity: '', label: '', records: 0 };
  return { record, entity: entity.id, label: labelOf(entity, canonicalType(entity.type).label), records: Object.keys(entity.members).length };
}
