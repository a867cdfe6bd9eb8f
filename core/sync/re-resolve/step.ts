import { partsOf } from '../../model/ids.ts';
import type { Item } from '../../ports/table.ts';
import { entityOf } from '../entity-item.ts';
import { featuresOf } from '../features.ts';
import { type JobMessage, packsOf, send } from '../messages.ts';
import type { SourceRecord } from '../record.ts';
import { recordOf } from '../record-item.ts';
import { announceKeys } from '../resolve.ts';
import { askAboutMember, readMemberReview } from '../review.ts';
import { readEntity, readRecords } from '../store.ts';
import type { World } from '../world.ts';
import { doubtsAbout, signedMembers } from './doubts.ts';
import {
  activeModel,
  type Found,
  freshSegments,
  nothingFound,
  type ReResolution,
  readReResolution,
  reResolveSegments,
  type Sample,
  type Segment,
  sendSegments,
  writeReResolution,
} from './state.ts';

type Step = Extract<JobMessage, { job: 're-resolve' }>;

/** Examples kept of each kind. */
const samplesMax = 10;

/** Questions about links that would not be made today, per run: more than a person answers. The others are counted, and asked about by the next run. */
const doubtsAskedMax = 500;

/**
 * One page of a part of the table. Where the part has got to lies in the run's item, not in the message: a message that comes twice works on the same page, and one of the two goes on.
 *
 *   A: page 7 (merges, questions) · counts, part is at 8 · next message
 *   A dies before the counts:  page 7 again, finds its merges made    after them:  its message, come again, is page 8
 */
export async function reResolveStep(world: World, job: Step): Promise<void> {
  const run = (await readReResolution(world, job.type))?.value;
  if (run === undefined || run.id !== job.id || run.state !== 'running') return;
  // Whoever ended the phase may have died before it asked for the next one.
  if (run.phase !== job.phase) return job.phase === 'links' && isUntouched(run) ? sendSegments(world, run) : undefined;
  const segment = run.segments[job.segment];
  if (segment === undefined || segment.done === true) return;
  if ((await activeModel(world, job.type)).version !== run.version) {
    await change(world, job, (now) => ({ ...now, state: 'stopped', endedAt: world.clock.now() }));
    return;
  }
  await world.freshen?.('now');
  const page = await world.table.scan(job.segment, reResolveSegments, segment.after);
  const found = await (run.phase === 'links' ? weighPage(world, run, page.items) : comparePage(world, run, page.items));
  const next: Segment = page.next === undefined ? { done: true } : { after: page.next };
  const counted = await change(world, job, (now) => (isAt(now, job, segment) ? moved(world, now, job.segment, next, found) : undefined));
  if (counted?.phase === job.phase && page.next !== undefined) await send(world, 'jobs', `resolve-${job.type}`, [job]);
  else if (counted !== undefined && counted.phase !== job.phase) await sendSegments(world, counted);
}

function isUntouched({ segments }: ReResolution): boolean {
  return segments.every(({ after, done }) => after === undefined && done !== true);
}

function isAt({ phase, segments }: ReResolution, job: Step, { after }: Segment): boolean {
  const now = segments[job.segment];
  return phase === job.phase && now?.after === after && now?.done !== true;
}

/** Changes the run as long as it is this one and runs; undefined when it is not, or when `to` says that somebody else was first. */
async function change(world: World, { type, id }: Step, to: (now: ReResolution) => ReResolution | undefined): Promise<ReResolution | undefined> {
  for (;;) {
    const read = await readReResolution(world, type);
    const next = read === undefined || read.value.id !== id || read.value.state !== 'running' ? undefined : to(read.value);
    if (read === undefined || next === undefined) return undefined;
    if ((await writeReResolution(world, next, read.version)) === 'ok') return next;
  }
}

function moved(world: World, now: ReResolution, at: number, segment: Segment, found: Found): ReResolution {
  const next: ReResolution = { ...now, ...sum(now, found), segments: now.segments.map((old, i) => (i === at ? segment : old)) };
  if (!next.segments.every(({ done }) => done === true)) return next;
  return now.phase === 'links' ? { ...next, phase: 'records', segments: freshSegments() } : { ...next, state: 'done', endedAt: world.clock.now() };
}

function sum(a: Found, b: Found): Found {
  const kept = (what: Sample['what']): Sample[] => [...a.samples, ...b.samples].filter((sample) => sample.what === what).slice(0, samplesMax);
  return {
    records: a.records + b.records,
    entities: a.entities + b.entities,
    merged: a.merged + b.merged,
    asked: a.asked + b.asked,
    doubted: a.doubted + b.doubted,
    samples: [...kept('merged'), ...kept('doubted')],
  };
}

/** Records are read again before they are compared: the page is as old as its first ones took. */
async function comparePage(world: World, { type }: ReResolution, items: readonly Item[]): Promise<Found> {
  let found = nothingFound;
  const records = items.filter(({ kind }) => kind === 'record').map(recordOf);
  const refs = records.filter((record) => record.type === type).map(({ ref }) => ref);
  for (const pack of packsOf(refs)) for (const read of await readRecords(world, pack, true)) if (read !== undefined) found = sum(found, await compareRecord(world, read.value));
  return found;
}

async function weighPage(world: World, { type, asked }: ReResolution, items: readonly Item[]): Promise<Found> {
  let found = nothingFound;
  for (const item of items) {
    if (item.kind !== 'entity') continue;
    const entity = entityOf(item);
    if (entity.type === type && signedMembers(entity).length > 1) found = sum(found, await weighLinks(world, entity.id, asked + found.asked));
  }
  return found;
}

/** Compares a record with whoever shares a key with it, as if it came today. */
async function compareRecord(world: World, record: SourceRecord): Promise<Found> {
  const { connection, stream } = partsOf(record.ref);
  const mapping = world.mapping(connection, stream);
  if (record.origin !== 'native' || record.state === 'gone' || mapping === undefined) return nothingFound;
  const entity = (await readEntity(world, record.entity))?.value;
  if (entity?.members[record.ref] === undefined) return nothingFound; // not folded yet: whoever folds it compares it
  const { merged, asked, because } = await announceKeys(world, record, entity.id, featuresOf(world, record, mapping, entity));
  const samples: Sample[] = because === undefined ? [] : [{ what: 'merged', record: record.ref, entity: entity.id, bits: because.total, reason: because.sentence }];
  return { ...nothingFound, records: 1, merged, asked, samples };
}

/** Weighs the links of an entity again. None is undone: a person is asked. */
async function weighLinks(world: World, id: string, askedSoFar: number): Promise<Found> {
  const entity = (await readEntity(world, id))?.value;
  if (entity === undefined) return nothingFound;
  let found: Found = { ...nothingFound, entities: 1 };
  for (const { record, evidence } of await doubtsAbout(world, entity)) {
    const answer = await readMemberReview(world, record.ref, entity.id);
    if (answer === 'same') continue; // a person said that it holds
    const isNew = answer === undefined && askedSoFar + found.asked < doubtsAskedMax && (await askAboutMember(world, record, entity, evidence));
    const sample: Sample = { what: 'doubted', record: record.ref, entity: entity.id, bits: evidence.total, reason: evidence.sentence };
    found = sum(found, { ...nothingFound, asked: isNew ? 1 : 0, doubted: 1, samples: [sample] });
  }
  return found;
}
