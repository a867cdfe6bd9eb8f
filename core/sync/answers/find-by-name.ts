import { canonicalType } from '../../model/types.ts';
import { labelOf } from '../entity.ts';
import { entityAt, entityListKey, foldName } from '../entity-item.ts';
import type { World } from '../world.ts';
import type { Finder } from './find.ts';
import { listMerged } from './index-list.ts';

/** Everything of a type, by name. */
export function findAll(world: World, type: string): Finder {
  return { used: 'list', how: { en: `All of type ${type}, by name.`, zh: `类型 ${type} 的全部记录，按名称排序。` }, candidates: (after) => inList(world, type, '', after) };
}

/** Names that begin with a text: case, accents and width do not matter. */
export function findByPrefix(world: World, type: string, text: string): Finder {
  return {
    used: 'prefix',
    how: { en: `Names that begin with “${text}”.`, zh: `名称以“${text}”开头。` },
    candidates: (after) => inList(world, type, foldName(text), after),
  };
}

/** Names that hold all words of a text, found by reading the list: bounded, and the answer says when it stopped. */
export function findByWords(world: World, type: string, text: string): Finder {
  const words = wordsOf(text);
  return {
    used: 'words',
    how: {
      en: `Names that hold ${words.map((w) => `“${w}”`).join(' and ')}, found by reading the list of names.`,
      zh: `名称包含${words.map((w) => `“${w}”`).join('和')}（逐条查找名称列表）。`,
    },
    candidates: (after) => withWords(world, type, words, after),
    keeps: (entity) => holdsWords(labelOf(entity, canonicalType(type).label), words),
  };
}

/** Words of a text as names are compared by: folded, without duplicates. */
export function wordsOf(text: string): string[] {
  return [...new Set(foldName(text).split(' '))].filter((w) => w !== '');
}

/** Whether a name holds all words. */
export function holdsWords(name: string, words: readonly string[]): boolean {
  const folded = foldName(name);
  return words.every((w) => folded.includes(w));
}

async function* inList(world: World, type: string, prefix: string, after: string | undefined) {
  for await (const { pk, lsk } of listMerged(world, (shard) => entityListKey(type, shard), {
    ...(prefix === '' ? {} : { prefix }),
    ...(after === undefined ? {} : { after }),
    chunk: 50,
  })) {
    yield { id: entityAt(pk), cursor: lsk };
  }
}

/** Every entry is a candidate, so that the limit of reading counts it; whether it fits is seen from its label without reading the entity. */
async function* withWords(world: World, type: string, words: readonly string[], after: string | undefined) {
  for await (const { pk, lsk, label } of listMerged(world, (shard) => entityListKey(type, shard), { ...(after === undefined ? {} : { after }), chunk: 500 })) {
    yield { id: entityAt(pk), cursor: lsk, ...(holdsWords(label ?? '', words) ? {} : { skip: true as const }) };
  }
}
