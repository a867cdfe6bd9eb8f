import { spread } from '../../core/model/hash.ts';
import { workspace } from '../../core/model/ids.ts';
import type { Change, ChangeHandler } from '../../core/ports/feed.ts';
import { feedBatchMax } from '../../core/ports/feed.ts';
import type { Item, Key } from '../../core/ports/table.ts';
import type { CoreWorld } from './core-world.ts';

/** Changes are spread over this many shards by partition key; shards do not wait for one another. */
const shardCount = 2;

/** A batch that failed comes again after this long. */
const retryMs = 200;

interface Shard {
  readonly changes: Change[];
  busy: boolean;
}

/** How a batch ended: the response, or undefined when its invocation died or threw. */
type Deliver = (changes: readonly Change[]) => Promise<Awaited<ReturnType<ChangeHandler>> | undefined>;

/** The change feed: shards of changes, each delivered in order, again from the first that failed. */
export class FeedState {
  readonly #world: CoreWorld;
  readonly #shards: readonly Shard[] = Array.from({ length: shardCount }, () => ({ changes: [], busy: false }));
  #deliver: Deliver | undefined;
  #count = 0;

  constructor(world: CoreWorld) {
    this.#world = world;
  }

  /** Changes that nobody has acknowledged. */
  get size(): number {
    return this.#shards.reduce((sum, shard) => sum + shard.changes.length, 0);
  }

  /** Those changes, of each item in their order: of different items none is kept. */
  pending(): Change[] {
    return this.#shards.flatMap((shard) => shard.changes);
  }

  /** There are changes, and somebody to hand them to. */
  get busy(): boolean {
    return this.size > 0 && this.#deliver !== undefined;
  }

  /** Names the consumer; changes wait until there is one. */
  consume(deliver: Deliver): void {
    this.#deliver = deliver;
    for (const shard of this.#shards) this.#wake(shard);
  }

  append(prefix: string, key: Key, old: Item | undefined, item: Item | undefined): void {
    this.#count += 1;
    const change: Change = { id: String(this.#count), workspace: workspace(prefix.slice(0, -1)), key, at: this.#world.scheduler.time, old, new: item };
    if (this.#world.strikes('feedGap', `${prefix}${key.pk} ${key.sk}`)) return;
    const shard = this.#shards[spread(prefix + key.pk) % shardCount] as Shard;
    shard.changes.push(change);
    this.#wake(shard);
  }

  #wake(shard: Shard): void {
    if (shard.busy || this.#deliver === undefined || shard.changes.length === 0) return;
    shard.busy = true;
    const held = this.#world.strikes('hold', 'feed') ? this.#world.random('hold').int(0, this.#world.mix.holdMsMax) : 0;
    this.#world.scheduler.after(this.#world.latency() + held, () => void this.#send(shard));
  }

  async #send(shard: Shard): Promise<void> {
    const size = this.#world.random('feed batch').pick([1, 2, 5, 25, feedBatchMax]);
    const batch = shard.changes.slice(0, size);
    const response = await this.#deliver?.(batch);
    const failed = new Set(response?.batchItemFailures.map((failure) => failure.itemIdentifier));
    const bad = response === undefined ? 0 : batch.findIndex((change) => failed.has(change.id));
    const done = this.#world.strikes('ackLost', 'feed') ? 0 : bad < 0 ? batch.length : bad;
    shard.changes.splice(0, done);
    this.#world.scheduler.after(done === batch.length ? 0 : retryMs, () => {
      shard.busy = false;
      this.#wake(shard);
    });
  }
}
