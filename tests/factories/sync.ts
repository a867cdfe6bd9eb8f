import { entityIdFrom, type Ref, workspace } from '../../core/model/ids.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import type { Observation, ObserveContext } from '../../core/sync/observation.ts';
import { type Observed, observe } from '../../core/sync/observe.ts';
import type { Intent, IntentField, SourceRecord } from '../../core/sync/record.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';

/** A compiled mapping of a few fields of an organization; `fields` as YAML lines. */
export function mappingOf(connector: string, fields: readonly string[]): StreamMapping {
  const text = `name: ${connector}/customers\ntype: organization\nconnector: ${connector}\nstream: customers\nfields:\n${fields.map((f) => `  ${f}`).join('\n')}\n`;
  const compiled = compileMapping({ text, file: `${connector}.yaml`, country: 'DE', zone: 'UTC' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** Name, city, note, phones, e-mails and tags under their own names. */
export const plainMapping = mappingOf('crm', [
  'name: name',
  'city: city',
  'note: note',
  "phones: { path: phone, split: [';'] }",
  "emails: { path: mail, split: [';'] }",
  "tags: { path: tags, split: [';'] }",
]);

/** An observation of a record, with a hash of its own content. */
export function seen(record: JsonObject, more: Partial<Observation> = {}): Observation {
  return { record, hash: JSON.stringify(record), ...more };
}

/** A moment in tests: seconds after an arbitrary start. */
export const at = (seconds: number): number => 1_700_000_000_000 + seconds * 1_000;

/** Observes at a second, with no clock offset. */
export function look(
  rec: SourceRecord,
  record: JsonObject,
  second: number,
  more: Partial<Observation> & { mapping?: StreamMapping; maxInFlightMs?: number; guarded?: boolean } = {},
): Observed {
  const { mapping = plainMapping, maxInFlightMs = 1_000, guarded = false, ...observation } = more;
  const ctx: ObserveContext = { now: at(second), readAt: at(second), clockOffsetMs: 0, maxInFlightMs, guarded, mapping };
  return observe(rec, seen(record, observation), ctx);
}

/** A record before anything is known of it. */
export function blank(ref = 'crm/customers/1'): SourceRecord {
  const entity = entityIdFrom(workspace('main'), 'o', ref as Ref);
  return {
    ref: ref as Ref,
    state: 'live',
    origin: 'native',
    entity,
    type: 'organization',
    snapshot: {},
    held: {},
    hash: '',
    modifiedAt: 0,
    lastReadAt: 0,
    seen: [0, 0],
    cells: {},
    assertions: {},
    limbo: [],
    seq: 0,
    failing: [],
  };
}

/** A record as first seen at second 0. */
export function known(record: JsonObject, ref?: string): SourceRecord {
  return look(blank(ref), record, 0).record;
}

/** The record with an open intent of ours. */
export function intending(rec: SourceRecord, fields: Readonly<Record<string, IntentField['raw']>>, more: Partial<Intent> = {}): SourceRecord {
  const stamped = Object.fromEntries(Object.entries(fields).map(([name, raw]) => [name, { raw, stamp: { at: at(5), ref: 'erp/customers/9' } }]));
  return { ...rec, intent: { id: 'i1', kind: 'write', fields: stamped, deadline: at(60), ...more } };
}
