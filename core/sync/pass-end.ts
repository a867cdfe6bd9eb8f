import { refOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { keyPart } from '../model/keys.ts';
import { type AnyStream, FaultError } from '../ports/connector.ts';
import { tableLimits } from '../ports/table.ts';
import { type BrakeReport, brakeSamplesMax, missingLimit } from './brake.ts';
import { closeMendedRows } from './mended-rows.ts';
import { type InboundMessage, messageSchema, packsOf, type Sighting, send } from './messages.ts';
import { passPk } from './outcome.ts';
import { askForLook, isLookOwed } from './owed-look.ts';
import type { Pull } from './pull.ts';
import type { SourceRecord } from './record.ts';
import { recordListKey } from './record-item.ts';
import { allShards } from './recover.ts';
import { pauseForStream } from './route-state.ts';
import { hasElapsed } from './set-back.ts';
import { put, readRecords } from './store.ts';
import { addPacks, type PassUnderWay, type StreamState } from './stream-state.ts';
import type { World } from './world.ts';
import { isYounger } from './younger.ts';

/** How long pass summaries are kept, seconds. */
const passSeconds = 90 * 86_400;

interface Listed {
  readonly id: string;
  readonly state: string;
}

/** Lists what the table holds of a stream. The index may lag: whoever acts reads the record first. */
async function* listRecords(world: World, connection: string, stream: string): AsyncGenerator<Listed> {
  for (const shard of allShards()) {
    let after: string | undefined;
    do {
      const page = await world.table.list(recordListKey(connection, stream, shard), after === undefined ? {} : { after });
      for (const entry of page.entries) yield { id: decodeURIComponent(entry.lsk), state: entry.state ?? 'live' };
      after = page.next;
    } while (after !== undefined);
  }
}

/** Of these ids, the ones that the table knows: a delete of something never seen is nothing. */
export async function knownIds(world: World, connection: string, stream: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await foundOf(world, connection, stream, ids);
  return ids.filter((_, at) => found[at] !== undefined && found[at]?.state !== 'gone');
}

/** Ends a pass: looks for records that are not there any more, counts, and tells what waits for it. False when the lease is lost. */
export async function endPass(p: Pull & { readonly complete: boolean }, save: (next: StreamState) => Promise<boolean>): Promise<boolean> {
  const { world, connection, stream } = p;
  const pass = p.state.pass as PassUnderWay;
  const swept = await sweep(p);
  if (swept.brakeCount > 0) return pausePass(p, swept, save);
  const packs = await handOverSweep(p, pass, swept.sightings);
  if (p.complete) await closeMendedRows(world, connection, stream.name, pass.id);
  const state = ended(p, pass, swept, packs);
  await writeSummary(world, connection, stream.name, state.summary);
  if (!(await save(state.next))) return false;
  if (p.state.firstFullPass === undefined || p.state.resync || isLookOwed(world)) await askForLook(world, connection, 0);
  return true;
}

interface Swept {
  readonly sightings: readonly Sighting[];
  /** Records not seen; over the limit when a brake must be pulled. */
  readonly absent: number;
  readonly brakeCount: number;
  /** Records of the stream that the brake was weighed against. */
  readonly of: number;
  readonly live: number | undefined;
  readonly samples: readonly JsonObject[];
  readonly listedAll: boolean;
}

const nothing: Swept = { sightings: [], absent: 0, brakeCount: 0, of: 0, live: undefined, samples: [], listedAll: false };

async function sweep(p: Pull & { readonly complete: boolean }): Promise<Swept> {
  const { world, stream, state } = p;
  const now = world.clock.now();
  if (stream.deletes.by === 'none' || stream.deletes.by === 'feed') return nothing;
  if (p.complete && p.seenIds !== undefined) return compareIds(p, p.seenIds, { hintUnknown: false, readSince: p.readSince });
  const due = stream.deletes.by === 'sweep' && hasElapsed(state.lastSweepAt, stream.deletes.everyMs, now);
  if (stream.ids !== undefined && due) {
    const ids = await listedIds(p, stream.ids);
    return ids === undefined ? nothing : compareIds(p, ids, { hintUnknown: true, readSince: now - stream.traits.searchLagMs });
  }
  const secondLook = stream.deletes.by === 'sweep' && state.missing > 0 && hasElapsed(state.missingSince, stream.deletes.everyMs, now);
  return secondLook ? lookAgain(p) : nothing;
}

/** All ids that the source has; undefined while it cannot tell (rows that hide theirs): nothing is taken for gone, and the next pass asks again. */
async function listedIds(p: Pull, list: NonNullable<AnyStream['ids']>): Promise<Set<string> | undefined> {
  const ids = new Set<string>();
  try {
    for await (const page of list(await p.world.context(p.connection, 'pull'))) for (const id of page) ids.add(id);
    return ids;
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === 'schema') return undefined;
    throw error;
  }
}

interface Listing {
  /** Listed but not live must be read. */
  readonly hintUnknown: boolean;
  readonly readSince: number;
}

/** Both ways: known but not listed may be gone; listed but not live must be read. */
async function compareIds(p: Pull, ids: ReadonlySet<string>, { hintUnknown, readSince }: Listing): Promise<Swept> {
  const { world, connection, stream, state } = p;
  const hints: Sighting[] = [];
  const known = new Set<string>();
  const unlisted: string[] = [];
  let standing = 0;
  for await (const { id, state: was } of listRecords(world, connection, stream.name)) {
    known.add(id);
    if (was === 'live') standing += 1;
    if (!ids.has(id)) {
      if (was !== 'gone') unlisted.push(id);
    } else if (hintUnknown && was !== 'live') hints.push({ id, hint: true });
  }
  if (hintUnknown) for (const id of ids) if (!known.has(id)) hints.push({ id, hint: true });
  const { absent, fresh } = await absentAmong(p, unlisted, readSince);
  const samples = absent.slice(0, brakeSamplesMax).map((id): JsonObject => ({ record: refOf(connection, stream.name, id) }));
  const released = state.pass?.released === true;
  // Until the first pass has ended the table is the only one that knows how many there are: a pass that goes on where another died can miss what that one read.
  const of = Math.max(state.known, standing);
  // Those that a sweep missed before have passed the brake, or a person let them through.
  const tooMany = !released && fresh > missingLimit(of);
  const sightings = [...absent.map((id): Sighting => ({ id, absent: 'sweep' })), ...hints];
  return { sightings, absent: absent.length, brakeCount: tooMany ? fresh : 0, of, live: ids.size, samples, listedAll: true };
}

/** Which of the records that a listing does not show are absent, and how many of these no sweep has counted yet: hints and deliveries that meet a broken listing first must not carry them past the brake one by one. What came to be while the listing was made is not absent. */
async function absentAmong({ world, connection, stream }: Pull, ids: readonly string[], readSince: number): Promise<{ absent: string[]; fresh: number }> {
  const absent: string[] = [];
  let fresh = 0;
  const now = world.clock.now();
  for (let from = 0; from < ids.length; from += tableLimits.getKeys) {
    const slice = ids.slice(from, from + tableLimits.getKeys);
    const found = await foundOf(world, connection, stream.name, slice);
    slice.forEach((id, at) => {
      const record = found[at];
      if (record === undefined || record.state === 'gone' || isYounger(record, readSince, now)) return;
      absent.push(id);
      if (record.state === 'live' || record.missedUnder === undefined) fresh += 1;
    });
  }
  return { absent, fresh };
}

/** The records of these ids, read for sure. */
async function foundOf(world: World, connection: string, stream: string, ids: readonly string[]): Promise<readonly (SourceRecord | undefined)[]> {
  const refs = ids.map((id) => refOf(connection, stream, id));
  return (await readRecords(world, refs, true)).map((found) => found?.value);
}

/** A second look at what a sweep has missed; what none has counted yet waits for one that weighs it. */
async function lookAgain(p: Pull): Promise<Swept> {
  const missing: string[] = [];
  for await (const { id, state } of listRecords(p.world, p.connection, p.stream.name)) if (state === 'missing') missing.push(id);
  const found = await foundOf(p.world, p.connection, p.stream.name, missing);
  const swept = missing.filter((_, at) => found[at]?.state === 'missing' && found[at]?.missedUnder !== undefined);
  return { ...nothing, sightings: swept.map((id): Sighting => ({ id, absent: 'sweep' })) };
}

async function pausePass(p: Pull, swept: Swept, save: (next: StreamState) => Promise<boolean>): Promise<boolean> {
  const { world, connection, stream } = p;
  const report: BrakeReport = { what: 'missing', count: swept.brakeCount, limit: missingLimit(swept.of), of: swept.of, samples: swept.samples };
  await pauseForStream(world, { connection, stream: stream.name }, report);
  const { pass: _, ...rest } = p.state;
  return save({ ...rest, leaseUntil: 0, wantFull: true, paused: { why: 'brake', by: 'system', at: world.clock.now(), report } });
}

async function handOverSweep(p: Pull, pass: PassUnderWay, sightings: readonly Sighting[]): Promise<number> {
  const { world, connection, stream, state } = p;
  const before = pass.legs.find(([token]) => token === state.token)?.[1] ?? 0;
  const bodies = packsOf(sightings).map(
    (pack, i): InboundMessage => ({
      v: messageSchema,
      workspace: world.config.workspace,
      connection,
      stream: stream.name,
      pass: pass.id,
      pack: `${state.token}.${before + i}`,
      seen: [state.token, pass.counters.pages],
      readAt: world.clock.now(),
      sightings: pack,
    }),
  );
  await send(world, 'inbound', connection, bodies);
  return bodies.length;
}

function ended(p: Pull & { readonly complete: boolean }, pass: PassUnderWay, swept: Swept, packs: number): { next: StreamState; summary: PassSummary } {
  const { stream, state } = p;
  const now = p.world.clock.now();
  const counters = { ...pass.counters, packs: pass.counters.packs + packs, sighted: pass.counters.sighted + swept.sightings.length, missing: swept.absent };
  const { pass: _, ...rest } = state;
  const readAll = pass.full || p.complete ? counters.read - counters.refused - counters.skipped : undefined;
  const looked = swept.listedAll || swept.sightings.length > 0;
  const missing = swept.listedAll ? swept.absent : looked ? 0 : state.missing;
  const next: StreamState = {
    ...rest,
    leaseUntil: 0,
    lastEndedAt: now,
    known: readAll ?? swept.live ?? state.known + counters.added,
    missing,
    missingSince: missing > 0 ? (state.missing > 0 ? state.missingSince : now) : 0,
    lastSweepAt: swept.listedAll ? now : state.lastSweepAt,
    resync: pass.full ? false : state.resync,
    releaseNext: false,
    // A full pass that a second worker ended could not tell what is missing: once more.
    wantFull: pass.full && p.seenIds === undefined && stream.progress.by === 'snapshot' && stream.deletes.by === 'sweep',
    ...(state.firstFullPass === undefined && pass.full ? { firstFullPass: pass.id } : {}),
  };
  const summary: PassSummary = {
    id: pass.id,
    connection: p.connection,
    stream: stream.name,
    startedAt: pass.startedAt,
    endedAt: now,
    full: pass.full,
    complete: p.complete,
    counters,
    legs: addPacks(pass.legs, p.state.token, packs),
  };
  return { next, summary };
}

/** A pass that ended, as pull counted it; its outcome is this plus the sum of its packs. */
export interface PassSummary {
  readonly id: string;
  readonly connection: string;
  readonly stream: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly full: boolean;
  readonly complete: boolean;
  readonly counters: PassUnderWay['counters'];
  readonly legs: PassUnderWay['legs'];
}

/** Index partition that lists the passes of a stream by start. */
export function passListKey(connection: string, stream: string): string {
  return `PASS#${keyPart(connection)}#${keyPart(stream)}`;
}

async function writeSummary(world: World, connection: string, stream: string, summary: PassSummary): Promise<void> {
  const expiresAt = Math.floor(summary.endedAt / 1000) + passSeconds;
  const index = { lpk: passListKey(connection, stream), lsk: String(summary.startedAt).padStart(15, '0') };
  await put(world, [{ op: 'put', item: { pk: passPk(summary.id), sk: '@', kind: 'pass', body: summary as unknown as JsonObject, expiresAt, index }, when: 'any' }]);
}
