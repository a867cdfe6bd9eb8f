import * as z from 'zod';
import { contentHash } from '../../model/hash.ts';
import type { Json } from '../../model/json.ts';
import { pinyinOf, surnamePinyin } from '../normalise/chinese.ts';
import { hasHan } from '../normalise/text.ts';

/** Probabilities of one comparison level: `m` among pairs that are the same, `u` among pairs that are not. */
const levelSchema = z.object({ m: z.number().positive().max(1), u: z.number().positive().max(1) });

/** How common values are: share per value for the frequent ones, `rest` for any other. */
const frequencySchema = z.object({ top: z.record(z.string(), z.number().positive().max(1)), rest: z.number().positive().max(1) });

/** A model as stored, reviewed and hashed: one per type, the same for every data set. */
export const modelSchema = z.strictObject({
  name: z.string().min(1).max(64),
  type: z.enum(['person', 'organization']),
  /** Bits before anything is compared: log2 of the odds that two records which share a key are the same. */
  prior: z.number(),
  /** Totals in bits. `link`: the best member must reach it; `mean`: the mean of all members; `review`: `link` less the width of the grey band, in which a person is asked (it applies to best and mean alike); `split`: below, a changed record leaves its entity. */
  thresholds: z.object({ link: z.number(), mean: z.number(), review: z.number(), split: z.number() }),
  fields: z.record(z.string(), z.record(z.string(), levelSchema)),
  frequencies: z.record(z.string(), frequencySchema),
});

/** A checked model document. */
export type Model = z.infer<typeof modelSchema>;

/** Shares of the values of one feature. */
export type Frequencies = z.infer<typeof frequencySchema>;

/** A rare value adds at most this many bits: one rare name is not proof. */
export const rarityBitsMax = 4;

/** A common value takes away at most this many: what a switchboard or a free-mail giant shares is worth next to nothing. */
export const commonBitsMax = 8;

/** Lists of values that are rare unless listed: a telephone number that is not known to be shared weighs as its level says. */
const sharedOnly: ReadonlySet<string> = new Set(['phone', 'email']);

/** One level speaks for "the same" with at most this many bits, and against with at most {@link againstBitsMax}: a level seen once in training proves nothing by itself. */
export const forBitsMax = 18;
/** The same, against. */
export const againstBitsMax = 8;

/** A model with its weights worked out. */
export interface Weights {
  readonly model: Model;
  /** `name@hash`. */
  readonly id: string;
  /** Bits of a level; 0 for a level that the model does not know. */
  bits(field: string, level: string): number;
  /** Bits to add because a value is rarer (+) or more common (−) than the level assumes. */
  rarity(field: string, level: string, list: string, value: string): number;
  /** Share of a value. */
  share(list: string, value: string): number;
}

/** A Chinese name in Latin letters is at least as common as all the names that are written so: lists hold what people wrote. */
function withLatin(top: Map<string, number>, list: string): Map<string, number> {
  const latin = list === 'family' ? surnamePinyin : list === 'given' ? pinyinOf : undefined;
  if (latin === undefined) return top;
  for (const [name, share] of [...top]) {
    if (!hasHan(name)) continue;
    const spelt = latin(name);
    top.set(spelt, (top.get(spelt) ?? 0) + share);
  }
  return top;
}

/** Works out the weights of a model. */
export function weightsOf(model: Model): Weights {
  const bits = new Map<string, Map<string, number>>();
  for (const [field, levels] of Object.entries(model.fields)) {
    bits.set(field, new Map(Object.entries(levels).map(([level, { m, u }]) => [level, Math.max(-againstBitsMax, Math.min(forBitsMax, Math.log2(m / u)))])));
  }
  const lists = new Map(Object.entries(model.frequencies).map(([name, list]) => [name, { top: withLatin(new Map(Object.entries(list.top)), name), rest: list.rest }]));
  const share = (list: string, value: string): number => lists.get(list)?.top.get(value) ?? lists.get(list)?.rest ?? 1;
  return {
    model,
    id: modelId(model),
    bits: (field, level) => bits.get(field)?.get(level) ?? 0,
    share,
    rarity(field, level, list, value) {
      const u = model.fields[field]?.[level]?.u;
      if (u === undefined || !lists.has(list) || (sharedOnly.has(list) && !lists.get(list)?.top.has(value))) return 0;
      // to agree on something common is never evidence against
      const floor = Math.max(-commonBitsMax, -Math.max(0, bits.get(field)?.get(level) ?? 0));
      return Math.max(floor, Math.min(rarityBitsMax, Math.log2(u / share(list, value))));
    },
  };
}

/** What {@link amongMany} made, by the bits that it asks for: about twenty per model, and asked for at every decision. */
const stricter = new WeakMap<Weights, Map<number, Weights>>();

/**
 * The same weights for a record that is one of so many entities. At most one stranger in 2^n agrees by n bits, so what links must be worth more than there are strangers: twice as much, that a link is
 * likelier than chance. Among a few hundred the thresholds ask for more than that.
 */
export function amongMany(weights: Weights, entities: number): Weights {
  const { model } = weights;
  const { link, review } = model.thresholds;
  const needed = model.prior + 1 + Math.floor(Math.log2(Math.max(1, entities)));
  if (needed <= link) return weights;
  const made = stricter.get(weights) ?? new Map<number, Weights>();
  const found = made.get(needed) ?? { ...weights, model: { ...model, thresholds: { ...model.thresholds, link: needed, review: needed + review - link } } };
  stricter.set(weights, made.set(needed, found));
  return found;
}

/** Name and hash of a model: printed with every figure, stored with every decision. */
export function modelId(model: Model): string {
  return `${model.name}@${contentHash(model as unknown as Json).slice(0, 12)}`;
}
