import type { SeedResult } from './seed.ts';
import { addCounts } from './sometimes.ts';

/** Sums of a run, as one process tells another. */
export interface Report {
  readonly faults: Readonly<Record<string, number>>;
  readonly seedsWith: Readonly<Record<string, number>>;
  readonly sometimes: Readonly<Record<string, number>>;
  readonly excused: Readonly<Record<string, number>>;
  readonly sums: Readonly<Record<'seeds' | 'failed' | 'edits' | 'writes' | 'steps', number>>;
}

/** Sums of a run of seeds, for people. */
export class Totals {
  readonly #started = performance.now();
  readonly #faults: Record<string, number> = {};
  readonly #seedsWith: Record<string, number> = {};
  readonly sometimes: Record<string, number> = {};
  readonly #excused: Record<string, number> = {};
  readonly #sums: Record<'seeds' | 'failed' | 'edits' | 'writes' | 'steps', number> = { seeds: 0, failed: 0, edits: 0, writes: 0, steps: 0 };

  get seeds(): number {
    return this.#sums.seeds;
  }

  get failed(): number {
    return this.#sums.failed;
  }

  add(result: SeedResult): void {
    const { edits, writes, steps, faults, sometimes, excused } = result;
    const seedsWith = Object.fromEntries(Object.entries(faults).flatMap(([name, n]) => (n > 0 ? [[name, 1]] : [])));
    this.join({ faults, sometimes, seedsWith, excused: { ...excused }, sums: { seeds: 1, failed: result.violations.length > 0 ? 1 : 0, edits, writes, steps } });
  }

  /** Adds what another process counted. */
  join(report: Report): void {
    addCounts(this.#faults, report.faults);
    addCounts(this.#seedsWith, report.seedsWith);
    addCounts(this.sometimes, report.sometimes);
    addCounts(this.#excused, report.excused);
    addCounts(this.#sums, report.sums);
  }

  report(): Report {
    return { faults: this.#faults, seedsWith: this.#seedsWith, sometimes: this.sometimes, excused: this.#excused, sums: this.#sums };
  }

  /** Share of seeds in which a fault struck. */
  share(fault: string): number {
    return (this.#seedsWith[fault] ?? 0) / Math.max(1, this.seeds);
  }

  text(): string {
    const faults = Object.entries(this.#faults).map(([name, n]) => `  fault ${name}: ${n} in ${this.#seedsWith[name]} seeds`);
    const met = Object.entries(this.sometimes)
      .sort()
      .map(([name, n]) => `  met ${n} × ${name}`);
    return [...faults, ...met, this.line()].join('\n');
  }

  /** The totals alone. */
  line(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const { seeds, failed, edits, writes, steps } = this.#sums;
    const excused = Object.entries(this.#excused).map(([name, n]) => `${name} ${n}`);
    return `${seeds} seeds, ${failed} failed, ${edits} edits, ${writes} vendor writes, excused: ${excused.join(', ')}; ${(seeds / seconds).toFixed(1)} seeds/s, ${Math.round(steps / seconds)} steps/s`;
  }
}
