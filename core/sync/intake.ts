import { sha256Hex } from '../model/hash.ts';
import { keyPart } from '../model/keys.ts';
import type { Secret } from '../model/secret.ts';
import type { AnyConnector } from '../ports/connector.ts';
import { sendHints } from './messages.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** A webhook as it came in, before anything of it is believed. */
export interface Incoming {
  readonly connection: string;
  readonly raw: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the caller answers the vendor. */
export type Taken = { readonly status: 200; readonly body: string; readonly type: string } | { readonly status: 401 };

/** Deliveries are remembered this long, to refuse replays: longer than any vendor retries. */
const seenSeconds = 8 * 86_400;

/** Takes a webhook: verifies the raw bytes, refuses replays, and passes on only a hint to fetch. Nothing of an unverified body changes state. */
export async function intake(world: World, connector: AnyConnector, config: unknown, secrets: readonly Secret[], incoming: Incoming): Promise<Taken> {
  const { hooks } = connector;
  if (hooks === undefined || secrets.length === 0) return { status: 401 };
  if (hooks.verify(incoming.raw, incoming.headers, secrets, world.clock.now()) !== 'ok') return { status: 401 };
  const challenge = hooks.challenge?.(incoming.raw, incoming.headers);
  if (challenge !== undefined) return { status: 200, body: challenge.body, type: challenge.type };
  for (const hint of hooks.hints(incoming.raw, config)) {
    const delivery = hint.delivery ?? sha256Hex(incoming.raw);
    const key = { pk: `HOOK#${keyPart(incoming.connection)}#${keyPart(delivery)}`, sk: keyPart(hint.stream) };
    const expiresAt = Math.floor(world.clock.now() / 1000) + seenSeconds;
    // The hint is sent first: a crash in between sends it twice, never not at all.
    const [seen] = await world.table.get([key], { consistent: true });
    if (seen !== undefined) continue;
    await sendHints(
      world,
      incoming.connection,
      hint.stream,
      hint.ids.map((id) => ({ id, hint: true as const })),
    );
    await put(world, [{ op: 'put', item: { ...key, kind: 'hook', body: {}, expiresAt }, when: 'absent' }]);
  }
  return { status: 200, body: '', type: 'text/plain' };
}
