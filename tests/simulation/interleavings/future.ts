import { areIndependent, type Footprint } from './footprint.ts';

/** What each worker has been seen to touch with which of its calls, over all executions so far: what it may still touch from a call on. */
export class Future {
  readonly #touched = new Map<string, Map<string, { last: number; readonly footprint: Footprint }>>();
  /** True when something was learned that was not known when this was last set to false. */
  grew = false;

  /** A worker asks for its `n`th call. */
  learn(who: string, n: number, footprint: Footprint): void {
    const known = this.#touched.get(who) ?? new Map<string, { last: number; footprint: Footprint }>();
    this.#touched.set(who, known);
    const name = `${footprint.reads.join(' ')}|${footprint.writes.join(' ')}|${footprint.notes.join(' ')}`;
    const seen = known.get(name);
    if (seen !== undefined && seen.last >= n) return;
    if (seen === undefined) known.set(name, { last: n, footprint });
    else seen.last = n;
    this.grew = true;
  }

  /** True when nothing that the worker does from its `n`th call on can tell whether a call with this footprint has happened. */
  isBlindTo(who: string, n: number, footprint: Footprint): boolean {
    return [...(this.#touched.get(who)?.values() ?? [])].every((seen) => seen.last < n || areIndependent(seen.footprint, footprint));
  }
}
