import type { JsonObject } from '../model/json.ts';
import type { AnyStream, ConnectorContext, WriteOp, WriteOutcome } from '../ports/connector.ts';
import type { Effects } from './brake.ts';
import { fetchLooks, type Look } from './look.ts';
import type { World } from './world.ts';

/** What a push of one operation came to; `late` = not sent: its own deadline had passed, or it was no longer wanted. */
export type Pushed = WriteOutcome | { readonly state: 'late' } | { readonly state: 'braked' };

/** A write that was not sent, because our own table could not be read or written before. The cause is the table's fault. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';

  constructor(cause: unknown) {
    super('the write was not sent', { cause });
  }
}

interface Ask<I, O> {
  readonly input: I;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

interface PushInput {
  readonly op: WriteOp;
  readonly deadline: number;
  readonly effects: Effects;
  readonly sample: JsonObject;
  /** Is it still wanted? Asked when there is nothing left to wait for but the call. */
  readonly lastLook?: () => Promise<boolean>;
}

/** Lets many deliveries be written one by one, each in its own straight line, while their vendor calls go out in batches: when every delivery under way waits for a call, what they asked for is sent together. Deterministic: no timer decides. */
export class VendorCalls {
  readonly world: World;
  readonly stream: AnyStream;
  readonly ctx: ConnectorContext;
  readonly reserve: (effects: Effects, samples: readonly JsonObject[]) => Promise<boolean>;
  #answered = false;
  #running = 0;
  #waiting = 0;
  #fetches: Ask<string, Look>[] = [];
  #finds: Ask<WriteOp, readonly JsonObject[]>[] = [];
  #pushes: Ask<PushInput, Pushed>[] = [];

  constructor(world: World, stream: AnyStream, ctx: ConnectorContext, reserve: VendorCalls['reserve']) {
    this.world = world;
    this.stream = stream;
    this.ctx = ctx;
    this.reserve = reserve;
  }

  /** True once the vendor has answered anything: deliveries that had nothing to ask prove nothing about it. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Runs deliveries side by side, at most `width` at once. */
  async run<T, R>(items: readonly T[], width: number, deliver: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (let i = 0; i < items.length; i += width) {
      const slice = items.slice(i, i + width);
      this.#running = slice.length;
      results.push(...(await Promise.all(slice.map((item) => this.#one(item, deliver)))));
    }
    return results;
  }

  async #one<T, R>(item: T, deliver: (item: T) => Promise<R>): Promise<R> {
    try {
      return await deliver(item);
    } finally {
      this.#running -= 1;
      this.#flushWhenAllWait();
    }
  }

  /** The record as it is at the target now. */
  fetch(id: string): Promise<Look> {
    return this.#ask(this.#fetches, id);
  }

  /** Records that may already be what this create would make. */
  find(op: WriteOp): Promise<readonly JsonObject[]> {
    return this.#ask(this.#finds, op);
  }

  /** Writes; not sent after `deadline`, nor when the last look says no. Rejects with a `FaultError` or a {@link NotSentError} only when nothing can have been applied. */
  push(input: PushInput): Promise<Pushed> {
    return this.#ask(this.#pushes, input);
  }

  #ask<I, O>(list: Ask<I, O>[], input: I): Promise<O> {
    const { promise, resolve, reject } = Promise.withResolvers<O>();
    list.push({ input, resolve, reject });
    this.#waiting += 1;
    this.#flushWhenAllWait();
    return promise;
  }

  #flushWhenAllWait(): void {
    if (this.#waiting === 0 || this.#waiting < this.#running) return;
    const [fetches, finds, pushes] = [this.#fetches, this.#finds, this.#pushes];
    [this.#fetches, this.#finds, this.#pushes, this.#waiting] = [[], [], [], 0];
    if (fetches.length > 0) void settleAll(fetches, () => this.#fetchAll(fetches));
    if (finds.length > 0) void settleAll(finds, () => this.#findAll(finds));
    if (pushes.length > 0) void settleAll(pushes, () => this.#pushAll(pushes));
  }

  async #fetchAll(asks: readonly Ask<string, Look>[]): Promise<void> {
    const ids = [...new Set(asks.map((a) => a.input))];
    const looks = await fetchLooks(this.world, this.stream, this.ctx, ids);
    this.#answered = true;
    for (const ask of asks) ask.resolve(looks.get(ask.input) ?? { seen: undefined, readAt: this.world.clock.now() });
  }

  async #findAll(asks: readonly Ask<WriteOp, readonly JsonObject[]>[]): Promise<void> {
    const writer = this.#writer();
    for (let i = 0; i < asks.length; i += writer.batch) {
      const slice = asks.slice(i, i + writer.batch);
      const found = await writer.find(
        this.ctx,
        slice.map((a) => a.input),
      );
      this.#answered = true;
      for (const [at, ask] of slice.entries()) ask.resolve((found[at] ?? []) as readonly JsonObject[]);
    }
  }

  async #pushAll(asks: readonly Ask<PushInput, Pushed>[]): Promise<void> {
    const writer = this.#writer();
    for (let i = 0; i < asks.length; i += writer.batch) {
      const slice = asks.slice(i, i + writer.batch);
      const timely = await this.#timely(slice);
      if (timely.length === 0) continue;
      const outcomes = await writer.push(
        this.ctx,
        timely.map((a) => a.input.op),
      );
      if (outcomes.length !== timely.length) throw new RangeError(`${this.stream.name}: ${timely.length} operations, ${outcomes.length} outcomes`);
      if (outcomes.some(({ state }) => state !== 'unsure')) this.#answered = true;
      for (const [at, ask] of timely.entries()) ask.resolve(outcomes[at] as WriteOutcome);
    }
  }

  /** Those of a batch that are sent; the others get their answer. */
  async #timely(slice: readonly Ask<PushInput, Pushed>[]): Promise<Ask<PushInput, Pushed>[]> {
    const samples = slice.map((a) => a.input.sample);
    const allowed = await beforeSending(() => this.reserve(sumEffects(slice), samples));
    const wanted = allowed ? await beforeSending(() => Promise.all(slice.map((a) => a.input.lastLook?.() ?? true))) : [];
    const now = this.world.clock.now();
    return slice.filter((ask, at) => {
      if (!allowed) ask.resolve({ state: 'braked' });
      else if (wanted[at] !== true || now >= ask.input.deadline) ask.resolve({ state: 'late' });
      else return true;
      return false;
    });
  }

  #writer(): NonNullable<AnyStream['write']> {
    if (this.stream.write === undefined) throw new RangeError(`stream ${this.stream.name} cannot be written`);
    return this.stream.write;
  }
}

async function beforeSending<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new NotSentError(error);
  }
}

/** A failing call fails everybody who waits for it and has no answer yet. */
async function settleAll<I, O>(asks: readonly Ask<I, O>[], call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    for (const ask of asks) ask.reject(error);
  }
}

function sumEffects(asks: readonly Ask<PushInput, Pushed>[]): Effects {
  const blanks: Record<string, number> = {};
  let [deletes, changes] = [0, 0];
  for (const { input } of asks) {
    deletes += input.effects.deletes;
    changes += input.effects.changes;
    for (const [field, n] of Object.entries(input.effects.blanks)) blanks[field] = (blanks[field] ?? 0) + n;
  }
  return { deletes, changes, blanks };
}
