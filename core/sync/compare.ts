import { refOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { familyOf, type Raw, type StreamMapping } from '../ports/mapping.ts';
import { tableLimits } from '../ports/table.ts';
import { erasedAmong } from './erase/tombstone.ts';
import { observationOf } from './look.ts';
import type { Sighting } from './messages.ts';
import type { EffectsSeen, Pull } from './pull.ts';
import { equalRaw, fieldsOf } from './reading.ts';
import type { SourceRecord } from './record.ts';
import { contentMark, recordKey, recordOf } from './record-item.ts';
import { readRecords } from './store.ts';
import type { World } from './world.ts';
import { isYounger } from './younger.ts';

/** What one page holds that the table does not. */
export interface Compared {
  readonly sightings: readonly Sighting[];
  readonly unchanged: number;
  readonly skipped: number;
  readonly effects: EffectsSeen;
}

/** Whose page it is, and since when it can have been read. */
export type Reading = Pick<Pull, 'world' | 'connection' | 'stream' | 'readSince'>;

/** Compares a page with what is stored: an unchanged record costs one read and nothing more. */
export async function comparePage(reading: Reading, mapping: StreamMapping, records: readonly JsonObject[]): Promise<Compared> {
  const { world, connection, stream, readSince } = reading;
  const seen = records.map((record) => ({ id: stream.key(record), ...observationOf(stream, record) }));
  const refs = seen.map((s) => refOf(connection, stream.name, s.id));
  const stored = await readStored(world, refs, seen);
  // Only one of revision and hash agrees: the plain read may be stale.
  const doubtful = seen.flatMap((s, at) => (isHalfEqual(s, stored[at]) ? [at] : []));
  const again = await readRecords(
    world,
    doubtful.map((at) => refs[at] as string),
    true,
  );
  doubtful.forEach((at, i) => {
    stored[at] = again[i]?.value;
  });
  const erased = await erasedAmong(
    world,
    refs.filter((_, at) => stored[at] === undefined),
  );
  const sightings: Sighting[] = [];
  const effects: EffectsSeen = { added: 0, changed: 0, blanks: {}, samples: [] };
  let [unchanged, skipped] = [0, 0];
  const now = world.clock.now();
  seen.forEach((sight, at) => {
    const rec = stored[at];
    if (!mapping.accepts(sight.record) || erased.has(refs[at] as string)) {
      skipped += 1;
    } else if (rec === 'same' || isUnchanged(sight, rec)) {
      unchanged += 1;
    } else {
      // What we wrote there meanwhile is no change of theirs, and must not pull their brake.
      if (rec === undefined || !isYounger(rec, readSince, now)) countEffects(effects, sight, rec, mapping);
      sightings.push(sight);
    }
  });
  return { sightings, unchanged, skipped, effects };
}

/** What the table holds of each record, as a plain read shows it: `same` when its mark says that nothing differs, so that its body is not even read. */
async function readStored(world: World, refs: readonly string[], seen: readonly Sight[]): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (let from = 0; from < refs.length; from += tableLimits.getKeys) {
    const keys = refs.slice(from, from + tableLimits.getKeys).map(recordKey);
    const tokens = seen.slice(from, from + tableLimits.getKeys).map(contentMark);
    const items = await world.table.get(keys, { consistent: false, tokens });
    items.forEach((item, at) => {
      if (item === undefined) stored.push(undefined);
      else stored.push(item.token === tokens[at] ? 'same' : recordOf(item));
    });
  }
  return stored;
}

type Stored = SourceRecord | 'same' | undefined;

type Sight = { readonly id: string; readonly record: JsonObject; readonly hash: string; readonly revision?: string };

function isHalfEqual(sight: Sight, rec: Stored): boolean {
  return rec !== undefined && rec !== 'same' && (rec.hash === sight.hash) !== (rec.revision === sight.revision);
}

function isUnchanged(sight: Sight, rec: SourceRecord | undefined): boolean {
  if (rec === undefined || rec.state !== 'live' || rec.intent !== undefined) return false;
  return rec.hash === sight.hash && rec.revision === sight.revision;
}

function countEffects(effects: EffectsSeen, sight: Sight, rec: SourceRecord | undefined, mapping: StreamMapping): void {
  if (rec === undefined) {
    effects.added += 1;
    return;
  }
  if (rec.state !== 'live' || rec.hash === sight.hash) return;
  const before = fieldsOf(rec.snapshot, rec.held, mapping).fields;
  const after = fieldsOf(sight.record, {}, mapping);
  const changed: Record<string, JsonObject> = {};
  for (const [field, old] of Object.entries(before)) {
    const now = after.fields[field] ?? null;
    if (old === null || equalRaw(field, old, now, mapping) || isSent(rec, mapping, field, now)) continue;
    changed[field] = { before: old, after: now };
    if (now === null && familyOf(field).element === undefined && !after.unread.has(field)) effects.blanks[field] = (effects.blanks[field] ?? 0) + 1;
  }
  // A write of ours whose answer was lost, and nothing else.
  if (rec.intent !== undefined && Object.keys(changed).length === 0) return;
  effects.changed += 1;
  if (effects.samples.length < 10) effects.samples.push({ record: rec.ref, fields: changed });
}

/** True when the value is what we are writing there: its answer has not come, or was lost. */
function isSent(rec: SourceRecord, mapping: StreamMapping, field: string, now: Raw): boolean {
  const sent = rec.intent?.fields[field];
  return sent !== undefined && equalRaw(field, sent.raw, now, mapping);
}
