import { keyPart } from '../model/keys.ts';
import type { Fault } from '../ports/connector.ts';
import type { Key } from '../ports/table.ts';
import { isAhead } from './set-back.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** Whether a connection can be called. Faults of the whole connection (429, outage, dead grant) block it until a due time; one canary goes first then. */
export interface Health {
  readonly state: 'ok' | 'blocked';
  readonly fault?: Fault;
  /** When the canary may go, ms. */
  readonly blockedUntil: number;
  /** Consecutive faults: doubles the wait. */
  readonly faults: number;
  readonly since: number;
}

const healthy: Health = { state: 'ok', blockedUntil: 0, faults: 0, since: 0 };

/** First wait after a fault, doubled per fault. */
const firstWaitMs = 5_000;
/** Longest wait between canaries: an outage of hours is noticed over within minutes. */
const longestWaitMs = 10 * 60_000;
/** A dead grant waits for a person; it is tried again this often in case somebody renewed it. */
const authWaitMs = 15 * 60_000;

/** Where a connection's health lies. */
export function healthKey(connection: string): Key {
  return { pk: `CON#${keyPart(connection)}`, sk: 'HEALTH' };
}

/** The connection's health, and the version it was read at. */
export async function readHealth(world: World, connection: string): Promise<{ health: Health; version: number }> {
  const [item] = await world.table.get([healthKey(connection)], { consistent: true });
  return item === undefined ? { health: healthy, version: 0 } : { health: item.body as unknown as Health, version: item.version };
}

/** True while nothing may be sent but a canary that is due. */
export function isBlocked(health: Health, now: number, canary: boolean): boolean {
  if (health.state === 'ok') return false;
  return !(canary && isWaitOver(health, now));
}

/** Also where it would end later than any wait that begins now: it was stored before our clock was set back. */
function isWaitOver({ blockedUntil, fault, faults }: Health, now: number): boolean {
  return now >= blockedUntil || (fault !== undefined && isAhead(blockedUntil, now + waitMs(fault, faults)));
}

/** Blocks the connection after a fault of all of it; a racing writer's block stands as well. */
export async function block(world: World, connection: string, fault: Fault): Promise<Health> {
  for (;;) {
    const { health, version } = await readHealth(world, connection);
    const now = world.clock.now();
    if (health.state === 'blocked' && !isWaitOver(health, now)) return health;
    const faults = health.state === 'blocked' ? health.faults + 1 : 1;
    const next: Health = { state: 'blocked', fault, faults, since: health.state === 'blocked' ? health.since : now, blockedUntil: now + waitMs(fault, faults) };
    if ((await writeHealth(world, connection, next, version)) === 'ok') return next;
  }
}

/** Clears a block after a call that worked; true when there was one. */
export async function unblock(world: World, connection: string): Promise<boolean> {
  for (;;) {
    const { health, version } = await readHealth(world, connection);
    if (health.state === 'ok') return false;
    if ((await writeHealth(world, connection, { ...healthy, since: world.clock.now() }, version)) === 'ok') return true;
  }
}

/** Ends the wait of a blocked connection, because a person repaired the cause: the next call is its canary. */
export async function endWait(world: World, connection: string): Promise<void> {
  for (;;) {
    const { health, version } = await readHealth(world, connection);
    if (health.state === 'ok' || health.blockedUntil <= world.clock.now()) return;
    if ((await writeHealth(world, connection, { ...health, blockedUntil: world.clock.now() }, version)) === 'ok') return;
  }
}

function waitMs(fault: Fault, faults: number): number {
  if (fault.retryAfterMs !== undefined) return fault.retryAfterMs;
  if (fault.kind === 'auth') return authWaitMs;
  return Math.min(firstWaitMs * 2 ** (faults - 1), longestWaitMs);
}

async function writeHealth(world: World, connection: string, health: Health, version: number): Promise<'ok' | 'conflict'> {
  return put(world, [
    {
      op: 'put',
      item: { ...healthKey(connection), kind: 'health', body: health as never, index: { lpk: 'HEALTH', lsk: keyPart(connection), state: health.state } },
      when: version === 0 ? 'absent' : { version },
    },
  ]);
}
