import { SynclineError } from '../../core/model/error.ts';
import { type Answer, type CoreWorld, type Traced, textOf } from './core-world.ts';

/** A promise of a dead invocation: it never answers. */
const silence = new Promise<never>(() => undefined);

/** How one kind of port call can fail beside crashing. */
export interface CallFaults<T> {
  /** A `read` can get lost, a `write` can also time out after its effect, a `plain` call only crashes. */
  readonly kind: 'read' | 'write' | 'plain';
  /** An answer in place of the effect when throttled. */
  readonly throttled?: () => T;
}

/**
 * One invocation of a function and its crash domain. Each port call is two events, and the world goes on between them:
 *
 *   call ──latency──▶ effect ──latency──▶ answer
 *        crashBefore  lost    crashAfter  timeoutAfter
 */
export class Invocation {
  readonly label: string;
  readonly skewMs: number;
  readonly #world: CoreWorld;
  #dead = false;
  #waits = 0;
  #onDeath: (() => void) | undefined;

  constructor(world: CoreWorld, label: string) {
    this.#world = world;
    this.label = label;
    const skew = world.mix.clockSkewMsMax;
    this.skewMs = skew === 0 ? 0 : world.random('skew').int(-skew, skew);
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** True while it waits for a port; an invocation that is neither ended nor waiting waits for something that virtual time does not move. */
  get waits(): boolean {
    return this.#waits > 0;
  }

  /** Ends the invocation: nothing it calls from now on takes effect, nothing it waits for answers. */
  die(why: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#world.note(this.label, `dies: ${why}`);
    this.#onDeath?.();
  }

  onDeath(hear: () => void): void {
    this.#onDeath = hear;
  }

  /** Makes a port call: `effect` runs once in virtual time (or not at all), and its result is the answer. */
  call<T>(what: Traced, faults: CallFaults<T>, effect: () => T | Promise<T>): Promise<T> {
    if (this.#dead) return silence;
    const world = this.#world;
    world.note(this.label, what);
    if (world.gate !== undefined) return this.#gated(world.gate, what, effect);
    this.#jump();
    this.#waits += 1;
    return new Promise<T>((resolve, reject) => {
      world.scheduler.after(world.latency(), () => {
        const died = this.#dead; // it was on the wire when its invocation died
        if (!died && world.strikes('crashBefore', () => this.#named(what))) this.die('before the effect');
        if (this.#dead !== died) return;
        if (died && world.random('wire').chance(0.5)) return;
        void this.#effect(what, faults, effect).then(
          (value) => this.#answer(what, () => resolve(value)),
          (error: unknown) => this.#answer(what, () => reject(error as Error)),
        );
      });
    });
  }

  /** Lets virtual time pass for this invocation. */
  wait(ms: number): Promise<void> {
    if (this.#dead) return silence;
    this.#waits += 1;
    return new Promise((resolve) => this.#world.scheduler.after(ms, () => this.#resume(resolve)));
  }

  async #effect<T>(what: Traced, faults: CallFaults<T>, effect: () => T | Promise<T>): Promise<T> {
    const world = this.#world;
    const where = (): string => this.#named(what);
    if (faults.kind !== 'plain' && world.strikes('lost', where)) throw noAnswer();
    if (faults.throttled !== undefined && world.strikes('throttle', where)) return faults.throttled();
    const value = await effect();
    if (faults.kind === 'write' && world.strikes('timeoutAfter', where)) throw noAnswer();
    return value;
  }

  #answer(what: Traced, answer: () => void): void {
    if (this.#dead) return;
    if (this.#world.strikes('crashAfter', () => this.#named(what))) this.die('after the effect');
    this.#world.scheduler.after(this.#world.latency(), () => this.#resume(answer));
  }

  #gated<T>(gate: NonNullable<CoreWorld['gate']>, what: Traced, effect: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const go = async (): Promise<Answer> => {
        try {
          const value = await effect();
          resolve(value);
          return { value };
        } catch (error) {
          reject(error as Error);
          return { error };
        }
      };
      gate({ who: this.label, what: textOf(what), go });
    });
  }

  #named(what: Traced): string {
    return `${this.label} ${textOf(what)}`;
  }

  #resume(answer: () => void): void {
    if (this.#dead) return;
    this.#waits -= 1;
    answer();
  }

  #jump(): void {
    const world = this.#world;
    if (!world.strikes('clockJump', this.label)) return;
    const max = world.mix.clockJumpMsMax;
    const offset = world.random('jump').int(-max, max);
    world.jumps.push({ at: world.scheduler.time, byMs: offset - world.clockOffset });
    world.clockOffset = offset;
  }
}

function noAnswer(): SynclineError {
  return new SynclineError('STORE_UNAVAILABLE', { en: 'the store did not answer in time', zh: '存储未及时响应' }, { retryable: true });
}
