import type { Features } from '../../identity/resolver.ts';
import { canonicalType } from '../../model/types.ts';
import type { Canon } from '../../ports/mapping.ts';
import { type Entity, labelOf } from '../entity.ts';
import { keysOf } from '../resolve.ts';
import { blockingKey, readEntities } from '../store.ts';
import type { World } from '../world.ts';
import { type Finder, fromList } from './find.ts';
import { holdsWords, wordsOf } from './find-by-name.ts';

/** Entities that hold an e-mail address, a telephone number or a tax id, by the keys that identity keeps; undefined when the text is none of these or nobody holds it. */
export async function findByIdentifier(world: World, type: string, text: string): Promise<Finder | undefined> {
  for (const { name, fields, kind } of readings(text)) {
    const features = world.resolver.features(type, fields, { country: world.config.country });
    const ids = await entitiesBy(world, type, keysOf(features), (entity) => agrees(world, entity, features));
    if (ids.length === 0) continue;
    return { used: 'identifier', how: { en: `By ${name.en}: ${text}`, zh: `按${name.zh}：${text}` }, candidates: (after) => fromList(ids, after), keeps: () => kind !== '' };
  }
  return undefined;
}

interface Reading {
  readonly kind: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly fields: ReadonlyMap<string, Canon>;
}

/** What a text may be. A number is tried as telephone and as tax id; the check digits and the keys tell which it was. */
function readings(text: string): Reading[] {
  const found: Reading[] = [];
  if (/^\S+@\S+\.\S+$/.test(text)) found.push({ kind: 'email', name: { en: 'e-mail address', zh: '邮箱' }, fields: new Map([[`emails:${text.toLowerCase()}`, true]]) });
  if (/\d/.test(text) && /^[\p{L}\d\s.\-/]+$/u.test(text)) found.push({ kind: 'claim', name: { en: 'registration number', zh: '登记号码' }, fields: new Map([['taxId', text]]) });
  if (/^[+\d][\d\s().\-/]{4,}$/.test(text)) found.push({ kind: 'phone', name: { en: 'telephone number', zh: '电话' }, fields: new Map([[`phones:${text}`, true]]) });
  return found;
}

/** Names by the rare words that identity keeps as keys; undefined when the resolver keeps none, or they lead nowhere. */
export async function findByNameKeys(world: World, type: string, text: string): Promise<Finder | undefined> {
  const features = world.resolver.features(type, new Map([['name', text]]), { country: world.config.country });
  const words = wordsOf(text);
  const ids = await entitiesBy(world, type, features.keys, (entity) => holdsWords(labelOf(entity, canonicalType(type).label), words));
  if (ids.length === 0) return undefined;
  return {
    used: 'words',
    how: { en: `Names that hold ${words.map((w) => `“${w}”`).join(' and ')}, by their rare words.`, zh: `按少见词查找，名称包含${words.map((w) => `“${w}”`).join('和')}。` },
    candidates: (after) => fromList(ids, after),
  };
}

/** Entities registered under any of these keys that really fit: keys stay behind when a value changes. */
async function entitiesBy(world: World, type: string, keys: readonly string[], fits: (entity: Entity) => boolean): Promise<string[]> {
  if (keys.length === 0) return [];
  const items = await world.table.get(keys.map((k) => blockingKey(type, k)));
  const ids = items.flatMap((item) => (item?.body as { values?: readonly string[] } | undefined)?.values ?? []);
  const entities = await readEntities(world, ids);
  const fitting = [...entities.values()].map((v) => v.value).filter((e) => e.type === type && fits(e));
  return [...new Set(fitting.map((e) => e.id as string))];
}

/** Whether an entity still holds what was searched: one of the values that the features name. */
function agrees(world: World, entity: Entity, wanted: Features): boolean {
  const golden = new Map(Object.entries(entity.golden).flatMap(([field, g]) => (g.value === null ? [] : [[field, g.value] as const])));
  const own = world.resolver.features(entity.type, golden, { country: world.config.country });
  const has = (list: readonly string[] | undefined, values: readonly string[] | undefined): boolean => (values ?? []).some((v) => list?.includes(v) === true);
  if (wanted.claims.length > 0) return wanted.claims.some((c) => own.claims.some((o) => o.scheme === c.scheme && o.value === c.value));
  return has(own.signature.e, wanted.signature.e) || has(own.signature.t, wanted.signature.t);
}
