import assert from 'node:assert/strict';
import { type AnyConnector, type Fault, FaultError } from '../../../core/ports/connector.ts';
import { type FakeFault, throttleMs } from './harness.ts';
import { readPass } from './pass.ts';
import { always, connectorRule, type Rule, streamRule } from './rule.ts';
import type { World } from './world.ts';

/** Times enough that no repeat gets past the fault. */
const forGood = 10;

/** Whether the fake is a vendor at the other end of a line: folders have no answers to get wrong. */
const online = (connector: AnyConnector): boolean => connector.secrets.length > 0 || connector.budgets.length > 0;

/** Rules about how a connector behaves towards a vendor in trouble. */
export const mannerRules: readonly Rule[] = [
  faultRule('manners.throttle', 'a throttle is a quota fault that says when to come back', ['throttle-seconds', 'throttle-date'], ['quota'], (told) => {
    assert.ok(Math.abs((told.retryAfterMs ?? 0) - throttleMs) <= 2_000, `come back in ${told.retryAfterMs} ms, the vendor said ${throttleMs}`);
  }),
  faultRule('manners.unavailable', 'a vendor in trouble is transient', ['unavailable', 'reset'], ['transient']),
  faultRule('manners.garbled', 'an answer that is no answer is a fault, not data', ['garbled'], ['schema', 'transient']),
  faultRule('manners.unauthorized', 'refused credentials are an auth fault', ['unauthorized'], ['auth']),
  connectorRule('manners.repeat', 'a read that fails once goes on by itself', online, async (world, fresh) => {
    for (const fault of ['unavailable', 'reset'] as const) {
      for (const name of world.harness.streams) {
        const w = await fresh();
        const ids = await w.vendor(name).add(2);
        w.fake.inject(fault, 1);
        assert.equal((await readPass(w.stream(name), w.ctx())).records.length, ids.length, `${fault} once`);
      }
    }
  }),
  connectorRule('manners.login', 'workers that start together log in once', online, async (world) => {
    const logins = world.fake.logins;
    if (logins === undefined) return;
    await Promise.all(Array.from({ length: 5 }, () => world.connector.check(world.ctx())));
    assert.equal(logins(), 1);
  }),
  streamRule('manners.abort', 'stops within one call once it is told to', always, abort),
];

function faultRule(id: string, title: string, faults: readonly FakeFault[], kinds: readonly Fault['kind'][], more?: (told: Fault) => void): Rule {
  return connectorRule(id, title, online, async (world, fresh) => {
    for (const fault of faults) {
      for (const name of world.harness.streams) {
        const w = await fresh();
        await w.vendor(name).add(1);
        w.fake.inject(fault, forGood);
        const thrown = await failureOf(w, name);
        assert.ok(thrown !== undefined, `${fault}: the read went on as if nothing had happened`);
        const told = w.connector.explain(thrown);
        assert.ok(kinds.includes(told.kind), `${fault} became ${told.kind} ${told.code}`);
        more?.(told);
      }
    }
  });
}

async function failureOf(world: World, name: string): Promise<unknown> {
  try {
    await readPass(world.stream(name), world.ctx());
    return undefined;
  } catch (error) {
    return error;
  }
}

async function abort(world: World, name: string): Promise<void> {
  await world.vendor(name).add(2 * world.harness.pageSize + 1);
  const controller = new AbortController();
  let calls = 0;
  let pagesAfter = 0;
  const reading = async (): Promise<void> => {
    for await (const _ of world.stream(name).read(world.ctx({ signal: controller.signal }), undefined)) {
      if (controller.signal.aborted) pagesAfter += 1;
      else calls = world.fake.calls();
      controller.abort();
    }
  };
  await reading().catch((error: unknown) => {
    const told = world.connector.explain(error);
    assert.ok(told.kind === 'transient' || error instanceof FaultError, `stopping became ${told.kind} ${told.code}`);
  });
  assert.ok(pagesAfter <= 1, `${pagesAfter} pages came after the stop`);
  assert.ok(world.fake.calls() - calls <= 1, 'more than one call after the stop');
}
