import type { JsonObject } from '../model/json.ts';
import { minuteMs } from '../model/time.ts';
import { type AnyStream, CursorExpired, FaultError, type Page, type RejectedRow } from '../ports/connector.ts';
import { brake } from './brake.ts';
import { comparePage } from './compare.ts';
import { reportFailures } from './failure.ts';
import { block, isBlocked, readHealth } from './health.ts';
import { type InboundMessage, messageSchema, packBytesMax, packMax, type Sighting, send } from './messages.ts';
import { endPass, knownIds } from './pass-end.ts';
import { recovered } from './recover.ts';
import { addCounts, pauseForStream } from './route-state.ts';
import { addPacks, isLeased, leaseMs, letGo, noCounters, type PassUnderWay, readStreamState, type StreamState, writeStreamState } from './stream-state.ts';
import { isOwnStoreFailure, mappingOf, type World } from './world.ts';

/** What a page would do to known records. Filled by `comparePage`. */
export interface EffectsSeen {
  added: number;
  changed: number;
  readonly blanks: Record<string, number>;
  readonly samples: JsonObject[];
}

/** Why a pull ended. */
export type Pulled = 'done' | 'more' | 'busy' | 'paused' | 'blocked' | 'fenced';

/** A worker may pull this long in one go, then hands on: half of what a function may run. */
const stepMs = 4 * minuteMs;

/** A pull under way: its lease is held. */
export interface Pull {
  readonly world: World;
  readonly connection: string;
  readonly stream: AnyStream;
  state: StreamState;
  version: number;
  /** Ids seen by this pass, kept while one worker sees all of it; absent for a resumed pass, which cannot tell what is missing. */
  seenIds: Set<string> | undefined;
  /** Whatever the source shows was read after this, ms; as much earlier as its lists may lag. */
  readonly readSince: number;
}

/** Runs a pass over a stream, or goes on with one: compare, hand over, then move the cursor. The cursor never passes what is not handed over. */
export async function pull(world: World, connection: string, streamName: string, options: { full?: boolean } = {}): Promise<Pulled> {
  const stream = await world.stream(connection, streamName);
  const { health } = await readHealth(world, connection);
  if (isBlocked(health, world.clock.now(), true)) return 'blocked';
  const p = await takeLease(world, connection, stream, options.full === true);
  if (typeof p === 'string') return p;
  try {
    const pulled = await readPages(p);
    if (health.state === 'blocked') await recovered(world, connection);
    return pulled;
  } catch (error) {
    return failed(p, error);
  }
}

/** What becomes of a pull that threw: nobody holds its lease afterwards, or the stream would stand still until that ends. */
async function failed(p: Pull, error: unknown): Promise<Pulled> {
  const { world, connection } = p;
  try {
    if (error instanceof CursorExpired) return await resync(p);
    await save(p, { ...p.state, leaseUntil: 0 });
  } catch (refused) {
    if (isOwnStoreFailure(refused)) letGo(world, p.state);
    throw refused;
  }
  if (error instanceof FaultError) await block(world, connection, error.fault);
  // Our own store, or a bug: the message comes back, and in the end lies with the dead letters. The vendor did nothing.
  else if (isOwnStoreFailure(error) || error instanceof TypeError || error instanceof RangeError) throw error;
  else await block(world, connection, await world.explain(connection, error));
  return 'blocked';
}

async function takeLease(world: World, connection: string, stream: AnyStream, full: boolean): Promise<Pull | 'busy' | 'paused'> {
  const { state, version } = await readStreamState(world, connection, stream.name);
  const now = world.clock.now();
  if (state.paused !== undefined) return 'paused';
  if (isLeased(world, state)) return 'busy';
  const fromStart = full || state.wantFull || state.cursor === undefined;
  const resumed = state.pass !== undefined && !full;
  const pass: PassUnderWay = resumed
    ? (state.pass as PassUnderWay)
    : { id: world.ids.fresh('pass'), startedAt: now, full: fromStart, released: state.releaseNext, counters: noCounters, blanked: {}, legs: [] };
  const { cursor, ...rest } = state;
  const keepCursor = cursor !== undefined && (resumed || !fromStart);
  const next: StreamState = {
    ...rest,
    ...(keepCursor ? { cursor } : {}),
    token: state.token + 1,
    leaseUntil: now + leaseMs,
    ...(world.incarnation === undefined ? {} : { leaseBy: world.incarnation }),
    pass,
    lastPass: pass.id,
    lastStartedAt: resumed ? state.lastStartedAt : now,
    wantFull: false,
  };
  if ((await writeStreamState(world, connection, stream.name, next, version)) === 'conflict') return 'busy';
  // A pass that was begun by somebody who died cannot tell what is missing. One that goes on from a position can, if the connector says that it showed everything.
  const seenIds = resumed && pass.counters.pages > 0 ? undefined : new Set<string>();
  return { world, connection, stream, state: next, version: version + 1, seenIds, readSince: now - stream.traits.searchLagMs };
}

/** Stores the state under the lease; false when another worker has it now. */
async function save(p: Pull, next: StreamState): Promise<boolean> {
  if ((await writeStreamState(p.world, p.connection, p.stream.name, next, p.version)) === 'conflict') return false;
  p.state = next;
  p.version += 1;
  return true;
}

async function readPages(p: Pull): Promise<Pulled> {
  const { world, stream } = p;
  const ctx = await world.context(p.connection, 'pull');
  const startedAt = world.clock.now();
  const pages: AsyncIterable<Page> = stream.read(ctx, p.state.cursor);
  for await (const page of pages) {
    const taken = await takePage(p, page);
    if (taken !== 'ok') return taken;
    if (page.last) return (await endPass({ ...p, complete: page.complete === true && p.seenIds !== undefined }, (next: StreamState) => save(p, next))) ? 'done' : 'fenced';
    if (world.clock.now() - startedAt > stepMs) {
      return (await save(p, { ...p.state, leaseUntil: 0 })) ? 'more' : 'fenced';
    }
  }
  throw new RangeError(`${p.connection}/${stream.name}: the pages ended without a last one`);
}

/** One page: brakes first, then hand over, then the cursor. */
async function takePage(p: Pull, page: Page): Promise<'ok' | 'paused' | 'fenced'> {
  const { world, connection, stream } = p;
  const pass = p.state.pass as PassUnderWay;
  const mapping = mappingOf(world, connection, stream.name);
  const readAt = world.clock.now();
  const compared = await comparePage(p, mapping, page.records);
  for (const record of page.records) p.seenIds?.add(stream.key(record));
  for (const row of page.rejected ?? []) p.seenIds?.add(row.id);
  const sightings: Sighting[] = [...compared.sightings, ...(await knownIds(world, connection, stream.name, page.deleted ?? [])).map((id) => ({ id, absent: 'feed' as const }))];
  const counters = countPage(pass, page, compared, sightings);
  const blanked = addCounts(pass.blanked, compared.effects.blanks);
  const deletes = sightings.length - compared.sightings.length;
  if (p.state.firstFullPass !== undefined && !pass.released) {
    const report = brake({ deletes, changes: counters.changed, blanks: blanked }, p.state.known, compared.effects.samples);
    if (report !== undefined) {
      await pauseForStream(world, { connection, stream: stream.name }, report);
      return (await save(p, { ...p.state, leaseUntil: 0, paused: { why: 'brake', by: 'system', at: readAt, report } })) ? 'paused' : 'fenced';
    }
  }
  const packs = await handOver(p, pass, sightings, readAt);
  await reportRows(p, pass.id, page.rejected ?? []);
  const next: PassUnderWay = { ...pass, blanked, counters: { ...counters, packs: counters.packs + packs }, legs: addPacks(pass.legs, p.state.token, packs) };
  return (await save(p, { ...p.state, cursor: page.resume, leaseUntil: world.clock.now() + leaseMs, pass: next })) ? 'ok' : 'fenced';
}

function countPage(
  pass: PassUnderWay,
  page: Page,
  compared: { unchanged: number; skipped: number; effects: EffectsSeen },
  sightings: readonly Sighting[],
): PassUnderWay['counters'] {
  const c = pass.counters;
  const refused = page.rejected?.length ?? 0;
  return {
    ...c,
    pages: c.pages + 1,
    read: c.read + page.records.length + refused,
    unchanged: c.unchanged + compared.unchanged,
    skipped: c.skipped + compared.skipped,
    refused: c.refused + refused,
    sighted: c.sighted + sightings.length,
    added: c.added + compared.effects.added,
    changed: c.changed + compared.effects.changed,
  };
}

/** Packs of at most 25 observations and 200 KB, named by lease and number: a page that is handed over again under another lease has other packs, and only those that the pass counts are asked for. */
async function handOver(p: Pull, pass: PassUnderWay, sightings: readonly Sighting[], readAt: number): Promise<number> {
  if (sightings.length === 0) return 0;
  const { world, connection, stream, state } = p;
  const before = pass.legs.find(([token]) => token === state.token)?.[1] ?? 0;
  const clockOffsetMs = world.clockOffsetMs(connection);
  const bodies: InboundMessage[] = [];
  let [pack, bytes]: [Sighting[], number] = [[], 0];
  const flush = (): void => {
    if (pack.length === 0) return;
    const name = `${state.token}.${before + bodies.length}`;
    bodies.push({
      v: messageSchema,
      workspace: world.config.workspace,
      connection,
      stream: stream.name,
      pass: pass.id,
      pack: name,
      seen: [state.token, pass.counters.pages],
      readAt,
      ...(clockOffsetMs === 0 ? {} : { clockOffsetMs }),
      of: Math.max(state.known, pass.counters.read + sightings.length),
      sightings: pack,
    });
    [pack, bytes] = [[], 0];
  };
  for (const sighting of sightings) {
    const size = Buffer.byteLength(JSON.stringify(sighting));
    if (pack.length >= packMax || bytes + size > packBytesMax) flush();
    pack.push(sighting);
    bytes += size;
  }
  flush();
  await send(world, 'inbound', connection, bodies);
  return bodies.length;
}

function reportRows({ world, connection, stream }: Pull, pass: string, rows: readonly RejectedRow[]): Promise<void> {
  const about = { connection, stream: stream.name, kind: 'refused', pass } as const;
  return reportFailures(
    world,
    rows.map(({ id, fault: { code, message, field } }) => ({ ...about, record: id, cause: `row.${code}`, reason: message, ...(field === undefined ? {} : { field }) })),
  );
}

/** The source no longer knows our position: read everything again, and create nothing meanwhile. */
async function resync(p: Pull): Promise<Pulled> {
  const { cursor: _, pass: _p, ...rest } = p.state;
  return (await save(p, { ...rest, leaseUntil: 0, resync: true, wantFull: true })) ? 'more' : 'fenced';
}
