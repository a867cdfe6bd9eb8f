import { refOf } from '../../model/ids.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Entity } from '../entity.ts';
import { reportCreate } from '../report-create.ts';
import { readEntities, readRecords } from '../store.ts';
import type { Delivered, Target } from '../target.ts';
import { erasedAmong } from './tombstone.ts';

type Where = Pick<Target, 'world' | 'connection'> & { readonly stream: Pick<Target['stream'], 'name' | 'key'> };

/** Whether a record that was found is somebody's whom an erasure takes away just now (`going`), or took away and left standing at its system (`gone`). Neither is taken in. */
export async function erasedAmongFound(t: Where, found: readonly JsonObject[]): Promise<'going' | 'gone' | undefined> {
  if ((await t.world.erasures?.read()) === undefined) return undefined;
  const refs = found.map((record) => refOf(t.connection, t.stream.name, t.stream.key(record)));
  if ((await erasedAmong(t.world, refs)).size > 0) return 'gone';
  const known = (await readRecords(t.world, refs, true)).flatMap((read) => (read === undefined ? [] : [read.value.entity]));
  // A record may still name an id that was merged into the person's; the tombstone stands by the one that stands.
  const standing = [...(await readEntities(t.world, known)).values()].map(({ value }) => value.id);
  return (await erasedAmong(t.world, [...known, ...standing])).size > 0 ? 'going' : undefined;
}

/** Somebody who was erased here is entered anew elsewhere, and the old record still stands at this system. A second would be a duplicate, and the old one is not ours to write. */
export async function erasedThere(t: Target, entity: Entity, found: readonly JsonObject[]): Promise<Delivered> {
  const ids = found.map((record) => t.stream.key(record)).join(', ');
  const message = {
    en: `${t.connection} still has a record (${ids}) that looks the same and was erased here. Delete it there, then retry.`,
    zh: `${t.connection} 中仍有一条相同的记录（${ids}），该记录已在本系统中擦除。请在对方系统中删除后重试。`,
  };
  await reportCreate(t, entity, { kind: 'duplicate', code: 'erased.stands', message });
  return { state: 'failed' };
}
