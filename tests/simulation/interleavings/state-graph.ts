/** The states that were met, and which call leads from which to which. Calls by name: the same call has the same name wherever it waits. */
export class StateGraph {
  readonly #next = new Map<string, Map<string, string>>();

  /** States so far. */
  get size(): number {
    return this.#next.size;
  }

  has(state: string): boolean {
    return this.#next.has(state);
  }

  /** A state that nothing is known to follow from yet. */
  add(state: string): void {
    this.#next.set(state, new Map());
  }

  /** A call leads from a state that is here to another. */
  link(state: string, call: string, to: string): void {
    this.#next.get(state)?.set(call, to);
  }

  /** Where calls lead, one after the other; undefined where that was not tried. */
  after(state: string, calls: readonly string[]): string | undefined {
    return calls.reduce<string | undefined>((at, call) => (at === undefined ? undefined : this.#next.get(at)?.get(call)), state);
  }

  /** How many ways lead from a state to an end. */
  ways(root: string): number {
    const known = new Map<string, number>();
    const count = (state: string): number => {
      const seen = known.get(state);
      if (seen !== undefined) return seen;
      const after = new Set(this.#next.get(state)?.values());
      const ways = after.size === 0 ? 1 : [...after].reduce((sum, s) => sum + count(s), 0);
      known.set(state, ways);
      return ways;
    };
    return count(root);
  }
}
