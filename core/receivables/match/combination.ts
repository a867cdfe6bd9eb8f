/** One claim the search may take: its open amount, positive minor units. */
export interface CombinationItem {
  readonly id: string;
  readonly amountMinor: bigint;
}

/** What a search found: up to two sets, because two already mean that none is sure. */
export interface CombinationResult {
  readonly found: readonly (readonly string[])[];
  /** False when the node budget ran out: the answer is then not complete, and nothing is automatic. */
  readonly complete: boolean;
  readonly nodes: number;
}

/** How far a search goes. */
export interface CombinationLimits {
  /** 2 unless smaller sets are known not to be there. */
  readonly sizeMin?: number;
  readonly sizeMax: number;
  readonly nodesMax: number;
  /** Sets after which the search ends: two, because two already mean that none is sure. */
  readonly wanted?: number;
}

/** Finds sets of `sizeMin` to `sizeMax` items that sum exactly to the target, largest amounts first, pruned by what the rest can still reach. Amounts must be positive and below 2^53 minor units. */
export function findCombinations(items: readonly CombinationItem[], targetMinor: bigint, limits: CombinationLimits): CombinationResult {
  const sorted = items.filter((item) => item.amountMinor > 0n && item.amountMinor <= targetMinor).sort((a, b) => Number(b.amountMinor - a.amountMinor) || (a.id < b.id ? -1 : 1));
  const amounts = Float64Array.from(sorted, (item) => Number(item.amountMinor));
  const reach = new Float64Array(amounts.length + 1);
  for (let i = amounts.length - 1; i >= 0; i -= 1) reach[i] = (reach[i + 1] ?? 0) + (amounts[i] as number);
  const search = new Search(amounts, reach, limits);
  search.visit(0, Number(targetMinor), limits.sizeMax);
  return {
    found: search.found.map((set) => set.map((i) => (sorted[i] as CombinationItem).id)),
    complete: search.nodes <= limits.nodesMax,
    nodes: Math.min(search.nodes, limits.nodesMax),
  };
}

class Search {
  readonly found: number[][] = [];
  nodes = 0;
  readonly #amounts: Float64Array;
  readonly #reach: Float64Array;
  readonly #nodesMax: number;
  readonly #wanted: number;
  readonly #sizeMin: number;
  readonly #chosen: number[] = [];

  constructor(amounts: Float64Array, reach: Float64Array, { nodesMax, wanted = 2, sizeMin = 2 }: CombinationLimits) {
    this.#amounts = amounts;
    this.#reach = reach;
    this.#nodesMax = nodesMax;
    this.#wanted = wanted;
    this.#sizeMin = sizeMin;
  }

  visit(start: number, rest: number, most: number): void {
    const count = this.#amounts.length;
    const reach = this.#reach;
    // So many of the smallest fit into the rest: no set takes more.
    let left = most < count - start ? most : count - start;
    while (left > 0 && (reach[count - left] as number) > rest) left -= 1;
    if (left === 0 || this.#chosen.length + left < this.#sizeMin) return;
    const from = this.#firstUpTo(start, rest);
    if (left <= 2) {
      this.#pairs(from, rest);
      return;
    }
    for (let i = from; i < count; i += 1) {
      if (this.found.length >= this.#wanted || this.nodes > this.#nodesMax) return;
      // The `left` largest of what is left cannot reach the rest: no later start can either.
      if ((reach[i] as number) - (reach[i + left < count ? i + left : count] as number) < rest) return;
      const amount = this.#amounts[i] as number;
      this.nodes += 1;
      this.#chosen.push(i);
      if (amount === rest) this.#take([]);
      else this.visit(i + 1, rest - amount, left - 1);
      this.#chosen.pop();
    }
  }

  /** The first item from `start` on that is not larger than the rest. */
  #firstUpTo(start: number, rest: number): number {
    const amounts = this.#amounts;
    let low = start;
    let high = amounts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((amounts[middle] as number) > rest) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The last two items are not searched for: one pass from both ends meets every pair. */
  #pairs(from: number, rest: number): void {
    const amounts = this.#amounts;
    let low = from;
    while (low < amounts.length && amounts[low] === rest) {
      this.#take([low]);
      low += 1;
    }
    let high = amounts.length - 1;
    this.nodes += 1;
    while (low < high) {
      const sum = (amounts[low] as number) + (amounts[high] as number);
      if (sum > rest) low += 1;
      else if (sum < rest) {
        // Two of the largest cannot reach the rest.
        if ((amounts[low] as number) + (amounts[low + 1] as number) < rest) return;
        high -= 1;
      } else {
        [low, high] = this.#equalPairs(low, high);
      }
    }
  }

  /** Equal amounts are different items: every pair of theirs is an answer. Gives where the search goes on. */
  #equalPairs(low: number, high: number): [number, number] {
    const amounts = this.#amounts;
    let [next, last] = [low, high];
    while (next < high && amounts[next] === amounts[low]) next += 1;
    while (last > low && amounts[last] === amounts[high]) last -= 1;
    for (let i = low; i < next; i += 1) for (let j = high; j > last && j > i; j -= 1) this.#take([i, j]);
    return [next, last];
  }

  /** A set is an answer from two items on, as long as answers are wanted. */
  #take(more: readonly number[]): void {
    if (this.#chosen.length + more.length >= this.#sizeMin && this.found.length < this.#wanted) this.found.push([...this.#chosen, ...more]);
  }
}
