import type { FaultMix, FaultName } from './faults.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';

/** Trace lines kept unless more are asked for. */
const traceLinesMax = 400;

/** A text of the trace, or how to make it: most are never read. It must not change meanwhile. */
export type Traced = string | (() => string);

type TraceLine = readonly [time: number, who: Traced, what: Traced];

/** What a port call was answered. */
export type Answer = { readonly value: unknown } | { readonly error: unknown };

/** A port call that waits at the gate. */
export interface HeldCall {
  /** The invocation that asks. */
  readonly who: string;
  readonly what: string;
  /** Lets it happen and be answered, at once. The promise tells what its invocation was told. */
  readonly go: () => Promise<Answer>;
}

/** That the clocks of all invocations jumped: when, in virtual ms since 1970, and how far. */
export interface ClockJump {
  readonly at: number;
  readonly byMs: number;
}

/** The text itself. */
export const textOf = (text: Traced): string => (typeof text === 'string' ? text : text());

/** What all simulated parts share: time, chance, faults and their counts, and the trace. */
export class CoreWorld {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly #streams = new Map<string, Random>();
  readonly #faultStreams: Partial<Record<FaultName, Random>> = {};
  readonly #trace: TraceLine[] = [];
  readonly #faults = new Map<string, number>();
  mix: FaultMix;
  /** While there is one, port calls happen when it lets them, in no time and without faults: all interleavings can be tried. */
  gate: ((call: HeldCall) => void) | undefined;
  /** How far the clocks have jumped, ms. */
  clockOffset = 0;
  /** Each jump of them so far. */
  readonly jumps: ClockJump[] = [];

  readonly #traceLines: number;

  constructor(seed: number, mix: FaultMix, start: number, traceLines: number = traceLinesMax) {
    this.#traceLines = traceLines;
    this.seed = seed;
    this.mix = mix;
    this.scheduler = new Scheduler(this.random('ties'), start);
  }

  /** The stream of chance of a label. */
  random(label: string): Random {
    const known = this.#streams.get(label);
    if (known !== undefined) return known;
    const stream = new Random(this.seed, label);
    this.#streams.set(label, stream);
    return stream;
  }

  /** Draws whether a fault happens now, counts and traces it. */
  strikes(fault: FaultName, where: Traced): boolean {
    const p = this.mix[fault];
    if (p <= 0) return false;
    let stream = this.#faultStreams[fault];
    if (stream === undefined) {
      stream = this.random(`fault ${fault}`);
      this.#faultStreams[fault] = stream;
    }
    if (!stream.chance(p)) return false;
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
    this.note(where, `! ${fault}`);
    return true;
  }

  /** A line of the trace: virtual ms, who, what. */
  note(who: Traced, what: Traced): void {
    this.#trace.push([this.scheduler.time, who, what]);
    if (this.#trace.length > this.#traceLines * 2) this.#trace.splice(0, this.#traceLines);
  }

  /** The last lines of the trace. */
  trace(lines: number): readonly string[] {
    return this.#trace.slice(-lines).map(([time, who, what]) => `${time} ${textOf(who)} ${textOf(what)}`);
  }

  /** How often each fault has struck. */
  faults(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#faults].sort());
  }

  /** Half of a port call's time, 1 ms or more. */
  latency(): number {
    return this.random('latency').int(1, Math.max(1, this.mix.latencyMsMax));
  }
}
