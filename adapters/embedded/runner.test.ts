import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { QueueHandler } from '../../core/ports/queue.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import type { EmbeddedStore } from './open.ts';
import { type Handlers, type RunnerOptions, startRunner } from './runner.ts';

const none = { batchItemFailures: [] };
const nothing: QueueHandler = async () => none;

function run(store: EmbeddedStore, handlers: Partial<Handlers>, options: Partial<RunnerOptions> = {}) {
  const all: Handlers = {
    inbound: nothing,
    outbound: nothing,
    receivables: nothing,
    reactions: nothing,
    jobs: nothing,
    feed: async () => none,
    tick: async () => undefined,
    ...handlers,
  };
  return startRunner({ store, handlers: all, tickMs: 0, ...options });
}

test('a message held when its process died comes again at once, counted', () =>
  inScratch(async ({ open }) => {
    const first = open();
    await first.queues.jobs.send([{ body: 'half done', group: 'g' }]);
    expect(await first.broker.receive('jobs', 10)).toHaveLength(1);
    await first.close();
    const second = open();
    const counts: string[] = [];
    const runner = run(second, {
      jobs: async ({ Records }) => {
        counts.push(...Records.map((r) => r.attributes.ApproximateReceiveCount));
        return none;
      },
    });
    await runner.idle();
    await runner.stop();
    expect(counts).toEqual(['2']);
  }));

test('a message that killed its process five times is a dead letter when the sixth opens the file', () =>
  inScratch(async ({ open }) => {
    let store = open();
    await store.queues.jobs.send([{ body: 'poison', group: 'g' }]);
    for (let i = 0; i < 5; i += 1) {
      expect(await store.broker.receive('jobs', 1)).toHaveLength(1);
      await store.close();
      store = open();
    }
    expect(await store.broker.receive('jobs', 1)).toEqual([]);
    expect(await store.deadLetters.jobs.list(5)).toMatchObject([{ body: 'poison', receives: 5 }]);
  }));

test('of messages that died with one process each is tried alone, so that the one that kills is put aside and those beside it are not', () =>
  inScratch(async ({ open }) => {
    let store = open();
    const innocent = Array.from({ length: 8 }, (_, i) => `beside ${i}`);
    await store.queues.jobs.send(['poison', ...innocent].map((body) => ({ body, group: 'g' })));
    expect(await store.broker.receive('jobs', 9)).toHaveLength(9);
    const counts = new Map<string, string>();
    for (let lives = 1; lives <= 5; lives += 1) {
      await store.close();
      store = open();
      for (;;) {
        const [message, ...more] = await store.broker.receive('jobs', 9);
        expect(more).toEqual([]);
        if (message === undefined) break;
        counts.set(message.body, message.attributes.ApproximateReceiveCount);
        expect(await store.broker.receive('jobs', 9)).toEqual([]); // none beside it
        if (message.body === 'poison') break; // and this process is dead
        await store.broker.settle('jobs', [message], new Set(), () => 0);
      }
    }
    expect(await store.deadLetters.jobs.list(5)).toMatchObject([{ body: 'poison', receives: 5 }]);
    expect(Object.fromEntries(counts)).toEqual({ poison: '5', ...Object.fromEntries(innocent.map((body) => [body, '2'])) });
    expect(store.broker.depth('jobs')).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
  }));

test('what waits besides goes on while one that died with its worker is tried', () =>
  inScratch(async ({ open }) => {
    const first = open();
    await first.queues.jobs.send(['a', 'b'].map((body) => ({ body, group: 'g' })));
    expect(await first.broker.receive('jobs', 2)).toHaveLength(2);
    await first.close();
    const second = open();
    await second.queues.jobs.send([{ body: 'new', group: 'h' }]);
    const seen: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const runner = run(
      second,
      {
        jobs: async ({ Records: [record] }) => {
          seen.push(record?.body ?? '');
          if (record?.body === 'a') await held;
          if (record?.body === 'new') release();
          return none;
        },
      },
      { concurrency: { jobs: 4 }, batch: 1 },
    );
    await runner.idle();
    await runner.stop();
    expect(seen).toEqual(['a', 'new', 'b']);
  }));

test('groups take turns, however much one of them has waiting', () =>
  inScratch(async ({ open }) => {
    const store = open();
    await store.queues.inbound.send(Array.from({ length: 50 }, (_, i) => ({ body: `noisy ${i}`, group: 'main/noisy' })));
    await store.queues.inbound.send([{ body: 'quiet', group: 'main/quiet' }]);
    const order: string[] = [];
    const runner = run(
      store,
      {
        inbound: async ({ Records }) => {
          order.push(...Records.map((r) => r.body));
          return none;
        },
      },
      { concurrency: { inbound: 1 }, batch: 1 },
    );
    await runner.idle();
    await runner.stop();
    expect(order.indexOf('quiet')).toBeLessThanOrEqual(2);
    expect(order.filter((body) => body !== 'quiet')).toEqual(Array.from({ length: 50 }, (_, i) => `noisy ${i}`));
  }));

test('no more calls run at once than allowed, and idle waits for all of them and what they cause', () =>
  inScratch(async ({ open }) => {
    const store = open();
    let [now, most, caused] = [0, 0, 0];
    const runner = run(
      store,
      {
        inbound: async () => {
          now += 1;
          most = Math.max(most, now);
          await sleep(2);
          now -= 1;
          await store.tables.in(workspace('main')).write([{ op: 'put', item: { pk: 'E', sk: `${Math.random()}`, kind: 'entity', body: {} }, when: 'any' }]);
          return none;
        },
        feed: async ({ changes }) => {
          await store.queues.outbound.send(changes.map(() => ({ body: 'x', group: 'g' })));
          return none;
        },
        outbound: async ({ Records }) => {
          await sleep(1);
          caused += Records.length;
          return none;
        },
      },
      { concurrency: { inbound: 3 }, batch: 2 },
    );
    await store.queues.inbound.send(Array.from({ length: 20 }, (_, i) => ({ body: `${i}`, group: `g${i}` })));
    await runner.idle();
    expect([most, caused]).toEqual([3, 10]);
    await runner.stop();
  }));

test('idle tells when the earliest delayed message is due, and a clock that jumps does not move it', () =>
  inScratch(async ({ open }) => {
    let jump = 0;
    const store = open({ clock: { now: () => Date.now() + jump } });
    let got = 0;
    const runner = run(store, {
      jobs: async () => {
        got += 1;
        return none;
      },
    });
    await store.queues.jobs.send([{ body: 'later', group: 'g', delaySeconds: 1 }]);
    const { nextDueInMs = 0 } = await runner.idle();
    expect(nextDueInMs).toBeGreaterThan(500);
    jump = -86_400_000;
    await sleep(nextDueInMs + 50);
    await runner.idle();
    expect(got).toBe(1);
    await runner.stop();
  }));

test('after a restart a clock that jumped makes a delayed message due at once, or in 15 minutes at most', () =>
  inScratch(async ({ open }) => {
    const store = open();
    await store.queues.jobs.send([{ body: 'later', group: 'g', delaySeconds: 900 }]);
    await store.close();
    const earlier = open({ clock: { now: () => Date.now() - 86_400_000 } }); // the file says "due tomorrow"
    expect(earlier.broker.nextDueInMs('jobs')).toBeGreaterThan(890_000);
    expect(earlier.broker.nextDueInMs('jobs')).toBeLessThanOrEqual(900_000);
    await earlier.close();
    const later = open({ clock: { now: () => Date.now() + 86_400_000 } }); // the file says "due yesterday"
    expect(later.broker.depth('jobs').ready).toBe(1);
  }));

test('stop lets calls in flight end and takes nothing more; the rest is there for the next runner', () =>
  inScratch(async ({ open }) => {
    const store = open();
    let ended = 0;
    await store.queues.inbound.send(Array.from({ length: 5 }, (_, i) => ({ body: `${i}`, group: 'g' })));
    const slow: QueueHandler = async () => {
      await sleep(20);
      ended += 1;
      return none;
    };
    const runner = run(store, { inbound: slow }, { concurrency: { inbound: 2 }, batch: 1 });
    await sleep(5);
    await runner.stop();
    expect([ended, store.broker.depth('inbound').ready, store.broker.depth('inbound').inFlight]).toEqual([2, 3, 0]);
  }));

test('stop waits for a tick that runs, also when messages are left', () =>
  inScratch(async ({ open }) => {
    const store = open();
    let ended = false;
    const slow = async (): Promise<typeof none> => {
      await sleep(30);
      return none;
    };
    const tick = async (): Promise<void> => {
      await sleep(40);
      ended = true;
    };
    const runner = run(store, { inbound: slow, tick }, { concurrency: { inbound: 1 }, batch: 1 });
    void runner.tick();
    await store.queues.inbound.send(Array.from({ length: 3 }, (_, i) => ({ body: `${i}`, group: 'g' })));
    await runner.stop();
    expect([ended, store.broker.depth('inbound').ready]).toEqual([true, 2]);
  }));

test('a tick that throws is told and the next one runs; ticks come by themselves', () =>
  inScratch(async ({ open }) => {
    const store = open();
    const errors: string[] = [];
    let ticks = 0;
    const tick = async (): Promise<void> => {
      ticks += 1;
      if (ticks === 1) throw new Error('first');
    };
    const runner = run(store, { tick }, { tickMs: 10, onError: (where, error) => errors.push(`${where} ${(error as Error).message}`) });
    await sleep(60);
    await runner.stop();
    expect(errors).toEqual(['tick first']);
    expect(ticks).toBeGreaterThan(1);
  }));
