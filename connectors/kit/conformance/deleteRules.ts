import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { CursorExpired } from '../../../core/ports/connector.ts';
import { byId, idsOf, readPass } from './pass.ts';
import { type Rule, streamRule } from './rule.ts';
import type { World } from './world.ts';

/** Rules about what is no longer there: records and cursors. */
export const deleteRules: readonly Rule[] = [
  streamRule('read.deletes', 'a delete is seen the way the stream declares', (s) => s.deletes.by !== 'none', deletes),
  streamRule('read.complete', 'a pass says complete only if it showed every live record', (s) => s.deletes.by === 'sweep', complete),
  streamRule(
    'read.ids',
    'ids lists every live record once',
    (s) => s.ids !== undefined,
    async (world, name) => {
      const ids = await world.vendor(name).add(world.harness.pageSize + 1);
      assert.deepEqual(await allIds(world, name), [...ids].sort());
    },
  ),
  streamRule(
    'read.expired',
    'an expired cursor leads to a resync, not to a failure',
    (s) => s.progress.by === 'token',
    async (world, name) => {
      const vendor = world.vendor(name);
      await vendor.add(2);
      const { cursor } = await readPass(world.stream(name), world.ctx());
      assert.ok(vendor.expire !== undefined, 'the fake cannot expire cursors');
      await vendor.expire();
      await assert.rejects(readPass(world.stream(name), world.ctx(), cursor), CursorExpired);
    },
  ),
];

async function allIds(world: World, name: string): Promise<string[]> {
  const found: string[] = [];
  for await (const some of world.stream(name).ids?.(world.ctx()) ?? []) found.push(...some);
  return found.sort();
}

async function deletes(world: World, name: string): Promise<void> {
  const stream = world.stream(name);
  const ids = await world.vendor(name).add(3);
  const first = await readPass(stream, world.ctx());
  world.advance(60_000);
  await world.vendor(name).remove(ids[1] as string);
  const second = await readPass(stream, world.ctx(), first.cursor);
  const left = [ids[0], ids[2]].sort();
  if (stream.deletes.by === 'feed') assert.ok(second.deleted.includes(ids[1] as string), 'the delete is not in the feed');
  else if (stream.deletes.by === 'flag')
    assert.ok(second.deleted.includes(ids[1] as string) || isFlagged(byId(stream, second.records).get(ids[1] as string), stream.deletes.field), 'the delete is not flagged');
  else if (stream.ids !== undefined) assert.deepEqual(await allIds(world, name), left, 'the sweep still lists the deleted record');
  if (stream.progress.by === 'snapshot') {
    assert.ok(second.complete, 'a snapshot pass over changed records must say complete');
    assert.deepEqual(idsOf(stream, second.records), left);
  }
}

function isFlagged(record: JsonObject | undefined, field: string): boolean {
  return record !== undefined && record[field] !== undefined && record[field] !== null;
}

async function complete(world: World, name: string): Promise<void> {
  const stream = world.stream(name);
  const ids = [...(await world.vendor(name).add(world.harness.pageSize + 1))].sort();
  const whole = await readPass(stream, world.ctx());
  if (whole.complete) assert.deepEqual(idsOf(stream, whole.records), ids);
  for (let k = 0; k < whole.pages.length - 1; k += 1) {
    const rest = await readPass(stream, world.ctx({ forgetful: true }), whole.pages[k]?.resume as Json);
    const shown = [...whole.pages.slice(0, k + 1).flatMap((p) => p.records), ...rest.records];
    if (rest.complete) assert.deepEqual([...byId(stream, shown).keys()].sort(), ids, 'a resumed pass says complete');
  }
  world.advance(60_000);
  const quiet = await readPass(stream, world.ctx(), whole.cursor);
  if (quiet.complete) assert.deepEqual(idsOf(stream, quiet.records), ids, 'a pass that showed nothing says complete');
}
