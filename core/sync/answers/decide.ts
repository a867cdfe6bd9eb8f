import type { Evidence } from '../../identity/resolver.ts';
import type { Sentence } from '../../model/error.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { canonicalType, type FieldDef } from '../../model/types.ts';
import { type Canon, familyOf } from '../../ports/mapping.ts';
import { type Merged, mergeEntities, splitEntity } from '../merge.ts';
import { pinField, unpinField } from '../pin.ts';
import { canonOfText } from '../pin-value.ts';
import { recordEvidence } from '../resolve.ts';
import type { Actor, Refusal } from '../service.ts';
import type { RecordView } from '../views/records.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';
import { entityBy, recordView } from './record-view.ts';
import { noEntity, refuse } from './refuse.ts';

/** Makes two entities one because a person says so; the oldest keeps its id. */
export async function merge(world: World, first: string, second: string, by: Actor): Promise<Result<RecordView, Refusal>> {
  const [a, b] = [await entityBy(world, first), await entityBy(world, second)];
  if (a === undefined || b === undefined) return noEntity(a === undefined ? first : second);
  const merged = await mergeEntities(world, a.id, b.id);
  if (merged.state === 'refused') return refuse('refused', ...mergeRefusals[merged.why]);
  if (merged.state === 'merged') {
    await recordEvidence(world, merged.entity, a.founder, b.founder, personsWord(world), by.name);
    await writeLog(world, by, 'merge', { first: a.id, second: b.id, entity: merged.entity });
  }
  return viewOf(world, merged.entity);
}

/** Evidence of a link that rests on nothing but a person's word. */
const personsWord = (world: World): Evidence => ({
  terms: [],
  prior: 0,
  total: 0,
  model: world.resolver.model,
  rule: 'person',
  sentence: { en: 'A person said that these are one.', zh: '人工判定为同一对象。' },
});

const mergeRefusals: Readonly<Record<Extract<Merged, { state: 'refused' }>['why'], readonly [string, Sentence]>> = {
  'cannot-link': ['MERGE_APART', { en: 'A person said that some of their records are two, so they stay two.', zh: '人工判定其中的记录为不同对象，因此不能合并。' }],
  type: ['MERGE_TYPE', { en: 'They are of different types.', zh: '两者类型不同。' }],
  'too-many-links': ['MERGE_LIMIT', { en: 'Together they would have more records than one entity may have.', zh: '合并后的记录数超过单个实体的上限。' }],
};

/** What a split left and what it took out. */
export interface SplitViews {
  readonly kept: RecordView;
  readonly moved: RecordView;
}

/** Takes records out of an entity because a person says they are somebody else. They stay apart for good. */
export async function split(world: World, subject: string, records: readonly string[], by: Actor): Promise<Result<SplitViews, Refusal>> {
  const entity = await entityBy(world, subject);
  if (entity === undefined) return noEntity(subject);
  const done = await splitEntity(world, entity.id, records);
  if (done.state === 'refused') {
    const members = Object.keys(entity.members).sort().join(', ');
    if (done.why === 'all-members')
      return refuse('refused', 'SPLIT_ALL', { en: 'Name some of its records, not all: nothing would be left.', zh: '请只列出部分记录，不能全部拆出。' });
    if (done.why === 'erasing')
      return refuse('refused', 'SPLIT_ERASING', {
        en: 'It is being erased, and its records with it: nothing can be taken out any more.',
        zh: '该对象及其记录正在被擦除，无法再拆出记录。',
      });
    return refuse('refused', 'SPLIT_MEMBERS', { en: `Its records are: ${members}. Name those that are somebody else.`, zh: `其记录为：${members}。请列出不属于它的记录。` });
  }
  await writeLog(world, by, 'split', { entity: done.kept, moved: done.moved, records: [...records] });
  const [kept, moved] = [await viewOf(world, done.kept), await viewOf(world, done.moved)];
  return !kept.ok ? kept : !moved.ok ? moved : ok({ kept: kept.value, moved: moved.value });
}

/** Puts a person's value above all systems; without a text, the value that is golden now. */
export async function pin(world: World, subject: string, field: string, text: string | undefined, by: Actor): Promise<Result<RecordView, Refusal>> {
  const entity = await entityBy(world, subject);
  if (entity === undefined) return noEntity(subject);
  const def = fieldOf(entity.type, field);
  if (!def.ok) return def;
  if (def.value.ours === true) {
    return refuse('refused', 'PIN_OURS', { en: `“${field}” is counted by receivables; nobody sets it by hand.`, zh: `“${field}”由应收核算得出，不能手工设置。` }, { field });
  }
  const value = text === undefined ? ok<Canon>(entity.golden[field]?.value ?? null) : pinnedValue(def.value, field, text, world.config.country ?? '');
  if (!value.ok) return refuse('invalid', 'PIN_VALUE', value.error, { field });
  await pinField(world, entity.id, field, value.value, by.id);
  await writeLog(world, by, 'pin', { entity: entity.id, field });
  return viewOf(world, entity.id);
}

/** Takes a pin away: the systems decide again. */
export async function unpin(world: World, subject: string, field: string, by: Actor): Promise<Result<RecordView, Refusal>> {
  const entity = await entityBy(world, subject);
  if (entity === undefined) return noEntity(subject);
  if (entity.pins[field] === undefined) {
    const pins = Object.keys(entity.pins).sort().join(', ');
    return refuse('missing', 'PIN_UNKNOWN', { en: `“${field}” is not pinned. Pinned: ${pins || 'nothing'}.`, zh: `“${field}”未固定。已固定：${pins || '无'}。` }, { field });
  }
  await unpinField(world, entity.id, field);
  await writeLog(world, by, 'unpin', { entity: entity.id, field });
  return viewOf(world, entity.id);
}

/** The field a person names; one element of a set is named `emails:a@b.cn`. */
function fieldOf(type: string, field: string): Result<FieldDef, Refusal> {
  const { name, element } = familyOf(field);
  const { fields } = canonicalType(type);
  const def = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (def !== undefined && (def.set === true) === (element !== undefined)) return ok(def);
  const known = Object.entries(fields).map(([known, d]) => (d.set ? `${known}:…` : known));
  return refuse(
    'invalid',
    'FIELD_UNKNOWN',
    { en: `${type} has no field “${field}”. Fields: ${known.join(', ')}.`, zh: `${type} 没有字段“${field}”。可用：${known.join('、')}。` },
    { field },
  );
}

function pinnedValue(def: FieldDef, field: string, text: string, country: string): Result<Canon, Sentence> {
  if (familyOf(field).element === undefined) return canonOfText(def, text, country);
  if (/^(?:true|yes|是)$/i.test(text)) return ok(true);
  if (/^(?:|false|no|否)$/i.test(text)) return ok(null);
  return err({ en: 'Write true to keep the element, false to leave it out.', zh: '请写 true 保留该元素，或 false 去除。' });
}

async function viewOf(world: World, id: string): Promise<Result<RecordView, Refusal>> {
  const view = await recordView(world, id);
  return view === undefined ? noEntity(id) : ok(view);
}
