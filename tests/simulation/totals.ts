import type { SeedResult } from './seed.ts';
import { addCounts } from './sometimes.ts';

/** Sums of a run of seeds, for people. */
export class Totals {
  readonly #started = performance.now();
  readonly #faults: Record<string, number> = {};
  readonly #seedsWith: Record<string, number> = {};
  readonly sometimes: Record<string, number> = {};
  readonly #excused: Record<string, number> = {};
  #seeds = 0;
  #edits = 0;
  #writes = 0;
  #steps = 0;
  failed = 0;

  add(result: SeedResult): void {
    this.#seeds += 1;
    this.#edits += result.edits;
    this.#writes += result.writes;
    this.#steps += result.steps;
    if (result.violations.length > 0) this.failed += 1;
    addCounts(this.#faults, result.faults);
    addCounts(this.sometimes, result.sometimes);
    addCounts(this.#excused, result.excused as never);
    for (const [name, n] of Object.entries(result.faults)) if (n > 0) this.#seedsWith[name] = (this.#seedsWith[name] ?? 0) + 1;
  }

  /** Share of seeds in which a fault struck. */
  share(fault: string): number {
    return (this.#seedsWith[fault] ?? 0) / Math.max(1, this.#seeds);
  }

  text(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const faults = Object.entries(this.#faults).map(([name, n]) => `  fault ${name}: ${n} in ${this.#seedsWith[name]} seeds`);
    const met = Object.entries(this.sometimes)
      .sort()
      .map(([name, n]) => `  met ${n} × ${name}`);
    const excused = Object.entries(this.#excused).map(([name, n]) => `${name} ${n}`);
    return [
      ...faults,
      ...met,
      `${this.#seeds} seeds, ${this.failed} failed, ${this.#edits} edits, ${this.#writes} vendor writes, excused: ${excused.join(', ')}; ${(this.#seeds / seconds).toFixed(1)} seeds/s, ${Math.round(this.#steps / seconds)} steps/s`,
    ].join('\n');
  }
}
