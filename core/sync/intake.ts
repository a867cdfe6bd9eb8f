import { sha256Hex } from '../model/hash.ts';
import { keyPart } from '../model/keys.ts';
import type { Secret } from '../model/secret.ts';
import { type AnyConnector, connectorLimits, type Hint, type Hooks } from '../ports/connector.ts';
import type { ConnectionConfig } from './config.ts';
import { reportFailure } from './failure.ts';
import { type JobMessage, messageSchema, send, sendHints } from './messages.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** A webhook as it came in, before anything of it is believed. */
export interface Incoming {
  readonly connection: string;
  readonly raw: Uint8Array;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the caller answers the vendor. 401 has no body: a forger learns nothing. */
export type Taken = { readonly status: number; readonly body: string; readonly type: string };

/** What every unknown, unsigned, forged or stale webhook gets. */
export const refusedHook: Taken = { status: 401, body: '', type: 'text/plain' };

const taken: Taken = { status: 200, body: '', type: 'text/plain' };

/** Deliveries are remembered this long, so that replays and repeats do nothing: longer than any vendor retries. */
const seenSeconds = 8 * 86_400;

/** More records than this in one delivery are read by a pull instead: a delivery must not become a flood of messages. */
const hintIdsMax = 1_000;

/** A pull that deliveries ask for begins so much later: a vendor that tells of a thousand changes one by one is read once or twice, not a thousand times. */
const pullDelaySeconds = 2;

/** Cause of the failure that stands for deliveries that are genuine and cannot be read. */
export const unreadableCause = 'hook.unreadable';

/**
 * Takes a webhook: verifies the raw bytes before anything of them is read, and passes on only a hint to fetch. Nothing of an unverified body changes state.
 * A genuine delivery is always answered 200: one that was taken before does nothing (vendors repeat what they believe lost), one that cannot be read is parked.
 */
export async function intake(world: World, connector: AnyConnector, connection: ConnectionConfig, secrets: readonly Secret[], incoming: Incoming): Promise<Taken> {
  const { hooks } = connector;
  if (hooks === undefined || !isGenuine(hooks, secrets, incoming, world.clock.now())) return refusedHook;
  const challenge = hooks.challenge?.(incoming.raw, incoming.headers);
  if (challenge !== undefined) return challenge;
  const hints = hintsOf(hooks, incoming, connection);
  if (hints === 'unreadable') await park(world, connection);
  else for (const hint of hints) await takeHint(world, connection, hint, deliveryOf(hooks, hint, incoming));
  return taken;
}

/** A verifier that throws has not verified. */
function isGenuine(hooks: Hooks<unknown>, secrets: readonly Secret[], { raw, headers }: Incoming, now: number): boolean {
  if (secrets.length === 0) return false;
  try {
    return hooks.verify(raw, headers, secrets, now) === 'ok';
  } catch {
    return false;
  }
}

function hintsOf(hooks: Hooks<unknown>, { raw, headers }: Incoming, connection: ConnectionConfig): readonly Hint[] | 'unreadable' {
  try {
    const hints = hooks.hints(raw, connection.config, headers);
    return hints !== 'unreadable' && hints.every(({ ids }) => ids === 'all' || ids.every(isId)) ? hints : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function isId(id: string): boolean {
  return id !== '' && Buffer.byteLength(id) <= connectorLimits.idBytes;
}

/** What a delivery is remembered by. Without a name of its own it is its bytes and its signature, so that the same words signed anew are news. */
function deliveryOf(hooks: Hooks<unknown>, hint: Hint, { raw, headers }: Incoming): string {
  return hint.delivery ?? sha256Hex(`${sha256Hex(raw)}\n${headers[hooks.signature] ?? ''}`);
}

async function takeHint(world: World, { name, streams }: ConnectionConfig, hint: Hint, delivery: string): Promise<void> {
  if (!streams.some((stream) => stream.name === hint.stream && stream.enabled)) return; // nobody here reads it
  const key = { pk: `HOOK#${keyPart(name)}#${keyPart(delivery)}`, sk: keyPart(hint.stream) };
  const [seen] = await world.table.get([key], { consistent: true });
  if (seen !== undefined) return;
  // The hint is sent first: a crash in between sends it twice, never not at all.
  const ids = hint.ids === 'all' ? 'all' : [...new Set(hint.ids)];
  if (ids === 'all' || ids.length > hintIdsMax) await pullSoon(world, name, hint.stream);
  else {
    await sendHints(
      world,
      name,
      hint.stream,
      ids.map((id) => ({ id, hint: true as const })),
    );
  }
  const expiresAt = Math.floor(world.clock.now() / 1000) + seenSeconds;
  await put(world, [{ op: 'put', item: { ...key, kind: 'hook', body: {}, expiresAt }, when: 'absent' }]);
}

/** Has the stream pulled, once for all deliveries until that pull begins: what they tell of is seen by it. */
async function pullSoon(world: World, connection: string, stream: string): Promise<void> {
  const key = { pk: `HOOK#${keyPart(connection)}`, sk: keyPart(stream) };
  const [asked] = await world.table.get([key], { consistent: true });
  const now = world.clock.now();
  if (typeof asked?.body['dueAt'] === 'number' && asked.body['dueAt'] > now) return;
  const pull: JobMessage = { v: messageSchema, workspace: world.config.workspace, job: 'pull', connection, stream, tries: 0 };
  await send(world, 'jobs', connection, [pull], pullDelaySeconds);
  const dueAt = now + pullDelaySeconds * 1_000;
  await put(world, [{ op: 'put', item: { ...key, kind: 'hook', body: { dueAt }, expiresAt: Math.floor(now / 1_000) + seenSeconds }, when: 'any' }]);
}

/** One row for all of them: the vendor has changed its form, and a person must know. What they told of comes with the next pull. */
async function park(world: World, { name, streams }: ConnectionConfig): Promise<void> {
  await reportFailure(world, {
    connection: name,
    stream: streams.find((stream) => stream.enabled)?.name ?? '',
    record: 'webhook',
    cause: unreadableCause,
    kind: 'parked',
    reason: {
      en: `${name} sends webhooks that are genuine and have a form we do not know. Its changes come with the next pull instead.`,
      zh: `${name} 发来的 webhook 签名有效，但格式无法识别；其变更会在下次读取时同步。`,
    },
  });
}
