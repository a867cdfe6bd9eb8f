/** Agreement of a clustering with the truth. Pairwise counts pairs of records; B³ is the mean over records, so that large clusters do not drown small ones. */
export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly b3: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly pairs: { readonly found: number; readonly true: number; readonly both: number };
}

/** Compares cluster labels with true labels, given in the same order. `counted` may leave pairs out (e.g. pairs within one file when two files are linked). */
export function agreement(found: readonly string[], truth: readonly string[]): Agreement {
  if (found.length !== truth.length) throw new RangeError(`${found.length} clusters for ${truth.length} true labels`);
  const both = groupSizes(found.map((f, i) => `${f}\u0000${truth[i]}`));
  const [foundSizes, trueSizes] = [groupSizes(found), groupSizes(truth)];
  const pairs = { found: pairsOf(foundSizes), true: pairsOf(trueSizes), both: pairsOf(both) };
  let [precise, complete] = [0, 0];
  for (let i = 0; i < found.length; i += 1) {
    const overlap = both.get(`${found[i]}\u0000${truth[i]}`) as number;
    precise += overlap / (foundSizes.get(found[i] as string) as number);
    complete += overlap / (trueSizes.get(truth[i] as string) as number);
  }
  const n = Math.max(1, found.length);
  return { ...ratios(pairs), b3: { precision: precise / n, recall: complete / n, f1: harmonic(precise / n, complete / n) }, pairs };
}

/** Precision, recall and F1 of counted pairs. Nothing found of nothing true is perfect. */
export function ratios(pairs: { readonly found: number; readonly true: number; readonly both: number }): { precision: number; recall: number; f1: number } {
  const precision = pairs.found === 0 ? 1 : pairs.both / pairs.found;
  const recall = pairs.true === 0 ? 1 : pairs.both / pairs.true;
  return { precision, recall, f1: harmonic(precision, recall) };
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

function groupSizes(labels: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

function pairsOf(sizes: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const size of sizes.values()) sum += (size * (size - 1)) / 2;
  return sum;
}
