import assert from 'node:assert/strict';
import { Secret } from '../../../core/model/secret.ts';
import type { Hooks } from '../../../core/ports/connector.ts';
import { windowMs } from '../webhook.ts';
import type { HookHarness } from './harness.ts';
import { connectorRule, type Rule } from './rule.ts';
import type { World } from './world.ts';

const secrets = [new Secret('old-secret-0001'), new Secret('new-secret-0002')];
const hasHooks = (connector: { readonly hooks?: unknown }): boolean => connector.hooks !== undefined;

/** Rules about webhooks. */
export const hookRules: readonly Rule[] = [
  rule('hooks.genuine', 'a genuine delivery is ok, with the old secret and with the new one', (hooks, kit, now) => {
    for (const secret of secrets) {
      const { raw, headers } = kit.sign(kit.event(['1']), secret.reveal(), now);
      assert.equal(hooks.verify(raw, headers, secrets, now), 'ok');
    }
    const odd = kit.sign(` \r\n${kit.event(['12345678901234567890'])}\n\t`, 'new-secret-0002', now);
    assert.equal(hooks.verify(odd.raw, odd.headers, secrets, now), 'ok', 'white space and big integers');
  }),
  rule('hooks.forged', 'one byte changed is bad; so is a missing header, an unknown secret and no secret at all', (hooks, kit, now) => {
    const { raw, headers } = kit.sign(kit.event(['1']), 'new-secret-0002', now);
    const changed = Uint8Array.from(raw);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
    assert.equal(hooks.verify(changed, headers, secrets, now), 'bad', 'a byte was changed');
    const without = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== kit.signature));
    assert.equal(hooks.verify(raw, without, secrets, now), 'bad', 'the header is missing');
    assert.equal(hooks.verify(raw, headers, [new Secret('another-secret')], now), 'bad', 'the secret is another');
    assert.equal(hooks.verify(raw, headers, [], now), 'bad', 'there is no secret');
  }),
  rule('hooks.stale', 'a delivery from far in the past or the future is stale', (hooks, kit, now) => {
    if (!kit.dated) return;
    for (const offset of [-windowMs - 2_000, windowMs + 2_000]) {
      const { raw, headers } = kit.sign(kit.event(['1']), 'new-secret-0002', now + offset);
      assert.equal(hooks.verify(raw, headers, secrets, now), 'stale');
    }
  }),
  rule('hooks.hints', 'hints name the records, unknown events none, what is no event is unreadable, and nothing makes them throw', (hooks, kit, _now, config) => {
    const bytes = (text: string): Uint8Array => Buffer.from(text);
    const told = (text: string): string[] | 'unreadable' => {
      const hints = hooks.hints(bytes(text), config, {});
      return hints === 'unreadable' ? hints : hints.flatMap((h) => (h.ids === 'all' ? ['all'] : h.ids));
    };
    assert.deepEqual(told(kit.event(['1', '2'])), ['1', '2']);
    assert.deepEqual(told(kit.unknown), [], 'an event that does not concern us');
    for (const text of ['', '{', 'null', '[]', '{"__proto__":{"x":1}}']) assert.equal(told(text), 'unreadable', text);
  }),
];

type Check = (hooks: Hooks<unknown>, kit: HookHarness, now: number, config: unknown) => void;

function rule(id: string, title: string, check: Check): Rule {
  return connectorRule(id, title, hasHooks, async (world: World) => {
    const { hooks } = world.connector;
    assert.ok(hooks !== undefined && world.harness.hooks !== undefined, 'the harness cannot make deliveries');
    check(hooks, world.harness.hooks, world.now(), world.config);
  });
}
