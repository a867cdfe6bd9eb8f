import { refOf } from '../model/ids.ts';
import type { Attempt } from './deliver-update.ts';
import type { Entity } from './entity.ts';
import type { Slot, SourceRecord } from './record.ts';
import { readEntity, readRecord, type Versioned } from './store.ts';
import { type Delivered, round, type Target } from './target.ts';
import { adoptRecord, blankRecord, finishRecord } from './unify-record.ts';

/** A record that a create has made, as far as its slot tells. */
export interface Made {
  readonly slot: Versioned<Slot>;
  readonly id: string;
  /** As it is stored; undefined when it was never taken in. */
  readonly known: Versioned<SourceRecord> | undefined;
}

/** A record that was made and is not known to be gone. What we deleted ourselves is made again when its source comes back; what a person deleted is suppressed before. */
export async function standing(t: Target, slots: readonly Versioned<Slot>[]): Promise<Made | undefined> {
  for (const slot of slots) {
    const id = slot.value.recordId;
    if (id === undefined || slot.value.state === 'void') continue;
    const record = await readRecord(t.world, refOf(t.connection, t.stream.name, id));
    if (record?.value.state !== 'gone') return { slot, id, known: record };
  }
  return undefined;
}

/** The slot said that a record was made, and the entity has no link to it: adopt it, join it, or leave it to whom it belongs now. */
export async function alreadyMade(t: Target, entity: Entity, { slot, id, known }: Made, attempt: Attempt): Promise<Delivered | typeof round> {
  if (known !== undefined) return joinMade(t, entity, known);
  if (attempt.taken.has(id)) return { state: 'done' };
  attempt.taken.add(id);
  const look = await t.calls.fetch(id);
  if (look.seen === undefined) return { state: 'done' };
  await adoptRecord({ ...t, quiet: true }, { id, prior: undefined, look, seen: [0, 0], absence: 'feed' }, blankRecord(t, id, [0, 0]), slot);
  return round;
}

/** Known, and not to its entity: whoever stored it died before he came to that, and the change that would have somebody do it may be lost. */
async function joinMade(t: Target, entity: Entity, known: Versioned<SourceRecord>): Promise<Delivered | typeof round> {
  const owner = await readEntity(t.world, known.value.entity);
  if (owner?.value.id !== entity.id) return { state: 'done' };
  return (await finishRecord({ ...t, quiet: true }, known)) === 'unchanged' ? { state: 'done' } : round;
}
