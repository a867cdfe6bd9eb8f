import type { Json, JsonObject } from '../model/json.ts';
import { jsonEqual } from '../model/json.ts';
import type { Item, Op } from '../ports/table.ts';
import type { Entity, GoldenField } from './entity.ts';
import { historySeconds } from './store.ts';

/** One change of one golden field, as history tells it. */
export interface HistoryLine {
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
  /** Record or person it came from. */
  readonly ref: string;
  readonly rule: string;
  readonly stamp: number;
}

/** One version of golden. */
export interface HistoryRow {
  readonly version: number;
  readonly at: number;
  readonly lines: readonly HistoryLine[];
  /** Written by an audit, which knows only what history had told before: what relay tells of the change, should it come after all, replaces it. */
  readonly repaired?: true;
}

/** Sort key of a version; versions sort as numbers. */
export function historySk(version: number): string {
  return `HIST#${String(version).padStart(9, '0')}`;
}

/** As much of an entity as its history tells. */
export interface Told {
  readonly golden: Readonly<Record<string, Pick<GoldenField, 'value'>>>;
}

/** Fields whose golden value differs. */
export function changedGolden(old: Told | undefined, now: Entity): string[] {
  const changed: string[] = [];
  for (const field in now.golden) if (!jsonEqual(old?.golden[field]?.value ?? null, now.golden[field]?.value ?? null)) changed.push(field);
  for (const field in old?.golden) if (now.golden[field] === undefined && !jsonEqual(old?.golden[field]?.value ?? null, null)) changed.push(field);
  return changed;
}

/** Lines as stored: those that follow one another and come from one place are one run. Without `olds` there was nothing before. */
type LineRun = readonly [fields: readonly string[], news: readonly Json[], ref: string, rule: string, stamp: number, olds?: readonly Json[]];

/** The lines of a row as its body holds them. */
export function storeLines(lines: readonly HistoryLine[]): { readonly runs: Json } {
  const runs: Json[] = [];
  let [last, fields, news, olds] = [undefined as HistoryLine | undefined, [] as string[], [] as Json[], [] as Json[]];
  for (const line of lines) {
    if (last === undefined || line.ref !== last.ref || line.rule !== last.rule || line.stamp !== last.stamp || (line.old === null) !== (last.old === null)) {
      [fields, news, olds] = [[], [], []];
      runs.push(line.old === null ? [fields, news, line.ref, line.rule, line.stamp] : [fields, news, line.ref, line.rule, line.stamp, olds]);
    }
    fields.push(line.field);
    news.push(line.new);
    olds.push(line.old);
    last = line;
  }
  return { runs };
}

/** The write of a history row. */
export type HistoryOp = Extract<Op, { op: 'put' }>;

/** The history row of a version: relay's receipt for having announced it. `fields` are those that differ. */
export function historyOp(old: Told | undefined, now: Entity, at: number, fields: readonly string[] = changedGolden(old, now)): HistoryOp {
  const lines: HistoryLine[] = [];
  for (const field of fields.toSorted()) {
    const [before, after] = [old?.golden[field], now.golden[field]];
    lines.push({ field, old: before?.value ?? null, new: after?.value ?? null, ref: after?.ref ?? '', rule: after?.rule ?? 'retracted', stamp: after?.stamp.at ?? at });
  }
  const body: JsonObject = { version: now.goldenVersion, at, ...storeLines(lines) };
  return {
    op: 'put',
    item: { pk: `ENT#${now.id}`, sk: historySk(now.goldenVersion), kind: 'history', body, expiresAt: Math.floor(at / 1000) + historySeconds },
    when: 'absent',
  };
}

/** A history row from its item; before there were runs, its body was the row. */
export function historyOf(item: Item): HistoryRow {
  const { runs, ...row } = item.body as unknown as HistoryRow & { readonly runs?: readonly LineRun[] };
  if (runs === undefined) return row;
  const lines = runs.flatMap(([fields, news, ref, rule, stamp, olds]) => fields.map((field, i) => ({ field, old: olds?.[i] ?? null, new: news[i] as Json, ref, rule, stamp })));
  return { ...row, lines };
}
