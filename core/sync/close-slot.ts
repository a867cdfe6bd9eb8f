import { partsOf } from '../model/ids.ts';
import { readSlot, slotByLooks, slotOps, slotsOf } from './adopt.ts';
import type { Entity } from './entity.ts';
import { bearsNameOf, fittingIntent, isFree, isToldByLooks } from './fitting.ts';
import type { Slot, SourceRecord } from './record.ts';
import { put, readRecord, type Versioned, writeRecord } from './store.ts';
import { isSameSent, unansweredTries } from './unanswered.ts';
import type { StreamWork } from './unify-record.ts';
import { throttled } from './world.ts';

/** Tries against others who write the same slot or record. */
const closeTriesMax = 10;

/**
 * Marks a slot as done: the record that it made is known. A try that was noted since the slot was read may be on its way to that very record: it is noted there first, and none begins once the slot is done.
 *
 *   listing:  slot (try 1) · record of try 1 stored ·                        slot? another · try 2 noted · done
 *   maker:                                            slot (try 2) · sent                                       · lands
 */
export async function closeSlot(work: StreamWork, slot: Versioned<Slot>, made: Versioned<SourceRecord>): Promise<Versioned<SourceRecord>> {
  const recordId = partsOf(made.value.ref).id;
  let [held, stored] = [slot, made];
  for (let tries = 0; tries < closeTriesMax; tries += 1) {
    if (held.value.state === 'done' && held.value.recordId === recordId) return stored;
    if ((await put(work.world, slotOps(work, { ...held.value, state: 'done', recordId }, held.version))) === 'ok') return stored;
    const now = await readSlot(work.world, work.connection, slot.value.key);
    if (now === undefined || !isFree(now.value, recordId)) return stored;
    [held, stored] = [now, await knowingTries(work, stored, now.value)];
  }
  throw throttled();
}

/** The record with what each try of its create had sent besides the one that made it, where all of them land upon one record. */
async function knowingTries({ world, stream, mapping }: StreamWork, stored: Versioned<SourceRecord>, slot: Slot): Promise<Versioned<SourceRecord>> {
  if (stream.write?.repeatable !== 'external-id') return stored;
  let known = stored;
  for (let tries = 0; tries < closeTriesMax; tries += 1) {
    const { mayLand = [], snapshot, ref } = known.value;
    const sent = unansweredTries(slot, fittingIntent(slot, snapshot, mapping) ?? slot.intent, world.clock.now());
    if (sent.length === 0) return known;
    const others = mayLand.filter((one) => !sent.some((again) => isSameSent(again, one)));
    const record: SourceRecord = { ...known.value, mayLand: [...others, ...sent] };
    if ((await writeRecord(world, record, known.version)) === 'ok') return { value: record, version: known.version + 1 };
    const now = await readRecord(world, ref);
    if (now === undefined) return known;
    known = now;
  }
  throw throttled();
}

/** Whoever adopted it may have died before he closed its slot: left open, that would wait for an answer that came, and take in the next record that looks like this one. */
export async function closeLeftSlots(work: StreamWork, entity: Entity, made: Versioned<SourceRecord>): Promise<void> {
  const rec = made.value;
  const { id } = partsOf(rec.ref);
  const slots = await slotsOf(work.world, entity, work.connection, work.stream.name);
  const likeliest = isToldByLooks(work.stream, id, rec.snapshot) ? slotByLooks(slots, id, rec.snapshot, work.mapping) : undefined;
  for (const slot of slots) {
    if (slot.value.state !== 'open' || !isFree(slot.value, id)) continue;
    const isItsOwn = slot.value.recordId === id || bearsNameOf(work.stream, slot.value, id, rec.snapshot) || slot === likeliest;
    if (isItsOwn) await closeSlot(work, slot, await knowingTries(work, made, slot.value));
  }
}
