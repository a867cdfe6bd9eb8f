import assert from 'node:assert/strict';
import { type JsonObject, jsonEqual } from '../../../core/model/json.ts';
import { type AnyStream, FaultError, type WriteOp, type WriteOutcome } from '../../../core/ports/connector.ts';
import { mayHaveLanded } from '../landed.ts';
import type { FakeStream } from './harness.ts';
import { assertSameRecord, byId, fetchOne, readPass } from './pass.ts';
import { type Rule, streamRule } from './rule.ts';
import type { World } from './world.ts';

const creates = (s: AnyStream): boolean => s.write?.actions.includes('create') === true;
const names = (s: AnyStream): boolean => creates(s) && s.write?.repeatable === 'external-id';
const updates = (s: AnyStream): boolean => s.write?.actions.includes('update') === true;
const removes = (s: AnyStream): boolean => s.write?.actions.includes('delete') === true;

/** Rules about what is written. */
export const writeRules: readonly Rule[] = [
  streamRule('write.create', 'outcomes stand 1:1 with the operations, and what was created reads back', creates, create),
  streamRule('write.echo', 'the next pass shows what we wrote exactly as the outcome did', creates, echo),
  streamRule('write.twice', 'the same create twice makes one record', creates, twice),
  streamRule('write.name', 'what was created bears the name that we gave it', names, named),
  streamRule('write.poison', 'a refused operation leaves the others applied', creates, poison),
  streamRule('write.lost', 'an answer that was lost is unsure, and looking finds the one record', creates, lost),
  streamRule('write.partial', 'a partial change reads back and leaves the other fields', updates, partial),
  streamRule('write.noop', 'a change that changes nothing has no effect', updates, noop),
  streamRule('write.stale', 'a write that rests on an older state is a conflict and does nothing', updates, stale),
  streamRule('write.delete', 'a delete removes the record, and repeating it is harmless', removes, remove),
];

/** Writes, and asserts that each operation has its outcome. */
async function push(world: World, name: string, ops: readonly WriteOp[]): Promise<readonly WriteOutcome[]> {
  const outcomes = (await world.stream(name).write?.push(world.ctx({ purpose: 'deliver' }), ops)) ?? [];
  assert.equal(outcomes.length, ops.length, 'outcomes are not 1:1 with the operations');
  return outcomes;
}

function createOp(vendor: FakeStream, n: number): WriteOp {
  assert.ok(vendor.create !== undefined, 'the fake has no record to create');
  return { key: `op-create-${n}`, action: 'create', ...vendor.create(n) };
}

async function updateOp(world: World, name: string, id: string, n: number): Promise<WriteOp> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  assert.ok(vendor.change !== undefined, 'the fake has no change to make');
  const record = await fetchOne(stream, world.ctx(), id);
  return { key: `op-update-${n}`, action: 'update', id, fields: vendor.change(n), base: { record, revision: stream.revision?.(record) } };
}

function appliedId(outcome: WriteOutcome | undefined): string {
  assert.ok(outcome?.state === 'applied' || outcome?.state === 'unchanged', `the outcome is ${JSON.stringify(outcome)}`);
  assert.ok(outcome.id !== '', 'the outcome names no id');
  return outcome.id;
}

function assertShows(vendor: FakeStream, record: JsonObject, fields: JsonObject): void {
  const shown = vendor.shows?.(record, fields) ?? Object.entries(fields).every(([field, value]) => jsonEqual(record[field] ?? null, value ?? null));
  assert.ok(shown, `${JSON.stringify(record)} does not show ${JSON.stringify(fields)}`);
}

async function create(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const ops = [createOp(vendor, 0), createOp(vendor, 1), createOp(vendor, 2)];
  const outcomes = await push(world, name, ops);
  const ids = outcomes.map(appliedId);
  assert.equal(new Set(ids).size, ids.length, 'two creates have one id');
  assert.equal(await vendor.size(), ops.length);
  for (const [i, id] of ids.entries()) {
    const record = await fetchOne(stream, world.ctx(), id);
    assertShows(vendor, record, ops[i]?.fields ?? {});
    const outcome = outcomes[i];
    if (outcome?.state !== 'applied') continue;
    assert.equal(outcome.record !== undefined, stream.traits.returnsBody, 'returnsBody is not what is declared');
    if (outcome.record !== undefined) assertSameRecord(stream, outcome.record, record, 'the outcome and the stored record');
  }
}

async function echo(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  await vendor.add(1);
  const before = await readPass(stream, world.ctx());
  world.advance(60_000);
  const [outcome] = await push(world, name, [createOp(vendor, 0)]);
  const id = appliedId(outcome);
  const shown = byId(stream, (await readPass(stream, world.ctx(), before.cursor)).records).get(id);
  assert.ok(shown !== undefined, 'what we wrote is not in the next pass');
  if (outcome?.state !== 'applied') return;
  if (outcome.record !== undefined) assertSameRecord(stream, shown, outcome.record, 'the echo');
  if (outcome.revision !== undefined) assert.equal(stream.revision?.(shown), outcome.revision, 'the echo has another revision than the outcome');
}

async function twice(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const op = createOp(vendor, 0);
  const id = appliedId((await push(world, name, [op]))[0]);
  world.advance(stream.traits.searchLagMs);
  const [found] = (await stream.write?.find(world.ctx(), [op])) ?? [];
  assert.ok(
    found?.some((r: JsonObject) => stream.key(r) === id),
    'find does not find what was just created',
  );
  if (stream.write?.repeatable !== 'find-first') assert.equal(appliedId((await push(world, name, [op]))[0]), id, 'the second create has another id');
  assert.equal(await vendor.size(), 1);
  const [none] = (await stream.write?.find(world.ctx(), [createOp(vendor, 7)])) ?? [];
  assert.deepEqual(none, [], 'find finds what was never created');
}

/** Only a name tells our record from one that merely looks like it, or is found beside it. */
async function named(world: World, name: string): Promise<void> {
  const [stream, op] = [world.stream(name), createOp(world.vendor(name), 0)];
  const id = appliedId((await push(world, name, [op]))[0]);
  const shown = [stream.externalId?.(await fetchOne(stream, world.ctx(), id)), id];
  assert.ok(shown.includes(op.externalId ?? op.key), `the record shows ${JSON.stringify(shown)}, not the name that it was given`);
}

async function poison(world: World, name: string): Promise<void> {
  const vendor = world.vendor(name);
  assert.ok(vendor.refused !== undefined, 'the fake has nothing that it refuses');
  const bad: WriteOp = { key: 'op-bad', action: 'create', ...vendor.refused() };
  const states = (await push(world, name, [createOp(vendor, 0), bad, createOp(vendor, 1)])).map((o) => o.state);
  assert.deepEqual(states, ['applied', 'rejected', 'applied']);
  assert.equal(await vendor.size(), 2);
}

async function lost(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const op = createOp(vendor, 0);
  await world.connector.check(world.ctx());
  world.fake.inject('lost-answer', 1);
  const told = await push(world, name, [op]).then(
    ([outcome]) => outcome?.state,
    (error: unknown) => (error instanceof FaultError && mayHaveLanded(error) ? 'unsure' : 'thrown as if nothing had been sent'),
  );
  assert.ok(told === 'unsure' || told === 'applied', `a lost answer became: ${told}`);
  assert.equal(await vendor.size(), 1, 'the create was repeated, or did not land');
  world.advance(stream.traits.maxInFlightMs + stream.traits.searchLagMs);
  const [found] = (await stream.write?.find(world.ctx(), [op])) ?? [];
  assert.equal(found?.length, 1, 'looking does not find the record');
}

async function partial(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const [id] = (await vendor.add(2)) as [string];
  const op = await updateOp(world, name, id, 1);
  appliedId((await push(world, name, [op]))[0]);
  const now = await fetchOne(stream, world.ctx(), id);
  assertShows(vendor, now, op.fields);
  const touched = new Set([...Object.keys(op.fields), ...(stream.volatile ?? []), ...(vendor.stamps ?? [])]);
  const others = Object.entries(op.base?.record ?? {}).filter(([field]) => !touched.has(field));
  assert.ok(others.length > 0, 'the change touches every field, so it proves nothing');
  for (const [field, value] of others) assert.ok(jsonEqual(now[field] ?? null, value ?? null), `${field} was not written and has changed`);
}

async function noop(world: World, name: string): Promise<void> {
  const vendor = world.vendor(name);
  const [id] = (await vendor.add(1)) as [string];
  appliedId((await push(world, name, [await updateOp(world, name, id, 1)]))[0]);
  const effects = world.fake.effects();
  appliedId((await push(world, name, [await updateOp(world, name, id, 1)]))[0]);
  assert.equal(world.fake.effects(), effects, 'writing what is already there changed something');
}

async function stale(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const [id] = (await vendor.add(1)) as [string];
  const op = await updateOp(world, name, id, 1);
  world.advance(60_000);
  await vendor.edit(id);
  const edited = await fetchOne(stream, world.ctx(), id);
  const [outcome] = await push(world, name, [op]);
  assert.equal(outcome?.state, 'conflict');
  assertSameRecord(stream, await fetchOne(stream, world.ctx(), id), edited, 'after the conflict');
}

async function remove(world: World, name: string): Promise<void> {
  const [stream, vendor] = [world.stream(name), world.vendor(name)];
  const [id] = (await vendor.add(2)) as [string];
  const record = await fetchOne(stream, world.ctx(), id);
  const op: WriteOp = { key: 'op-delete', action: 'delete', id, fields: {}, base: { record, revision: stream.revision?.(record) } };
  assert.equal(appliedId((await push(world, name, [op]))[0]), id);
  assert.equal(await vendor.size(), 1);
  appliedId((await push(world, name, [op]))[0]);
  assert.equal(await vendor.size(), 1, 'repeating the delete removed another record');
}
