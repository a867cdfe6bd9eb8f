import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { connectorLimits } from '../../../core/ports/connector.ts';
import { assertSameRecord, byId, idsOf, readPass, steady } from './pass.ts';
import { always, type Rule, streamRule } from './rule.ts';
import type { World } from './world.ts';

/** Rules about passes over a stream. */
export const readRules: readonly Rule[] = [
  streamRule('read.sizes', 'reads 0, 1, page − 1, page, page + 1 and 3 pages + 1 records, each once', always, sizes),
  streamRule('read.resume', 'stopped after any page and resumed, it reads what a full read does', always, resume),
  streamRule('read.cursor', 'cursors fit into an item and survive JSON', always, async (world, name) => {
    await world.vendor(name).add(world.harness.pageSize + 1);
    for (const page of (await readPass(world.stream(name), world.ctx())).pages) {
      assert.ok(JSON.stringify(page.resume).length <= 10_000, 'the cursor is larger than 10 KB');
    }
  }),
  streamRule('read.bad-row', 'a bad row is rejected with its reason and the page goes on', always, badRow),
  streamRule('read.quiet', 'a second pass without change shows nothing new', always, quiet),
  streamRule('read.edit', 'an edit shows in the next pass, with another revision', always, edit),
  streamRule('read.during', 'edits made during a pass are seen by the end of the next', always, during),
  streamRule(
    'read.count',
    'count agrees with what is read',
    (s) => s.count !== undefined,
    async (world, name) => {
      const ids = await world.vendor(name).add(3);
      assert.equal(await world.stream(name).count?.(world.ctx()), ids.length);
    },
  ),
  streamRule('read.fetch', 'fetch gives records as read shows them and leaves out ids that do not exist', (s) => s.fetch !== undefined, fetchRule),
];

async function sizes(world: World, name: string, fresh: () => Promise<World>): Promise<void> {
  const page = world.harness.pageSize;
  for (const n of new Set([0, 1, page - 1, page, page + 1, 3 * page + 1])) {
    const w = await fresh();
    const stream = w.stream(name);
    const ids = n === 0 ? [] : [...(await w.vendor(name).add(n))].sort();
    const pass = await readPass(stream, w.ctx());
    assert.deepEqual(idsOf(stream, pass.records), ids, `${n} records`);
    for (const p of pass.pages) assert.ok(p.records.length <= connectorLimits.pageRecords, 'a page is larger than allowed');
    for (const record of pass.records) {
      assert.ok(stream.record.safeParse(record).success, `a record does not have its schema: ${JSON.stringify(record).slice(0, 300)}`);
      assert.ok(Buffer.byteLength(stream.key(record)) <= connectorLimits.idBytes && stream.key(record) !== '', 'an id is empty or too long');
    }
  }
}

async function resume(world: World, name: string): Promise<void> {
  await world.vendor(name).add(2 * world.harness.pageSize + 1);
  const stream = world.stream(name);
  const whole = await readPass(stream, world.ctx());
  const wanted = byId(stream, whole.records);
  for (let k = 0; k < whole.pages.length - 1; k += 1) {
    const rest = await readPass(stream, world.ctx({ forgetful: true }), whole.pages[k]?.resume as Json);
    const seen = byId(stream, [...whole.pages.slice(0, k + 1).flatMap((p) => p.records), ...rest.records]);
    assert.deepEqual([...seen.keys()].sort(), [...wanted.keys()].sort(), `resumed after page ${k + 1}`);
    for (const [id, record] of seen) assertSameRecord(stream, record, wanted.get(id), id);
    assert.ok(rest.records.length < whole.records.length, 'resuming began from the beginning');
  }
}

async function badRow(world: World, name: string): Promise<void> {
  const vendor = world.vendor(name);
  const before = await vendor.add(2);
  await vendor.poison();
  const after = await vendor.add(2);
  const stream = world.stream(name);
  const pass = await readPass(stream, world.ctx());
  assert.deepEqual(idsOf(stream, pass.records), [...before, ...after].sort(), 'good rows beside the bad one');
  assert.ok(pass.rejected >= 1, 'the bad row is not in rejected');
  for (const row of pass.pages.flatMap((p) => p.rejected ?? [])) {
    assert.ok(row.id !== '' && row.fault.code !== '' && row.fault.message.en !== '' && row.fault.message.zh !== '', 'a rejected row lacks its place or reason');
  }
}

async function quiet(world: World, name: string): Promise<void> {
  await world.vendor(name).add(world.harness.pageSize + 1);
  const stream = world.stream(name);
  const first = await readPass(stream, world.ctx());
  world.advance(1_000);
  const second = await readPass(stream, world.ctx(), first.cursor);
  const known = byId(stream, first.records);
  for (const record of second.records) assertSameRecord(stream, record, known.get(stream.key(record)), 'read again');
  assert.deepEqual(second.deleted, [], 'something is told deleted');
}

async function edit(world: World, name: string): Promise<void> {
  const stream = world.stream(name);
  const ids = await world.vendor(name).add(3);
  const first = await readPass(stream, world.ctx());
  world.advance(60_000);
  const id = ids[1] as string;
  await world.vendor(name).edit(id);
  const second = await readPass(stream, world.ctx(), first.cursor);
  const [old, now] = [byId(stream, first.records).get(id), byId(stream, second.records).get(id)];
  assert.ok(old !== undefined && now !== undefined, 'the edited record is not in the next pass');
  assert.notDeepEqual(steady(stream, now), steady(stream, old), 'the edit does not show');
  if (stream.traits.revision !== 'none') assert.notEqual(stream.revision?.(now), stream.revision?.(old), 'the revision did not change with the record');
}

async function during(world: World, name: string): Promise<void> {
  const stream = world.stream(name);
  await world.vendor(name).add(2 * world.harness.pageSize + 1);
  const seen = new Map<string, JsonObject>();
  const before = idsOf(stream, (await readPass(stream, world.ctx())).records);
  const edited = [before[0], before.at(-1)] as string[];
  let cursor: Json = null;
  let page = 0;
  for await (const p of stream.read(world.ctx(), undefined)) {
    for (const record of p.records as JsonObject[]) seen.set(stream.key(record), record);
    page += 1;
    world.advance(1_000);
    if (page === 1) for (const id of edited) await world.vendor(name).edit(id);
    cursor = JSON.parse(JSON.stringify(p.resume)) as Json;
    if (p.last) break;
  }
  for (const record of (await readPass(stream, world.ctx(), cursor)).records) seen.set(stream.key(record), record);
  const truth = byId(stream, (await readPass(stream, world.ctx())).records);
  for (const id of truth.keys()) assertSameRecord(stream, seen.get(id), truth.get(id), `edited during the pass: ${id}`);
}

async function fetchRule(world: World, name: string): Promise<void> {
  const stream = world.stream(name);
  const ids = await world.vendor(name).add(3);
  const read = byId(stream, (await readPass(stream, world.ctx())).records);
  const asked = [ids[2] as string, 'no-such-id', ids[0] as string];
  const found = byId(stream, (await stream.fetch?.(world.ctx(), asked)) ?? []);
  assert.deepEqual([...found.keys()].sort(), [asked[0], asked[2]].sort());
  for (const [id, record] of found) assertSameRecord(stream, record, read.get(id), `fetched ${id}`);
}
