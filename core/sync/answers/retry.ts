import { partsOf } from '../../model/ids.ts';
import { ok, type Result } from '../../model/result.ts';
import { endWait, readHealth } from '../health.ts';
import { resend, type Waiting } from '../park.ts';
import { sendCanary } from '../recover.ts';
import type { Actor, Refusal } from '../service.ts';
import { put } from '../store.ts';
import type { FailureFilter, RetryView } from '../views/failures.ts';
import type { World } from '../world.ts';
import { deadLetters } from './dead-letters.ts';
import { openFailures } from './failure-rows.ts';
import { writeLog } from './log.ts';
import { namedConnection, namedStream, refuse } from './refuse.ts';
import { freeRecord } from './retry-record.ts';
import { sendAgain } from './send-again.ts';
import { pullNow } from './switch-stream.ts';
import { waitingEntries, waitingRows } from './waiting-rows.ts';

/** Records freed side by side. */
const recordsAtOnce = 100;

/** Sends parked, refused, waiting and dead-lettered work through again. Safe to repeat: everything is looked at again before anything is written. */
export async function retry(world: World, filter: FailureFilter, by: Actor): Promise<Result<RetryView, Refusal>> {
  const checked = checkFilter(world, filter);
  if (!checked.ok) return checked;
  const letters = await deadLetters(world, filter);
  let redriven = 0;
  for (const { queue, letter } of letters) if ((await world.deadLetters?.(queue).redrive(letter.messageId)) === true) redriven += 1;
  const failures = await openFailures(world, filter);
  const byRecord = [...Map.groupBy(failures, (f) => `${f.connection}/${f.stream}/${f.record}`).values()];
  let released = 0;
  for (let i = 0; i < byRecord.length; i += recordsAtOnce) {
    const again = await Promise.all(byRecord.slice(i, i + recordsAtOnce).map((group) => freeRecord(world, group)));
    const freed = again.filter((a) => a !== undefined);
    await sendAgain(world, freed);
    released += freed.length;
  }
  released += await retryWaiting(world, filter);
  const view: RetryView = { released, deadLetters: redriven };
  await writeLog(world, by, 'retry', { filter: { ...filter }, ...view });
  return ok(view);
}

function checkFilter(world: World, filter: FailureFilter): Result<unknown, Refusal> {
  const { connection, stream, record } = filter;
  if (record !== undefined && !/^[^/]+\/[^/]+\/./.test(record)) {
    return refuse('invalid', 'RECORD_INVALID', { en: `${record} is no connection/stream/id.`, zh: `${record} 不是“连接/数据流/编号”的形式。` }, { record });
  }
  if (record !== undefined) return namedStream(world, partsOf(record).connection, partsOf(record).stream);
  if (connection === undefined) return ok(undefined);
  return stream === undefined ? namedConnection(world, connection) : namedStream(world, connection, stream);
}

/** Work that waits is sent again when no cause is asked for. A connection that does not answer is asked at once; the rest follows when it does. */
async function retryWaiting(world: World, filter: FailureFilter): Promise<number> {
  if (filter.cause !== undefined && !filter.cause.startsWith('connection.') && !filter.cause.startsWith('wait.')) return 0;
  let released = 0;
  for (const connection of world.config.connections) {
    if (filter.connection !== undefined && filter.connection !== connection.name) continue;
    const blocked = (await readHealth(world, connection.name)).health.state === 'blocked';
    if (blocked) released += await askAgain(world, connection.name);
    else if (filter.cause?.startsWith('connection.') !== true) released += await resendWaiting(world, connection.name, filter);
  }
  return released;
}

/** The wait is over because a person says so: one piece of work goes ahead, or a pull where nothing waits. What else waits follows when it works. */
async function askAgain(world: World, connection: string): Promise<number> {
  await endWait(world, connection);
  if (await sendCanary(world, connection)) return 1;
  const stream = world.config.connections.find((c) => c.name === connection)?.streams.find((s) => s.enabled);
  if (stream !== undefined) await pullNow(world, connection, stream.name);
  return 0;
}

async function resendWaiting(world: World, connection: string, filter: FailureFilter): Promise<number> {
  const entries = (await waitingEntries(world, connection)).filter((e) => filter.stream === undefined || e.stream === filter.stream);
  const rows = (await waitingRows(world, entries)).filter(({ what }) => filter.record === undefined || filter.record === nameOf(what));
  await resend(
    world,
    rows.map((r) => r.what),
  );
  for (const { pk, sk, version } of rows) await put(world, [{ op: 'delete', key: { pk, sk }, when: { version } }]);
  return rows.length;
}

/** A waiting piece of work named as failures name theirs. */
function nameOf(what: Waiting): string {
  return `${what.connection}/${what.stream}/${what.dir === 'in' ? what.id : `new:${what.entity}`}`;
}
