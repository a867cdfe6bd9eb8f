import { partsOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Item } from '../ports/table.ts';
import { type AuditState, auditKey, auditSegments } from './audit-state.ts';
import { logConflicts } from './conflict-log.ts';
import { isDueAt } from './due.ts';
import type { Entity } from './entity.ts';
import { entityOf } from './entity-item.ts';
import { fold } from './fold.ts';
import { mendHistory } from './history-gap.ts';
import { type JobMessage, send, sendOutbound } from './messages.ts';
import { writesOf } from './observation.ts';
import { observe } from './observe.ts';
import { recomputeAll } from './recompute.ts';
import type { SourceRecord } from './record.ts';
import { recordOf } from './record-item.ts';
import { put, readEntity, type Versioned, writeEntity } from './store.ts';
import { finishRecord, type StreamWork, unifyRecord } from './unify-record.ts';
import type { World } from './world.ts';

const samplesMax = 10;

type Found = { entities: number; records: number; links: number; samples: AuditState['samples'][number][] };

/** One step of an audit: a page of the table. */
export async function auditStep(world: World, job: Extract<JobMessage, { job: 'audit' }>): Promise<void> {
  const page = await world.table.scan(job.segment, auditSegments, job.after);
  const found: Found = { entities: 0, records: 0, links: 0, samples: [] };
  for (const item of page.items) {
    if (item.kind === 'entity') await auditEntity(world, item, found);
    else if (item.kind === 'record') await auditRecord(world, item, found);
  }
  await addFound(world, job.id, found, page.next === undefined);
  if (page.next !== undefined) await send(world, 'jobs', 'audit', [{ ...job, after: page.next }]);
}

async function addFound(world: World, id: string, found: Found, ended: boolean): Promise<void> {
  for (;;) {
    const [item] = await world.table.get([auditKey(id)], { consistent: true });
    if (item === undefined) return;
    const s = item.body as unknown as AuditState;
    const open = ended ? s.open - 1 : s.open;
    const next: AuditState = {
      ...s,
      entities: s.entities + found.entities,
      records: s.records + found.records,
      links: s.links + found.links,
      incidents: s.incidents + found.samples.length,
      samples: [...s.samples, ...found.samples].slice(0, samplesMax),
      open,
      ...(open === 0 ? { state: 'done' as const, endedAt: world.clock.now() } : {}),
    };
    const { version, writeId: _, ...input } = item;
    if ((await put(world, [{ op: 'put', item: { ...input, body: next as unknown as JsonObject }, when: { version } }])) === 'ok') return;
  }
}

async function auditEntity(world: World, item: Item, found: Found): Promise<void> {
  const entity = entityOf(item);
  if (entity.mergedInto !== undefined) return;
  found.entities += 1;
  await recomputeUnderRules(world, { value: entity, version: item.version });
  await auditHistory(world, entity, found);
  for (const route of world.config.routes) {
    if (route.type !== entity.type) continue;
    found.links += 1;
    if (!(await isDueAt(world, route, entity))) continue;
    // Not an incident by itself: the delivery may be parked or under way. It is asked for again, which is free.
    await sendOutbound(world, route.to, [entity.id]);
  }
}

/** Golden as the active mappings and policies make it; written, it announces itself. Somebody else's write meanwhile was made under them as well, or is looked at by the next audit. */
async function recomputeUnderRules(world: World, read: Versioned<Entity>): Promise<void> {
  const { entity, goldenChanged, conflicts } = recomputeAll(world, read.value, read.value);
  if (!goldenChanged) return;
  await logConflicts(world, entity.id, conflicts);
  await writeEntity(world, entity, read.version);
}

async function auditHistory(world: World, entity: Entity, found: Found): Promise<void> {
  if (entity.goldenVersion === 0 || !(await mendHistory(world, entity))) return;
  await askEverywhere(world, entity);
  found.samples.push({
    subject: entity.id,
    kind: 'unannounced',
    reason: { en: `Version ${entity.goldenVersion} had not been announced; it is now.`, zh: `版本 ${entity.goldenVersion} 未曾通知，现已补发。` },
  });
}

async function askEverywhere(world: World, { id, type }: Pick<Entity, 'id' | 'type'>): Promise<void> {
  for (const route of world.config.routes) if (route.type === type) await sendOutbound(world, route.to, [id]);
}

/** What the active mapping reads in the stored record and nobody has read before is taken in; true when there was any. A write under way is left alone: its delivery looks for itself. */
async function readUnderRules(world: World, prior: Versioned<SourceRecord>): Promise<boolean> {
  const rec = prior.value;
  const { connection, id } = partsOf(rec.ref);
  const work = rec.state !== 'live' || rec.intent !== undefined ? undefined : await workOn(world, rec);
  if (work === undefined) return false;
  const seen = { record: rec.snapshot, hash: rec.hash, modifiedAt: rec.modifiedAt, ...(rec.revision === undefined ? {} : { revision: rec.revision }) };
  const look = { seen, readAt: rec.lastReadAt };
  const observed = observe(rec, seen, {
    now: world.clock.now(),
    readAt: rec.lastReadAt,
    clockOffsetMs: world.clockOffsetMs(connection),
    ...writesOf(work.stream),
    mapping: work.mapping,
  });
  if (!observed.changed) return false;
  await unifyRecord(work, { id, prior, look, seen: rec.seen, absence: 'look' });
  return true;
}

async function auditRecord(world: World, item: Item, found: Found): Promise<void> {
  const rec = recordOf(item);
  found.records += 1;
  if (await readUnderRules(world, { value: rec, version: item.version })) return;
  const entity = await readEntity(world, rec.entity);
  const seq = entity?.value.members[rec.ref]?.seq;
  if (rec.state === 'gone' ? seq === undefined || seq >= rec.seq : seq !== undefined && seq >= rec.seq) return;
  if (!(await foldLeft(world, { value: rec, version: item.version }))) return;
  // A record that joins or leaves may change nothing of golden, and then only whoever folded it knows that there is something to deliver.
  await askEverywhere(world, { id: rec.entity, type: rec.type });
  found.samples.push({ subject: rec.ref, kind: 'unfolded', reason: { en: 'The record was ahead of its entity; it is folded now.', zh: '该记录领先于其实体，现已合并。' } });
}

/** Does what the record's writer had left to do after storing it; true when its entity did not know of it. */
async function foldLeft(world: World, stored: Versioned<SourceRecord>): Promise<boolean> {
  const work = await workOn(world, stored.value);
  if (work === undefined) return (await fold(world, stored))?.changed === true;
  return (await finishRecord({ ...work, quiet: true }, stored)) !== 'unchanged';
}

/** The record's stream as it is configured now; undefined where nobody reads it any more. */
async function workOn(world: World, { ref }: SourceRecord): Promise<StreamWork | undefined> {
  const { connection, stream: name } = partsOf(ref);
  const mapping = world.mapping(connection, name);
  return mapping === undefined ? undefined : { world, connection, stream: await world.stream(connection, name), mapping };
}
