import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { Op } from '../../core/ports/table.ts';
import { HttpError } from '../../core/ports/world.ts';
import type { Ports } from '../ports.ts';
import { calm, type FaultMix, swarm } from './faults.ts';
import type { Outcome } from './outcome.ts';
import { Random } from './random.ts';
import { createSimulation, type Simulation } from './simulation.ts';

const main = workspace('main');
const none = { batchItemFailures: [] };
const world = (mix: Partial<FaultMix> = {}, seed = 1): Simulation => createSimulation({ seed, mix: { ...calm, ...mix } });
const put = (sk: string, n: number, when: 'any' | 'absent' = 'any'): Op => ({ op: 'put', item: { pk: 'P', sk, kind: 'record', body: { n } }, when });
const read = (ports: Ports, sk: string) =>
  ports.tables
    .in(main)
    .get([{ pk: 'P', sk }], { consistent: true })
    .then(([item]) => item?.body['n']);

/** Runs an invocation to its end, however that comes. */
async function ended<T>(w: Simulation, work: (ports: Ports) => Promise<T>): Promise<Outcome<T> | undefined> {
  let outcome: Outcome<T> | undefined;
  void w.spawn('test', work).then((o) => {
    outcome = o;
  });
  await w.run('idle');
  return outcome;
}

/** A workload that touches everything; its trace is its result. */
async function busyTrace(seed: number): Promise<readonly string[]> {
  const w = createSimulation({ seed, mix: swarm(new Random(seed, 'mix')) });
  w.vendor('crm', () => ({ status: 200, headers: {}, body: new Uint8Array() }));
  w.consume('inbound', (ports) => async ({ Records }) => {
    for (const r of Records) {
      await ports.tables.in(main).write([put(r.body, 1)], { writeId: ports.ids.fresh('w') });
      await ports.http.request({ method: 'GET', url: 'http://crm/', timeoutMs: 100 });
    }
    return none;
  });
  w.consumeFeed(() => async () => none);
  for (let i = 0; i < 20; i += 1) w.at(i * 100, () => void w.spawn('send', (ports) => ports.queues.inbound.send([{ body: `${i}`, group: 'g' }])));
  await w.run(w.now() + 10_000);
  w.heal();
  await w.run('idle');
  return [...w.trace(1_000), JSON.stringify(w.faults()), String(w.steps)];
}

test('the same seed gives the same run to the last line, another seed another', async () => {
  const [first, again, other] = [await busyTrace(7), await busyTrace(7), await busyTrace(8)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('a crash before the effect leaves nothing, one after it leaves the write; neither answers', async () => {
  for (const [mix, left] of [
    [{ crashBefore: 1 }, undefined],
    [{ crashAfter: 1 }, 1],
  ] as const) {
    const w = world(mix);
    let answered = false;
    const outcome = await ended(w, async (ports) => {
      await ports.tables.in(main).write([put('a', 1)]);
      answered = true;
    });
    w.heal();
    expect([outcome?.state, answered, await w.drive((ports) => read(ports, 'a'))]).toEqual(['crashed', false, left]);
  }
});

test('nothing that a dead invocation calls afterwards takes effect, also from work it left running', async () => {
  const w = world();
  let release = (): void => undefined;
  void w.spawn('victim', async (ports) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    await ports.tables.in(main).write([put('a', 1)]);
  });
  w.crashAll();
  release();
  await w.run('idle');
  expect(await w.drive((ports) => read(ports, 'a'))).toBeUndefined();
});

test('a lost call has no effect and a call that times out has, and both are told as retryable', async () => {
  for (const [mix, left] of [
    [{ lost: 1 }, undefined],
    [{ timeoutAfter: 1 }, 1],
  ] as const) {
    const w = world(mix);
    await expect(w.drive((ports) => ports.tables.in(main).write([put('a', 1)]))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    w.heal();
    expect(await w.drive((ports) => read(ports, 'a'))).toBe(left);
  }
});

test('a throttled write says so, a throttled read rejects, a throttled send names what it did not take', async () => {
  const w = world({ throttle: 1 });
  expect(await w.drive((ports) => ports.tables.in(main).write([put('a', 1)]))).toEqual({ state: 'throttled' });
  await expect(w.drive((ports) => read(ports, 'a'))).rejects.toMatchObject({ code: 'STORE_THROTTLED', retryable: true });
  const messages = Array.from({ length: 20 }, (_, i) => ({ body: `${i}`, group: 'g' }));
  const refused = await w.drive((ports) => ports.queues.jobs.send(messages));
  expect(refused.length).toBeGreaterThan(0);
  expect(w.depth('jobs').waiting).toBe(20 - refused.length);
});

test('a duplicate is delivered twice, a zombie while its first worker still runs', async () => {
  const w = world({ duplicate: 1, zombie: 1 });
  let [running, most, calls] = [0, 0, 0];
  w.consume('jobs', (ports) => async () => {
    calls += 1;
    running += 1;
    most = Math.max(most, running);
    for (let i = 0; i < 20; i += 1) await read(ports, 'a');
    running -= 1;
    return none;
  });
  await w.drive((ports) => ports.queues.jobs.send([{ body: 'x', group: 'g' }]));
  await w.run('idle');
  expect(calls).toBeGreaterThanOrEqual(2);
  expect(most).toBeGreaterThanOrEqual(2);
});

test('a message whose worker crashes comes again until it is a dead letter, and can be driven back after healing', async () => {
  const w = world({ crashBefore: 0 });
  let calls = 0;
  let healed = false;
  w.consume('jobs', () => async () => {
    calls += 1;
    if (!healed) w.crashAll();
    return none;
  });
  await w.drive((ports) => ports.queues.jobs.send([{ body: 'x', group: 'g' }]));
  await w.run('idle');
  expect([calls, w.depth('jobs')]).toEqual([5, { waiting: 0, dead: 1 }]);
  healed = true;
  expect(w.redriveAll()).toHaveLength(1);
  await w.run('idle');
  expect([calls, w.depth('jobs')]).toEqual([6, { waiting: 0, dead: 0 }]);
});

test('messages overtake one another', async () => {
  const w = world({ hold: 0.5, holdMsMax: 5_000 });
  const order: string[] = [];
  w.consume('jobs', () => async ({ Records }) => {
    order.push(...Records.map((r) => r.body));
    return none;
  });
  const names = Array.from({ length: 20 }, (_, i) => String(i));
  await w.drive((ports) => ports.queues.jobs.send(names.map((body) => ({ body, group: 'g' }))));
  await w.run('idle');
  expect(order).not.toEqual(names);
  expect(order.sort()).toEqual(names.sort());
});

test('a plain read may be stale and the index lags, a consistent read never; both are true in the end', async () => {
  const w = world({ stale: 1, staleMsMax: 1_000, listLagMsMax: 1_000 });
  const indexed = (n: number): Op => ({ op: 'put', item: { pk: 'P', sk: 'a', kind: 'plain', body: { n }, index: { lpk: 'L', lsk: `${n}` } }, when: 'any' });
  const seen = await w.drive(async ({ tables }) => {
    const table = tables.in(main);
    for (const n of [1, 2]) await table.write([indexed(n)]);
    const [plain] = await table.get([{ pk: 'P', sk: 'a' }]);
    const [consistent] = await table.get([{ pk: 'P', sk: 'a' }], { consistent: true });
    return [plain?.body['n'], consistent?.body['n']];
  });
  expect(seen).toEqual([1, 2]);
  await w.run(w.now() + 2_000);
  const later = await w.drive(async ({ tables }) => [
    (await tables.in(main).get([{ pk: 'P', sk: 'a' }]))[0]?.body['n'],
    (await tables.in(main).list('L')).entries.map((e) => e.lsk),
  ]);
  expect(later).toEqual([2, ['2']]);
});

test('the index really shows what is gone while it lags', async () => {
  const w = world({ listLagMsMax: 60_000 }, 3);
  const entries = await w.drive(async ({ tables }) => {
    const table = tables.in(main);
    await table.write([{ op: 'put', item: { pk: 'P', sk: 'a', kind: 'plain', body: {}, index: { lpk: 'L', lsk: 'x' } }, when: 'any' }]);
    return (await table.list('L')).entries;
  });
  expect(entries).toEqual([]);
});

test('updates of the index that overtake one another leave the last write showing, alone', async () => {
  const w = world({ listLagMsMax: 5_000 });
  const lists = ['L', 'M', 'N'];
  await w.drive(async ({ tables }) => {
    for (let n = 0; n < 20; n += 1) {
      const index = { lpk: lists[n % 3] ?? 'L', lsk: `${n}` };
      await tables.in(main).write([{ op: 'put', item: { pk: 'P', sk: 'a', kind: 'plain', body: {}, index }, when: 'any' }]);
    }
  });
  await w.run('idle');
  const shown = await w.drive(({ tables }) => Promise.all(lists.map((lpk) => tables.in(main).list(lpk))));
  expect(shown.map((page) => page.entries.map((e) => e.lsk))).toEqual([[], ['19'], []]);
});

test('a gap in the feed loses changes for good, and counts them', async () => {
  const w = world({ feedGap: 0.5 });
  let told = 0;
  w.consumeFeed(() => async ({ changes }) => {
    told += changes.length;
    return none;
  });
  await w.drive(async ({ tables }) => {
    for (let i = 0; i < 40; i += 1) await tables.in(main).write([put(`${i}`, i)]);
  });
  await w.run('idle');
  expect(told + (w.faults()['feedGap'] ?? 0)).toBe(40);
  expect(w.faults()['feedGap']).toBeGreaterThan(0);
});

test('a lost request never reaches the vendor, one whose answer is lost does; both take their time-out', async () => {
  for (const [mix, reached] of [
    [{ httpLost: 1 }, 0],
    [{ httpTimeoutAfter: 1 }, 1],
  ] as const) {
    const w = world(mix);
    let requests = 0;
    w.vendor('crm:8000', () => {
      requests += 1;
      return { status: 200, headers: {}, body: new Uint8Array() };
    });
    const before = w.now();
    const error = await w.drive((ports) => ports.http.request({ method: 'POST', url: 'http://crm:8000/x', timeoutMs: 30_000 }).catch((e: unknown) => e));
    expect(error).toBeInstanceOf(HttpError);
    expect([(error as HttpError).reason, (error as HttpError).sent, requests]).toEqual(['timeout', true, reached]);
    expect(w.now() - before).toBeGreaterThanOrEqual(30_000);
  }
});

test('clocks jump, also backwards, and differ between invocations; healing sets them right', async () => {
  const w = world({ clockJump: 0.5, clockJumpMsMax: 60_000, clockSkewMsMax: 5_000 });
  const offsets = await w.drive(async (ports) => {
    const seen: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      await read(ports, 'a');
      seen.push(ports.clock.now() - w.now());
    }
    return seen;
  });
  expect(Math.min(...offsets)).toBeLessThan(-5_000);
  expect(Math.max(...offsets)).toBeGreaterThan(5_000);
  const told = w.jumps.reduce((ms, { byMs }) => ms + byMs, 0);
  expect(Math.abs(told - (offsets.at(-1) as number))).toBeLessThanOrEqual(5_000);
  w.heal();
  expect(await w.drive(async (ports) => ports.clock.now() - w.now())).toBe(0);
});

test('an invocation over its time is ended', async () => {
  const w = createSimulation({ seed: 1, timeLimitMs: 1_000 });
  w.vendor('slow', () => ({ status: 200, headers: {}, body: new Uint8Array() }));
  const outcome = await ended(w, async (ports) => {
    for (let i = 0; i < 1_000; i += 1) await read(ports, 'a');
  });
  expect(outcome?.state).toBe('crashed');
});

test('who changes an item after writing or reading it is stopped', async () => {
  const w = world();
  const body = { list: [1] };
  await w.drive(({ tables }) => tables.in(main).write([{ op: 'put', item: { pk: 'P', sk: 'a', kind: 'plain', body }, when: 'any' }]));
  expect(() => body.list.push(2)).toThrow(TypeError);
  const [item] = await w.drive(({ tables }) => tables.in(main).get([{ pk: 'P', sk: 'a' }]));
  expect(() => Object.assign(item?.body ?? {}, { list: [] })).toThrow(TypeError);
});

test('a handler that waits for a real timer is found out, with the seed to see it again', async () => {
  const w = world({}, 99);
  await expect(w.drive(() => new Promise((resolve) => setTimeout(resolve, 50)))).rejects.toThrow(/not a port[\s\S]*seed 99/);
});
