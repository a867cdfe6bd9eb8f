import type { Features } from '../resolver.ts';

/** A key that more records share is left out of training, as it is generic in use. */
const keyRecordsMax = 64;

/** Pairs of indexes that share a usable key, each once, at most `limit`. */
export function blockedPairs(records: readonly Features[], limit: number): readonly (readonly [number, number])[] {
  const byKey = new Map<string, number[]>();
  records.forEach((record, index) => {
    for (const key of record.keys) byKey.set(key, [...(byKey.get(key) ?? []), index].slice(0, keyRecordsMax + 1));
  });
  const seen = new Set<number>();
  const pairs: [number, number][] = [];
  for (const group of byKey.values()) {
    if (group.length > keyRecordsMax) continue;
    for (let i = 0; i < group.length; i += 1) {
      for (let j = i + 1; j < group.length; j += 1) {
        const [a, b] = [group[i] as number, group[j] as number];
        const id = a * records.length + b;
        if (seen.has(id)) continue;
        seen.add(id);
        pairs.push([a, b]);
        if (pairs.length >= limit) return pairs;
      }
    }
  }
  return pairs;
}

/** `count` pairs of indexes spread evenly over all pairs: the same for the same `size`, no chance involved. */
export function spreadPairs(size: number, count: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let state = 1;
  for (let i = 0; i < count && size > 1; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const a = state % size;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const b = (state >>> 3) % size;
    if (a !== b) pairs.push([a, b]);
  }
  return pairs;
}
