import type { Sentence } from '../../model/error.ts';
import { refOf } from '../../model/ids.ts';
import { type JsonObject, jsonEqual } from '../../model/json.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type AnyStream, CursorExpired, FaultError, type Page } from '../../ports/connector.ts';
import type { StreamMapping } from '../../ports/mapping.ts';
import { comparePage } from '../compare.ts';
import { knownIds } from '../pass-end.ts';
import { canonicalFields } from '../reading.ts';
import { recordListKey } from '../record-item.ts';
import { readRecords } from '../store.ts';
import { readStreamState } from '../stream-state.ts';
import type { RunView } from '../views/runs.ts';
import { mappingOf, type World } from '../world.ts';
import { listShards } from './index-list.ts';

type DryStream = RunView['dry'][number];
type Sample = DryStream['samples'][number];

/** Samples of one stream; the rest is a number. */
const samplesMax = 20;

/** A comparison under way. */
interface Dry {
  readonly world: World;
  readonly connection: string;
  readonly stream: AnyStream;
  readonly mapping: StreamMapping;
  readonly counts: { read: number; added: number; changed: number; unchanged: number; gone: number; refused: number };
  readonly samples: Sample[];
  readonly seen: Set<string>;
}

/** Reads a stream as the next pass would and compares, without a lease, a message or a write. The sentence says why it could not be read. */
export async function dryRun(world: World, connection: string, name: string, full: boolean): Promise<Result<DryStream, Sentence>> {
  try {
    return ok(await compare(world, connection, name, full));
  } catch (error) {
    if (error instanceof CursorExpired) return full ? err(lost) : dryRun(world, connection, name, true);
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return err((error instanceof FaultError ? error.fault : await world.explain(connection, error)).message);
  }
}

const lost: Sentence = { en: 'The source no longer knows the stored position.', zh: '来源已不认识保存的位置。' };

async function compare(world: World, connection: string, name: string, full: boolean): Promise<DryStream> {
  const stream = await world.stream(connection, name);
  const { state } = await readStreamState(world, connection, name);
  const fromStart = full || state.wantFull || state.cursor === undefined;
  const counts = { read: 0, added: 0, changed: 0, unchanged: 0, gone: 0, refused: 0 };
  const dry: Dry = { world, connection, stream, mapping: mappingOf(world, connection, name), counts, samples: [], seen: new Set() };
  const pages: AsyncIterable<Page> = stream.read(await world.context(connection, 'pull'), fromStart ? undefined : state.cursor);
  for await (const page of pages) {
    await takePage(dry, page);
    if (!page.last) continue;
    if (page.complete === true && fromStart && stream.deletes.by !== 'none' && stream.deletes.by !== 'feed') await findGone(dry);
    break;
  }
  return { connection, stream: name, ...counts, samples: dry.samples };
}

async function takePage(dry: Dry, page: Page): Promise<void> {
  const { world, connection, stream, mapping, counts } = dry;
  const rejected = page.rejected ?? [];
  const compared = await comparePage({ world, connection, stream, readSince: Number.POSITIVE_INFINITY }, mapping, page.records);
  for (const record of page.records) dry.seen.add(stream.key(record));
  for (const row of rejected) dry.seen.add(row.id);
  counts.read += page.records.length + rejected.length;
  counts.unchanged += compared.unchanged + compared.skipped;
  counts.refused += rejected.length;
  for (const row of rejected) add(dry, { record: refOf(connection, stream.name, row.id), kind: 'refused', fields: [], reason: row.fault.message });
  for (const id of await knownIds(world, connection, stream.name, page.deleted ?? [])) gone(dry, id);
  const changed = compared.sightings.flatMap((s) => ('record' in s ? [s] : []));
  const stored = await readRecords(
    world,
    changed.map((s) => refOf(connection, stream.name, s.id)),
    false,
  );
  changed.forEach((sighting, at) => {
    const before = stored[at]?.value;
    if (before === undefined || before.state === 'gone') counts.added += 1;
    else counts.changed += 1;
    const kind = before === undefined || before.state === 'gone' ? 'added' : 'changed';
    if (dry.samples.length < samplesMax) add(dry, { record: refOf(connection, stream.name, sighting.id), kind, fields: differences(mapping, before, sighting.record) });
  });
}

function differences(mapping: StreamMapping, before: { snapshot: JsonObject; held: Readonly<Record<string, never>> | object } | undefined, now: JsonObject): Sample['fields'] {
  const old = before === undefined ? new Map() : canonicalFields(before as Parameters<typeof canonicalFields>[0], mapping);
  const after = canonicalFields({ snapshot: now, held: {} }, mapping);
  const names = [...new Set([...old.keys(), ...after.keys()])].sort();
  return names.flatMap((field) => {
    const [was, is] = [old.get(field) ?? null, after.get(field) ?? null];
    return jsonEqual(was, is) ? [] : [{ field, before: was, after: is }];
  });
}

function gone(dry: Dry, id: string): void {
  dry.counts.gone += 1;
  add(dry, { record: refOf(dry.connection, dry.stream.name, id), kind: 'gone', fields: [] });
}

async function findGone(dry: Dry): Promise<void> {
  for await (const { lsk, state } of listShards(dry.world, (shard) => recordListKey(dry.connection, dry.stream.name, shard))) {
    const id = lsk.replaceAll('%23', '#').replaceAll('%25', '%');
    if (state !== 'gone' && !dry.seen.has(id)) gone(dry, id);
  }
}

function add(dry: Dry, sample: Sample): void {
  if (dry.samples.length < samplesMax) dry.samples.push(sample);
}
