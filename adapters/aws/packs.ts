/** Indexes in groups of at most `count`, each at most `bytes` together (one larger than that goes alone). */
export function packIndexes(sizes: readonly number[], countMax: number, bytesMax: number): readonly (readonly number[])[] {
  const packs: number[][] = [];
  let [pack, bytes] = [[] as number[], 0];
  for (const [i, size] of sizes.entries()) {
    if (pack.length > 0 && (pack.length >= countMax || bytes + size > bytesMax)) {
      packs.push(pack);
      [pack, bytes] = [[], 0];
    }
    pack.push(i);
    bytes += size;
  }
  return pack.length === 0 ? packs : [...packs, pack];
}
