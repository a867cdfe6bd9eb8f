import type { Ref } from '../model/ids.ts';
import { canonicalType } from '../model/types.ts';
import type { Entity } from './entity.ts';
import { isReadProblemOf } from './problems.ts';
import { reportCreate } from './report-create.ts';
import { readRecords } from './store.ts';
import type { Target } from './target.ts';

/** True, and a failure that says so, for an entity whose name could not be read at its source: it is made once it can. */
export async function reportedNameless(t: Target, entity: Entity): Promise<boolean> {
  const record = await namelessBy(t, entity);
  if (record === undefined) return false;
  const { label } = canonicalType(entity.type);
  const message = {
    en: `Not made in ${t.connection} yet: the ${label} of ${record} cannot be read. Correct it there (its own failure says what is wrong); it is then made by itself.`,
    zh: `尚未在 ${t.connection} 中创建：${record} 的 ${label} 无法读取。请在源系统中更正（原因见该记录的失败项），之后会自动创建。`,
  };
  await reportCreate(t, entity, { kind: 'invalid', code: 'nameless', message }, label);
  return true;
}

/** The record whose value for the field that names the entity could not be read, while no other record gives one: nothing is created under no name. Undefined when there is a name, or nobody tried to give one. */
async function namelessBy(t: Target, entity: Entity): Promise<Ref | undefined> {
  const { label } = canonicalType(entity.type);
  const carried = t.mapping.fields.get(label);
  if (carried === undefined || carried.direction === 'in' || (entity.golden[label]?.value ?? null) !== null) return undefined;
  const members = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  const records = await readRecords(t.world, members, true);
  return records.find((record) => record?.value.failing.some((cause) => isReadProblemOf(cause, label)))?.value.ref;
}
