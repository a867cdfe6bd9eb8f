import { ok, type Result } from '../../model/result.ts';
import type { ConnectionConfig } from '../config.ts';
import { canonOf } from '../recompute.ts';
import type { SourceRecord } from '../record.ts';
import { recordListKey, recordOf } from '../record-item.ts';
import { allShards } from '../recover.ts';
import type { Refusal } from '../service.ts';
import { readEntities, readItems } from '../store.ts';
import { type Looked, streamQuality } from '../stream-quality.ts';
import type { QualityView, StreamQualityView } from '../views/quality.ts';
import type { World } from '../world.ts';
import { namedConnection } from './refuse.ts';

/** Records looked at per stream: a report costs two reads for each, whatever the size of the workspace; shares of 4,800 are right within two points. */
const qualityRecordsMax = 4_800;

/** The quality of the data of one connection, or of all. */
export async function quality(world: World, connection: string | undefined): Promise<Result<QualityView, Refusal>> {
  const named = connection === undefined ? ok<readonly ConnectionConfig[]>(world.config.connections) : oneOf(world, connection);
  if (!named.ok) return named;
  const streams: StreamQualityView[] = [];
  for (const { name, streams: configured } of named.value) {
    for (const stream of configured) {
      const view = await qualityOfStream(world, name, stream.name);
      if (view !== undefined) streams.push(view);
    }
  }
  return ok({ streams });
}

function oneOf(world: World, name: string): Result<readonly ConnectionConfig[], Refusal> {
  const found = namedConnection(world, name);
  return found.ok ? ok([found.value]) : found;
}

async function qualityOfStream(world: World, connection: string, stream: string): Promise<StreamQualityView | undefined> {
  const mapping = world.mapping(connection, stream);
  if (mapping === undefined) return undefined;
  const { records, whole } = await someRecords(world, connection, stream);
  const entities = await readEntities(
    world,
    records.map((r) => r.entity),
  );
  const looked = records.map((record): Looked => ({ record, entity: entities.get(record.entity)?.value }));
  return streamQuality({ connection, stream, mapping, looked, whole, country: world.config.country, now: world.clock.now(), canonOf: canonOf(world) });
}

/** Live records of a stream; of many, the same number from every shard: names are spread over them by hash. */
async function someRecords(world: World, connection: string, stream: string): Promise<{ readonly records: SourceRecord[]; readonly whole: boolean }> {
  const records: SourceRecord[] = [];
  let whole = true;
  const shards = allShards();
  for (const shard of shards) {
    const page = await world.table.list(recordListKey(connection, stream, shard), { limit: Math.floor(qualityRecordsMax / shards.length) });
    if (page.next !== undefined) whole = false;
    const live = page.entries.filter((entry) => entry.state === 'live').map(({ pk, sk }) => ({ pk, sk }));
    for (const item of await readItems(world, live, false)) if (item !== undefined) records.push(recordOf(item));
  }
  return { records, whole };
}
