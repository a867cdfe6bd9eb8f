import type { Sentence } from '../../model/error.ts';
import { partsOf } from '../../model/ids.ts';
import { keyPart, shardOf } from '../../model/keys.ts';
import { isoOf } from '../../model/time.ts';
import { isBlocked, readHealth } from '../health.ts';
import { connectionWaitPk } from '../park.ts';
import type { SourceRecord } from '../record.ts';
import { readStreamState } from '../stream-state.ts';
import type { WhyView } from '../views/why.ts';
import { mappingOf, type World } from '../world.ts';
import { failuresOfRecord } from './failure-rows.ts';

type RecordPart = NonNullable<WhyView['record']>;

/** What became of a record of a system, or why it is not here. */
export async function recordState(world: World, ref: string, stored: SourceRecord | undefined): Promise<RecordPart> {
  if (stored === undefined) return absence(world, ref);
  const known = { record: ref, ...(stored.revision === undefined ? {} : { revision: stored.revision }), readAt: isoOf(stored.lastReadAt) };
  switch (stored.state) {
    case 'live':
      return { ...known, state: 'live', reason: await liveReason(world, ref, stored) };
    case 'missing':
      return {
        ...known,
        state: 'missing',
        reason: {
          en: `The last list of ${sourceOf(ref)} did not show it. It counts as deleted when the next one does not either.`,
          zh: `${sourceOf(ref)} 的最近一次清单中没有它；若下次仍没有，则视为已删除。`,
        },
      };
    case 'gone':
      return { ...known, state: 'gone', reason: goneReason(ref, stored) };
  }
}

function sourceOf(ref: string): string {
  const { connection, stream } = partsOf(ref);
  return `${connection}.${stream}`;
}

async function liveReason(world: World, ref: string, stored: SourceRecord): Promise<Sentence> {
  const when = isoOf(stored.lastReadAt).slice(0, 16).replace('T', ' ');
  const from = stored.origin === 'ours' ? { en: 'Created there by Syncline', zh: '由 Syncline 在该系统创建' } : { en: 'Read', zh: '已读取' };
  const failures = await failuresOfRecord(world, ref);
  if (failures.length === 0) return { en: `${from.en}; last look ${when} UTC.`, zh: `${from.zh}；最近读取于 ${when} UTC。` };
  const first = failures[0]?.reason as Sentence;
  return {
    en: `${from.en}, but ${failures.length === 1 ? 'one thing' : `${failures.length} things`} failed: ${first.en}`,
    zh: `${from.zh}，但有 ${failures.length} 项失败：${first.zh}`,
  };
}

function goneReason(ref: string, stored: SourceRecord): Sentence {
  const { connection } = partsOf(ref);
  const at = stored.deletedAt === undefined ? '' : isoOf(stored.deletedAt.at).slice(0, 16).replace('T', ' ');
  return stored.goneBy === 'us'
    ? { en: `Deleted in ${connection} by Syncline, because its source was deleted and the route says so.`, zh: `来源已删除，按路由设置由 Syncline 在 ${connection} 中删除。` }
    : { en: `Deleted in ${connection}; noticed ${at} UTC.`, zh: `已在 ${connection} 中删除，发现于 ${at} UTC。` };
}

/** A record that is not in the table: refused, parked, skipped, not there, or not read yet. */
async function absence(world: World, ref: string): Promise<RecordPart> {
  const [failure] = await failuresOfRecord(world, ref);
  if (failure !== undefined) return { record: ref, state: failure.kind === 'parked' ? 'parked' : 'refused', reason: failure.reason };
  const { connection, stream, id } = partsOf(ref);
  const [parked] = await world.table.get([{ pk: connectionWaitPk(connection, shardOf(id)), sk: `in#${keyPart(connection)}#${keyPart(stream)}#${keyPart(id)}` }]);
  const { health } = await readHealth(world, connection);
  if (parked !== undefined || isBlocked(health, world.clock.now(), false)) {
    const why = health.fault?.message ?? { en: 'it did not answer', zh: '对方未应答' };
    return {
      record: ref,
      state: parked === undefined ? 'unknown' : 'parked',
      reason: { en: `Waits until ${connection} answers: ${why.en}`, zh: `等待 ${connection} 恢复应答：${why.zh}` },
    };
  }
  return { record: ref, ...(await askSource(world, ref)) };
}

/** Asks the source itself, read only, whether it has the record. */
async function askSource(world: World, ref: string): Promise<Pick<RecordPart, 'state' | 'reason'>> {
  const { connection, stream, id } = partsOf(ref);
  const { state } = await readStreamState(world, connection, stream);
  const source = await world.stream(connection, stream);
  if (source.fetch === undefined) return { state: 'unknown', reason: notSeen(connection, stream, state.lastStartedAt) };
  try {
    const [found] = await source.fetch(await world.context(connection, 'pull'), [id]);
    if (found === undefined)
      return {
        state: 'unknown',
        reason: { en: `${connection}.${stream} has no record ${id}, and never had one here.`, zh: `${connection}.${stream} 中没有记录 ${id}，也从未读取过。` },
      };
    if (!mappingOf(world, connection, stream).accepts(found)) {
      return { state: 'skipped', reason: { en: `It is there, but the mapping's “when” does not take it.`, zh: `该记录存在，但不符合映射中“when”的条件。` } };
    }
    return {
      state: 'unknown',
      reason: { en: `It is there and will be taken in by the next pass of ${connection}.${stream}.`, zh: `该记录存在，将在 ${connection}.${stream} 下次读取时处理。` },
    };
  } catch (error) {
    const fault = await world.explain(connection, error);
    return {
      state: 'unknown',
      reason: { en: `Never read, and ${connection} could not be asked: ${fault.message.en}`, zh: `从未读取，且无法询问 ${connection}：${fault.message.zh}` },
    };
  }
}

function notSeen(connection: string, stream: string, lastStartedAt: number): Sentence {
  return lastStartedAt === 0
    ? { en: `${connection}.${stream} has not been read yet.`, zh: `${connection}.${stream} 尚未读取过。` }
    : {
        en: `No pass of ${connection}.${stream} has shown it, the last one of ${isoOf(lastStartedAt).slice(0, 16).replace('T', ' ')} UTC.`,
        zh: `${connection}.${stream} 的历次读取中都没有它，最近一次为 ${isoOf(lastStartedAt).slice(0, 16).replace('T', ' ')} UTC。`,
      };
}
