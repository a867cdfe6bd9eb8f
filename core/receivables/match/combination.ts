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

/** Finds sets of 2 to `sizeMax` items that sum exactly to the target, largest amounts first, pruned by what the rest can still reach. Amounts must be positive and below 2^53 minor units. */
export function findCombinations(
  items: readonly CombinationItem[],
  targetMinor: bigint,
  limits: { readonly sizeMax: number; readonly nodesMax: number; readonly wanted?: number },
): CombinationResult {
  const sorted = items.filter((item) => item.amountMinor > 0n && item.amountMinor <= targetMinor).sort((a, b) => Number(b.amountMinor - a.amountMinor) || (a.id < b.id ? -1 : 1));
  const amounts = Float64Array.from(sorted, (item) => Number(item.amountMinor));
  const reach = new Float64Array(amounts.length + 1);
  for (let i = amounts.length - 1; i >= 0; i -= 1) reach[i] = (reach[i + 1] ?? 0) + (amounts[i] as number);
  const search = new Search(amounts, reach, limits.nodesMax, limits.wanted ?? 2);
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
  readonly #least: number;
  readonly #chosen: number[] = [];
  readonly #positions = new Map<number, number[]>();

  constructor(amounts: Float64Array, reach: Float64Array, nodesMax: number, wanted: number) {
    this.#amounts = amounts;
    this.#reach = reach;
    this.#nodesMax = nodesMax;
    this.#wanted = wanted;
    this.#least = amounts.length === 0 ? 0 : (amounts[amounts.length - 1] as number);
    for (const [i, amount] of amounts.entries()) {
      const same = this.#positions.get(amount);
      if (same === undefined) this.#positions.set(amount, [i]);
      else same.push(i);
    }
  }

  visit(from: number, rest: number, left: number): void {
    if (left === 1) {
      // The last item is looked up, not searched for.
      this.nodes += 1;
      if (from >= this.#amounts.length || rest > (this.#amounts[from] as number) || rest < this.#least) return;
      for (const i of this.#positions.get(rest) ?? []) if (i >= from && this.found.length < this.#wanted) this.found.push([...this.#chosen, i]);
      return;
    }
    for (let i = from; i < this.#amounts.length; i += 1) {
      if (this.found.length >= this.#wanted || this.nodes > this.#nodesMax) return;
      // Everything from here on together, or the `left` largest of it, cannot reach the rest: no later start can either.
      if ((this.#reach[i] as number) < rest || (this.#amounts[i] as number) * left < rest) return;
      const amount = this.#amounts[i] as number;
      if (amount > rest) continue;
      this.nodes += 1;
      this.#chosen.push(i);
      if (amount === rest) {
        if (this.#chosen.length > 1) this.found.push([...this.#chosen]);
      } else this.visit(i + 1, rest - amount, left - 1);
      this.#chosen.pop();
    }
  }
}
