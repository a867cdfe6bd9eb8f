import type { Sentence } from '../../model/error.ts';
import { type EntityId, type Ref, workspace } from '../../model/ids.ts';
import { IdentityEngine, type Resolution } from '../engine.ts';
import { learntResolver } from '../learnt.ts';
import { type Agreement, agreement } from '../metrics.ts';
import type { Model } from '../model/model.ts';
import type { Evidence } from '../resolver.ts';
import type { Column } from './columns.ts';
import { type QualityReport, qualityOf } from './quality.ts';
import { readTable, rowRef, type Table, type TableOptions } from './table.ts';

/** One data row and where it went. */
export interface DedupedRow {
  /** 1-based data row. */
  readonly row: number;
  readonly entity: EntityId;
  /** Bits of the agreement that brought the row in; null for a row that founded its entity. */
  readonly score: number | null;
  readonly reason: Sentence;
}

/** A pair that a person should look at. */
export interface ReviewPair {
  readonly row: number;
  readonly entity: EntityId;
}

/** The result of {@link dedupe}. */
export interface Deduped {
  readonly model: string;
  readonly columns: readonly Column[];
  readonly rows: readonly DedupedRow[];
  readonly entities: number;
  readonly review: readonly ReviewPair[];
  readonly quality: QualityReport;
  readonly agreement?: Agreement;
  /** Mean key and entity items read per row. */
  readonly reads: { readonly keys: number; readonly entities: number };
}

const founded: Sentence = { en: 'First of its entity', zh: '该对象的第一条记录' };

/** Finds the rows of one table that are the same person or organisation, row by row with the engine that sync uses. Throws `RangeError` for columns that do not exist. */
export function dedupe(table: Table, options: TableOptions & { readonly models?: readonly Model[] }): Deduped {
  const read = readTable(table, options);
  const { resolver, features } = learntResolver({
    type: options.type,
    records: read.records,
    country: options.country,
    sameStream: () => 'free',
    ...(options.models && { models: options.models }),
  });
  const engine = new IdentityEngine({ resolver, type: options.type, workspace: workspace('main') });
  const resolved = features.map((f, i) => engine.add(rowRef('file', i), f));
  const labels = resolved.map((_, i) => engine.store.entityOf(rowRef('file', i))?.id as EntityId);
  const mean = (count: (r: Resolution) => number): number => resolved.reduce((sum, r) => sum + count(r), 0) / Math.max(1, resolved.length);
  return {
    model: resolver.model,
    columns: read.columns,
    rows: resolved.map((r, i) => rowResult(r, labels[i] as EntityId)),
    entities: new Set(labels).size,
    review: resolved.flatMap((r, i) => r.decision.review.map((id) => ({ row: i + 1, entity: engine.store.live(id)?.id ?? id }))).filter((p) => p.entity !== labels[p.row - 1]),
    quality: qualityOf({ records: read.records, country: options.country, entities: labels }),
    ...(read.truth && { agreement: agreement(labels, read.truth) }),
    reads: { keys: mean((r) => r.reads.keys), entities: mean((r) => r.reads.entities) },
  };
}

function rowResult(r: Resolution, entity: EntityId): DedupedRow {
  const row = Number((r.ref as string).split('/').at(-1));
  return r.decision.kind === 'link' ? { row, entity, score: r.decision.evidence.total, reason: r.decision.evidence.sentence } : { row, entity, score: null, reason: founded };
}

/** Why two rows (1-based) of a table are, or are not, the same. Throws `RangeError` for a row that does not exist. */
export function compareRows(table: Table, options: TableOptions, one: number, other: number): Evidence {
  for (const row of [one, other])
    if (!Number.isInteger(row) || row < 1 || row > table.rows.length) throw new RangeError(`row ${row} does not exist; the file has data rows 1–${table.rows.length}`);
  const { records } = readTable(table, options);
  const { resolver, features } = learntResolver({ type: options.type, records, country: options.country, sameStream: () => 'free' });
  const signature = (row: number): (typeof features)[number]['signature'] => (features[row - 1] as (typeof features)[number]).signature;
  return resolver.compare(signature(one), signature(other));
}

/** Rows of a resolved table by entity, largest first. */
export function clustersOf(rows: readonly DedupedRow[]): readonly { readonly entity: EntityId; readonly rows: readonly number[] }[] {
  const clusters = new Map<EntityId, number[]>();
  for (const row of rows) clusters.set(row.entity, [...(clusters.get(row.entity) ?? []), row.row]);
  return [...clusters].map(([entity, members]) => ({ entity, rows: members })).sort((a, b) => b.rows.length - a.rows.length || (a.rows[0] as number) - (b.rows[0] as number));
}

/** The row number in a ref made by `rowRef`. */
export function rowOf(ref: Ref): number {
  return Number(ref.slice(ref.lastIndexOf('/') + 1));
}
