import { phoneE164 } from '../../identity/normalise/phone.ts';
import type { Sentence } from '../../model/error.ts';
import { isEntityId } from '../../model/ids.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { canonicalTypes } from '../../model/types.ts';
import type { Canon } from '../../ports/mapping.ts';
import type { Entity } from '../entity.ts';
import { findCandidates } from '../resolve.ts';
import type { Refusal } from '../service.ts';
import { readEntities } from '../store.ts';
import type { RecordsQuery, RecordsView } from '../views/records.ts';
import type { World } from '../world.ts';
import { entityFor } from './record-view.ts';
import { inConnection, type Listed, linesOf, listByName, listChanged, listOfConnection } from './search-list.ts';

/** Finds entities the quickest way that the query allows, and says which it was. */
export async function searchRecords(world: World, query: RecordsQuery): Promise<Result<RecordsView, Refusal>> {
  const refused = refusalOf(world, query);
  if (refused !== undefined) return err(refused);
  const text = query.query?.trim() ?? '';
  if (text === '') return ok(await listed(world, query));
  const exact = (await byId(world, query, text)) ?? (await byIdentifier(world, query, text));
  return ok(exact ?? (await byName(world, query, text)));
}

function refusalOf(world: World, query: RecordsQuery): Refusal | undefined {
  if (!canonicalTypes.has(query.type)) {
    const known = [...canonicalTypes.keys()].join(', ');
    return {
      kind: 'missing',
      code: 'TYPE_UNKNOWN',
      message: { en: `There is no type “${query.type}”. Known: ${known}.`, zh: `没有类型“${query.type}”。可用：${known}。` },
      where: { field: 'type' },
    };
  }
  const names = world.config.connections.map((connection) => connection.name);
  if (query.connection !== undefined && !names.includes(query.connection)) {
    const message = { en: `There is no connection “${query.connection}”. Known: ${names.join(', ')}.`, zh: `没有连接“${query.connection}”。可用：${names.join('、')}。` };
    return { kind: 'missing', code: 'CONNECTION_UNKNOWN', message, where: { field: 'connection' } };
  }
  return undefined;
}

async function listed(world: World, query: RecordsQuery): Promise<RecordsView> {
  if (query.connection !== undefined && query.changedSince === undefined) {
    return answer(world, 'connection', { en: `by connection ${query.connection}`, zh: `按连接 ${query.connection}` }, await listOfConnection(world, query));
  }
  if (query.changedSince !== undefined)
    return answer(
      world,
      'changed',
      { en: `changed since ${query.changedSince}, filtered from the list`, zh: `自 ${query.changedSince} 起变更，由列表筛选` },
      await listChanged(world, query),
    );
  return answer(world, 'list', { en: 'the list, by name', zh: '按名称列出' }, await listByName(world, query, { mode: 'prefix', text: '' }));
}

async function byId(world: World, query: RecordsQuery, text: string): Promise<RecordsView | undefined> {
  const isRecord = text.includes('/');
  if (!isEntityId(text) && !isRecord) return undefined;
  const found = await entityFor(world, text);
  if (found === undefined) return undefined;
  const how = isRecord ? { en: 'by the record of a system', zh: '按源系统记录' } : { en: 'by id', zh: '按 ID' };
  return answer(world, isRecord ? 'record' : 'id', how, whole(found.entity.type === query.type ? [found.entity] : []));
}

/** E-mail, telephone number or validated tax id: the same keys that identity uses. */
async function byIdentifier(world: World, query: RecordsQuery, text: string): Promise<RecordsView | undefined> {
  const { type } = query;
  const context = { country: world.config.country };
  for (const { fields, how } of identifiersIn(text, world.config.country)) {
    const features = world.resolver.features(type, fields, context);
    const candidates = await findCandidates(world, type, features);
    const entities = [
      ...(
        await readEntities(
          world,
          candidates.map((candidate) => candidate.id),
        )
      ).values(),
    ].map((read) => read.value);
    // a key names who once had it: only those who still do are meant
    const having = entities.filter((entity) => [...fields].every(([field, value]) => entity.golden[field]?.value === value));
    const kept = having.filter((entity) => inConnection(entity, query.connection));
    if (kept.length > 0) return answer(world, 'identifier', how, whole(kept));
  }
  return undefined;
}

function identifiersIn(text: string, country: string): { readonly fields: ReadonlyMap<string, Canon>; readonly how: Sentence }[] {
  const found: { fields: ReadonlyMap<string, Canon>; how: Sentence }[] = [];
  if (/^\S+@\S+$/.test(text)) found.push({ fields: new Map([[`emails:${text.normalize('NFC').toLowerCase()}`, true]]), how: { en: 'by e-mail address', zh: '按邮箱地址' } });
  const phone = /^[+\d][\d\s().\-/]{5,}$/.test(text) ? phoneE164(text, country) : undefined;
  if (phone !== undefined) found.push({ fields: new Map([[`phones:${phone}`, true]]), how: { en: 'by telephone number', zh: '按电话号码' } });
  const id = text.toUpperCase().replace(/[\s.\-/]/g, '');
  if (/\d{5}/.test(id) && /^[A-Z0-9]{6,20}$/.test(id)) found.push({ fields: new Map([['taxId', id]]), how: { en: 'by tax id', zh: '按税号' } });
  return found;
}

async function byName(world: World, query: RecordsQuery, text: string): Promise<RecordsView> {
  const prefix = await listByName(world, query, { mode: 'prefix', text });
  if (prefix.entities.length > 0 || query.after !== undefined) return answer(world, 'prefix', { en: `by the beginning of the name, “${text}”`, zh: `按名称开头“${text}”` }, prefix);
  const words = await listByName(world, query, { mode: 'words', text });
  return answer(world, 'words', { en: `by words of the name, “${text}”`, zh: `按名称中的词“${text}”` }, words);
}

async function answer(world: World, used: RecordsView['used'], how: Sentence, list: Listed): Promise<RecordsView> {
  const { next, read, complete } = list;
  return { used, how, records: await linesOf(world, list.entities), ...(next === undefined ? {} : { next }), read, complete };
}

function whole(entities: readonly Entity[]): Listed {
  return { entities, read: entities.length, complete: true };
}
