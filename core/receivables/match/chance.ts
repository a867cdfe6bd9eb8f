/** One in so many receipts has no claim at all (advances, wrong accounts): the share that chance gets to act on. */
const strayShare = 0.05;
/** The error that an automatic match may have. */
const autoErrorMax = 0.001;

/** Greatest common divisor of amounts (minor units below 2^53): whole-currency prices give 100, instalments 10,000. */
export function granularity(amounts: readonly bigint[]): number {
  let g = 0;
  for (const amount of amounts) {
    let [a, b] = [g, Math.abs(Number(amount))];
    while (b !== 0) [a, b] = [b, a % b];
    g = a;
    if (g === 1) return g;
  }
  return g;
}

/** How many of `candidates` would hit an amount by chance: candidates over the number of amounts of that grain up to it. Small amounts lie close together, so the amount itself is the scale, not the largest claim. */
export function accidentalHits(candidates: number, grain: number, amountMinor: bigint): number {
  const scale = Math.abs(Number(amountMinor));
  return grain === 0 || scale === 0 ? 0 : (candidates * grain) / scale;
}

/** True when a unique hit of an amount among so many candidates is hardly ever chance: chance times the share of stray receipts stays under one in a thousand. */
export function isNoChance(candidates: number, grain: number, amountMinor: bigint): boolean {
  return accidentalHits(candidates, grain, amountMinor) * strayShare <= autoErrorMax;
}

/** Number of sets of 2 to `size` out of `n`. */
export function setsUpTo(n: number, size: number): number {
  let total = 0;
  let sets = n;
  for (let k = 2; k <= Math.min(n, size); k += 1) {
    sets = (sets * (n - k + 1)) / k;
    total += sets;
  }
  return total;
}
