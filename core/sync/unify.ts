import { SynclineError } from '../model/error.ts';
import { refOf } from '../model/ids.ts';
import { minuteMs } from '../model/time.ts';
import { FaultError } from '../ports/connector.ts';
import type { BatchResponse, QueueEvent, ReceivedMessage } from '../ports/queue.ts';
import { queueLimits } from '../ports/queue.ts';
import { type BatchLooks, batchLooks, type Looks } from './batch-looks.ts';
import { reportFailure } from './failure.ts';
import { featuresShown } from './features.ts';
import { block } from './health.ts';
import { keyedLock } from './keyed-lock.ts';
import { type Job, likeliestFirst } from './likeliest-first.ts';
import { isLaterRevision, type Look } from './look.ts';
import { type InboundMessage, readMessages, type Sighting } from './messages.ts';
import { countOutcomes, type Outcome, recordPack } from './outcome.ts';
import { parkOnConnection } from './park.ts';
import type { Seen, SourceRecord } from './record.ts';
import { keysOf } from './resolve.ts';
import { readRecord, readRecords, type Versioned } from './store.ts';
import { finishRecord, type Sight, type StreamWork, unifyRecord } from './unify-record.ts';
import { mappingOf, type World, type Worlds } from './world.ts';

/** Tries of one record against other writers before its message comes back. */
const againMax = 20;

/** Takes observations into the table: each ends as exactly one outcome, and the message is acknowledged last. */
export async function unify(worlds: Worlds, event: QueueEvent): Promise<BatchResponse> {
  const failed = new Set<string>();
  const read = readMessages<InboundMessage>(event, failed);
  const groups = Map.groupBy(read, ({ message }) => `${message.workspace}/${message.connection}/${message.stream}`);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const world = worlds(group[0]?.message.workspace ?? '');
      if (world === undefined) for (const { record } of group) failed.add(record.messageId);
      else {
        await world.freshen?.('soon');
        await unifyStream(world, group, failed);
      }
    }),
  );
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

async function unifyStream(world: World, group: readonly { record: ReceivedMessage; message: InboundMessage }[], failed: Set<string>): Promise<void> {
  const { connection, stream: name } = (group[0] as { message: InboundMessage }).message;
  let work: StreamWork;
  try {
    work = { world, connection, stream: await world.stream(connection, name), mapping: mappingOf(world, connection, name) };
  } catch (error) {
    for (const { record } of group) failed.add(record.messageId);
    if (!(error instanceof SynclineError)) throw error;
    return;
  }
  world.resolver.hear?.(work.mapping.type, Math.max(...group.map(({ message }) => message.of ?? 0)));
  const jobs = group.flatMap(({ record, message }) => message.sightings.map((sighting): Job => ({ message, sighting, last: isLast(record), again: receivesOf(record) > 1 })));
  const batch = await prepare(work, jobs);
  const started = new Map((await likeliestFirst(work, batch.priors, jobs)).map((job) => [job.sighting, attempt(work, batch, job)]));
  await Promise.all(
    group.map(async ({ record, message }) => {
      const results = await Promise.all(message.sightings.map((sighting) => started.get(sighting) as Promise<Outcome | 'failed'>));
      if (results.some((r) => r === 'failed')) failed.add(record.messageId);
      const outcomes = [...results.map((r): Outcome => (r === 'failed' ? 'deadLettered' : r)), ...Array<Outcome>(message.erased ?? 0).fill('skipped')];
      if (message.pass === undefined || message.pack === undefined || (failed.has(record.messageId) && !isLast(record))) return;
      await recordPack(world, message.pass, message.pack, countOutcomes(outcomes));
    }),
  );
}

/** A message that is not received once more. */
const isLast = (record: ReceivedMessage): boolean => receivesOf(record) >= queueLimits.receives;

const receivesOf = ({ attributes }: ReceivedMessage): number => Number(attributes.ApproximateReceiveCount);

/** One sighting; a bug or a throttle fails its message alone, and on the last receive it becomes a failure that a person sees. */
async function attempt(work: StreamWork, batch: Batch, job: Job): Promise<Outcome | 'failed'> {
  const { message, sighting, last } = job;
  try {
    return await unifyOne(work, batch, job);
  } catch (error) {
    if (last) {
      const reason =
        error instanceof SynclineError ? error.safeMessage : { en: `The record could not be taken in: ${error instanceof Error ? error.name : 'error'}.`, zh: '该记录无法处理。' };
      const { connection, stream } = message;
      await reportFailure(work.world, {
        connection,
        stream,
        record: sighting.id,
        cause: `dead.${error instanceof SynclineError ? error.code : 'bug'}`,
        kind: 'dead-lettered',
        reason,
      });
    }
    return 'failed';
  }
}

/**
 * Parks a sighting whose source cannot be asked now. What is left to do of the record as it was stored before does not wait for that: nobody else knows that it was not compared.
 *
 *   A: record · entity · †          (keys: nobody)
 *   A's message again:     source away · keys · parked
 */
async function park(work: StreamWork, { sighting, again }: Job, prior: Versioned<SourceRecord> | undefined): Promise<Outcome> {
  const { world, connection, stream } = work;
  if (again && prior !== undefined) await finishRecord(work, prior);
  await parkOnConnection(world, connection, [{ dir: 'in', connection, stream: stream.name, id: sighting.id }]);
  return 'parked';
}

interface Batch {
  readonly priors: Map<string, Versioned<SourceRecord> | undefined>;
  readonly lookAt: BatchLooks;
  readonly looks: Looks;
  readonly lock: ReturnType<typeof keyedLock>;
}

/** Reads all records of the batch, then looks at their source where the page alone may not stand: item first, vendor second, so that the write's condition fences the look. */
async function prepare(work: StreamWork, jobs: readonly Job[]): Promise<Batch> {
  const { world, connection, stream } = work;
  const ids = [...new Set(jobs.map((j) => j.sighting.id))];
  const found = await readRecords(
    world,
    ids.map((id) => refOf(connection, stream.name, id)),
    true,
  );
  const priors = new Map(ids.map((id, at) => [id, found[at]]));
  const wanted = new Set(
    jobs.filter(({ message, sighting }) => !('fold' in sighting) && !mayStand(work, priors.get(sighting.id)?.value, sighting, message)).map((j) => j.sighting.id),
  );
  const lookAt = batchLooks(work);
  return { priors, lookAt, looks: await lookAt([...wanted]), lock: keyedLock() };
}

/** A page older than this tells of no record that is not known yet: it may have been deleted since, and nobody would have told us. */
const pageStandsMs = 15 * minuteMs;

/** May the page's content stand for a look of our own? Only for a record not known yet while the page is young, for revisions that can be compared and are later with nothing of ours under way, or where nobody but the pull ever writes. */
function mayStand({ world, stream }: StreamWork, rec: SourceRecord | undefined, sighting: Sighting, { seen, readAt }: InboundMessage): boolean {
  if (!('record' in sighting)) return stream.fetch === undefined;
  if (rec === undefined) return stream.fetch === undefined || world.clock.now() - readAt < pageStandsMs;
  if (stream.write === undefined || stream.fetch === undefined) return isLaterSeen(seen, rec.seen) || stream.fetch === undefined;
  if (rec.state === 'gone' || rec.intent !== undefined || stream.traits.revision !== 'ordered') return false;
  return sighting.revision !== undefined && rec.revision !== undefined && isLaterRevision(sighting.revision, rec.revision);
}

function isLaterSeen(a: Seen, b: Seen): boolean {
  return a[0] !== b[0] ? a[0] > b[0] : a[1] > b[1];
}

async function unifyOne(work: StreamWork, batch: Batch, job: Job): Promise<Outcome> {
  const { message, sighting } = job;
  const release = await batch.lock(lockKeys(work, sighting));
  try {
    let prior = batch.priors.get(sighting.id);
    for (let tries = 0; tries < againMax; tries += 1) {
      if (tries > 0) prior = await readRecord(work.world, refOf(work.connection, work.stream.name, sighting.id));
      if ('fold' in sighting) return prior === undefined ? 'unchanged' : finishRecord(work, prior, sighting.fold === 'compare');
      const look = await lookFor(work, tries === 0 ? batch : { ...batch, looks: new Map() }, message, sighting, prior?.value);
      if (look === undefined) return 'unchanged';
      if (look instanceof FaultError) await block(work.world, work.connection, look.fault);
      if (look === 'blocked' || look instanceof FaultError) return park(work, job, prior);
      const sight: Sight = {
        id: sighting.id,
        prior,
        look,
        seen: message.seen,
        absence: 'absent' in sighting ? sighting.absent : 'look',
        ...(message.pass === undefined ? {} : { pass: message.pass }),
      };
      const outcome = await unifyRecord(work, sight);
      if (outcome !== 'again') return outcome;
    }
    throw new SynclineError(
      'RECORD_BUSY',
      { en: 'The record was written by others again and again; the work is repeated.', zh: '该记录被频繁改写，稍后自动重试。' },
      { retryable: true },
    );
  } finally {
    release();
  }
}

/** The look that this sighting rests on; undefined when it tells nothing any more (an older page of a stream that only pulls write). */
async function lookFor(
  work: StreamWork,
  batch: Batch,
  message: InboundMessage,
  sighting: Sighting,
  rec: SourceRecord | undefined,
): Promise<Look | 'blocked' | FaultError | undefined> {
  const { stream } = work;
  if ('record' in sighting && mayStand(work, rec, sighting, message)) {
    const { id: _, ...seen } = sighting;
    return { seen, readAt: message.readAt, ...(message.clockOffsetMs === undefined ? {} : { clockOffsetMs: message.clockOffsetMs }) };
  }
  if (stream.fetch === undefined) return 'absent' in sighting ? { seen: undefined, readAt: message.readAt } : undefined;
  const isLooked = !(batch.looks instanceof Map) || batch.looks.has(sighting.id);
  const looks = isLooked ? batch.looks : await batch.lookAt([sighting.id]);
  return looks === 'blocked' || looks instanceof FaultError ? looks : looks.get(sighting.id);
}

/** Twins of one batch are taken one after the other, so that the second finds the first. */
function lockKeys(work: StreamWork, sighting: Sighting): readonly string[] {
  const own = `#${sighting.id}`;
  if (!('record' in sighting)) return [own];
  return [own, ...keysOf(featuresShown(work.world, { snapshot: sighting.record, held: {} }, work.mapping))];
}
