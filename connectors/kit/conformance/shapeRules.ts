import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Fault } from '../../../core/ports/connector.ts';
import { HttpError } from '../../../core/ports/world.ts';
import { connectorProblems, streamProblems } from '../shape.ts';
import { readPass } from './pass.ts';
import { always, connectorRule, type Rule } from './rule.ts';
import type { World } from './world.ts';

const kinds: ReadonlySet<string> = new Set<Fault['kind']>(['auth', 'quota', 'transient', 'invalid', 'duplicate', 'missing', 'conflict', 'too-large', 'schema', 'unknown']);

/** Rules about the declaration and what a connection shows of itself. */
export const shapeRules: readonly Rule[] = [
  connectorRule('shape.definition', 'is declared in full: names, version, schemas, egress, budgets', always, definition),
  connectorRule('shape.check', 'check names the account', always, async (world) => {
    const { account, notes } = await world.connector.check(world.ctx());
    assert.ok(account.trim() !== '', 'check names no account');
    assert.ok(
      notes.every((n) => n.en !== '' && n.zh !== ''),
      'a note lacks one of its languages',
    );
  }),
  connectorRule('shape.canary', 'a secret never shows in logs, errors or recordings', (c) => c.secrets.length > 0, canary),
  connectorRule('shape.explain', 'explain makes a fault of anything that is thrown', always, async ({ connector }) => {
    const samples: readonly unknown[] = [new Error('x'), new HttpError('timeout', true), new z.ZodError([]), new SyntaxError('x'), 'text', null, undefined, { code: 1 }];
    for (const sample of samples) {
      const told = connector.explain(sample);
      assert.ok(kinds.has(told.kind) && told.code !== '' && told.message.en !== '' && told.message.zh !== '', `explain gave ${JSON.stringify(told)}`);
    }
    assert.equal(connector.explain(new HttpError('timeout', true)).kind, 'transient', 'a time-out is transient');
  }),
];

async function definition(world: World): Promise<void> {
  const { connector, config, fake, harness } = world;
  const streams = connector.streams(config);
  assert.deepEqual(connectorProblems(connector), []);
  for (const stream of streams) assert.deepEqual(streamProblems(stream), [], stream.name);
  assert.equal(new Set(streams.map((s) => s.name)).size, streams.length, 'two streams have one name');
  if (fake.files === undefined) assert.ok(connector.egress(config).length > 0, 'the egress list is empty though it touches no files');
  for (const { host, port } of connector.egress(config)) assert.ok(host !== '' && port > 0 && port < 65_536, `egress ${host}:${port}`);
  for (const name of harness.streams) world.stream(name);
  assert.equal(connector.config.safeParse('not a block').success, false, 'the configuration schema takes anything');
}

async function canary(world: World, fresh: () => Promise<World>): Promise<void> {
  const said: string[] = [];
  for (const fault of [undefined, 'unauthorized', 'garbled'] as const) {
    const { connector, ctx, fake, harness, stream, traces, vendor } = fault === undefined ? world : await fresh();
    for (const name of harness.streams) await tolerate(said, async () => void (await vendor(name).add(2)));
    if (fault !== undefined) await tolerate(said, async () => fake.inject(fault, 5));
    await tolerate(said, async () => void (await connector.check(ctx())));
    for (const name of harness.streams) await tolerate(said, async () => void (await readPass(stream(name), ctx())));
    said.push(...traces);
  }
  const secrets = Object.values(world.fake.secrets).filter((text) => text.length >= 4);
  assert.ok(secrets.length > 0, 'the fake has no secret of at least four characters to look for');
  for (const secret of secrets) {
    for (const form of [secret, Buffer.from(secret).toString('base64')]) {
      assert.ok(!said.some((text) => text.includes(form)), 'a secret shows in logs, errors or recordings');
    }
  }
}

/** Runs a step whose failure is not the point, and keeps what it said. */
async function tolerate(said: string[], step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    said.push(error instanceof Error ? `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}` : String(error));
  }
}
