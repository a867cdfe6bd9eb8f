import type { Evidence } from '../../identity/resolver.ts';
import { isEntityId, partsOf } from '../../model/ids.ts';
import { isoOf } from '../../model/time.ts';
import type { Entity } from '../entity.ts';
import { historyOf } from '../history.ts';
import type { SourceRecord } from '../record.ts';
import { readStreamState } from '../stream-state.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';
import { changedAt, conflictsOf, entityFor, labelView, recordNamed } from './record-view.ts';
import { whyFields } from './why-fields.ts';
import { failureOf, whyTargets } from './why-targets.ts';

/** Versions of an entity that are told. */
const historyMax = 20;
/** Links that are explained. */
const linksMax = 40;

/** Why an entity says what it says and where it is; or why a record of a system is, or is not, here. Undefined for an id or stream that does not exist. */
export async function whyView(world: World, subject: string): Promise<WhyView | undefined> {
  if (!subject.includes('/') && !isEntityId(subject)) return undefined;
  const record = await recordPart(world, subject);
  if (subject.includes('/') && record === undefined) return undefined;
  const found = await entityFor(world, subject);
  const bare = { subject, ...(record === undefined ? {} : { record }), fields: [], targets: [], links: [], conflicts: [], history: [] };
  if (found === undefined) return record === undefined ? undefined : bare;
  const { entity, redirectedFrom } = found;
  const [[changed], targets, links, conflicts, history] = await Promise.all([
    changedAt(world, [entity]),
    whyTargets(world, entity),
    linksOf(world, entity),
    conflictsOf(world, entity),
    historyView(world, entity),
  ]);
  return {
    ...bare,
    entity: { id: entity.id, type: entity.type, label: labelView(entity), version: entity.goldenVersion, changedAt: isoOf(changed as number) },
    ...(redirectedFrom === undefined ? {} : { redirectedFrom }),
    fields: whyFields(world, entity),
    targets,
    links,
    conflicts,
    history,
  };
}

async function recordPart(world: World, subject: string): Promise<WhyView['record']> {
  if (!/^[^/]+\/[^/]+\/./.test(subject)) return undefined;
  const { connection, stream, id } = partsOf(subject);
  if (world.mapping(connection, stream) === undefined) return undefined;
  const record = await recordNamed(world, subject);
  if (record !== undefined) return knownRecord(record);
  const failure = await failureOf(world, connection, stream, id);
  if (failure !== undefined) return { record: subject, state: 'refused', reason: failure.reason };
  const { state } = await readStreamState(world, connection, stream);
  const reason =
    state.lastEndedAt === 0
      ? { en: `${connection}.${stream} has not been read yet`, zh: `${connection}.${stream} 尚未读取` }
      : {
          en: `never seen there: the last pass of ${connection}.${stream} (${isoOf(state.lastEndedAt)}) did not show it, or the mapping’s \`when\` skips it`,
          zh: `从未见过：${connection}.${stream} 的上次读取（${isoOf(state.lastEndedAt)}）中没有它，或被映射的 when 跳过`,
        };
  return { record: subject, state: 'unknown', reason };
}

function knownRecord(record: SourceRecord): NonNullable<WhyView['record']> {
  const reasons = {
    live: { en: 'read and folded into its entity', zh: '已读取并归入其实体' },
    missing: { en: 'one sweep did not show it; the next one decides', zh: '上次清点未见，下次清点后确定' },
    gone:
      record.goneBy === 'us'
        ? { en: 'deleted there by Syncline, because its source was deleted', zh: '因来源删除而由 Syncline 删除' }
        : { en: 'deleted there', zh: '已在该系统删除' },
  };
  return {
    record: record.ref,
    state: record.state,
    reason: reasons[record.state],
    ...(record.revision === undefined ? {} : { revision: record.revision }),
    readAt: isoOf(record.lastReadAt),
  };
}

async function linksOf(world: World, entity: Entity): Promise<WhyView['links']> {
  const { items } = await world.table.query(`ENT#${entity.id}`, { prefix: 'EDGE#', limit: linksMax });
  const same = items.map((item) => {
    const { a, b, by, at, evidence } = item.body as unknown as { a: string; b: string; by: string; at: number; evidence: Evidence };
    return { a, b, decision: 'same' as const, reason: evidence.sentence, by: by === 'auto' ? evidence.rule : by, at: isoOf(at) };
  });
  const apart = entity.cannotLink.map(([a, b]) => ({
    a,
    b,
    decision: 'different' as const,
    reason: { en: 'a person said so', zh: '人工判定' },
    by: 'person',
    at: isoOf(entity.foundedAt),
  }));
  return [...same, ...apart];
}

async function historyView(world: World, entity: Entity): Promise<WhyView['history']> {
  const { items } = await world.table.query(`ENT#${entity.id}`, { prefix: 'HIST#', limit: historyMax, reverse: true });
  return items.map((item) => {
    const row = historyOf(item);
    const refs = [...new Set(row.lines.map((line) => line.ref).filter((ref) => ref !== ''))];
    return {
      version: row.version,
      at: isoOf(row.at),
      by: refs.join(', '),
      changes: row.lines.map((line) => ({ field: line.field, old: line.old, new: line.new, ...(line.ref === '' ? {} : { source: line.ref }) })),
    };
  });
}
