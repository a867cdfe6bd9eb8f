import type { Sentence } from '../../model/error.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { BrakeReport } from '../brake.ts';
import type { RouteView } from '../views/status.ts';

type BrakeView = NonNullable<RouteView['brake']>;

/** What stopped a route or stream, with samples one line a field. */
export function brakeView(report: BrakeReport): BrakeView {
  const { what, field, count, limit, of } = report;
  return { kind: what, ...(field === undefined ? {} : { field }), count, limit, of, samples: report.samples.flatMap(samplesOf) };
}

/** The same in words. */
export function brakeSentence(report: BrakeReport): Sentence {
  const { count, of, limit, field } = report;
  const what: Readonly<Record<BrakeReport['what'], Sentence>> = {
    delete: { en: `${count} of ${of} records would be deleted`, zh: `${of} 条记录中有 ${count} 条将被删除` },
    missing: { en: `${count} of ${of} records are suddenly missing at the source`, zh: `来源中 ${of} 条记录突然缺失 ${count} 条` },
    blank: { en: `“${field}” would be emptied in ${count} of ${of} records`, zh: `${of} 条记录中有 ${count} 条的“${field}”将被清空` },
    change: { en: `${count} of ${of} records would change at once`, zh: `${of} 条记录中有 ${count} 条将同时变更` },
  };
  const told = what[report.what];
  return { en: `${told.en} (brake at ${limit}).`, zh: `${told.zh}（制动阈值 ${limit}）。` };
}

function samplesOf(sample: JsonObject): BrakeView['samples'][number][] {
  const record = String(sample['record'] ?? sample['entity'] ?? '');
  const fields = isObject(sample['fields']) ? Object.entries(sample['fields']) : [];
  if (fields.length === 0) return [{ record, before: null, after: null }];
  return fields.map(([field, change]) => ({
    record,
    field,
    before: partOf(change, 'before'),
    after: isObject(change) && 'after' in change ? partOf(change, 'after') : (change ?? null),
  }));
}

function partOf(change: Json | undefined, part: string): Json {
  return isObject(change) ? (change[part] ?? null) : null;
}
