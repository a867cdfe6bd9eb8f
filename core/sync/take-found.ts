import type { Features } from '../identity/resolver.ts';
import { refOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { isMadeUnder, isOtherTry, readSlot } from './adopt.ts';
import type { Attempt } from './deliver-update.ts';
import { featuresShown } from './features.ts';
import { bearsNameOf, bestFirst, isFree, isToldByLooks } from './fitting.ts';
import { type Look, observationOf } from './look.ts';
import { foldGraceSeconds, sendHints } from './messages.ts';
import type { Outcome } from './outcome.ts';
import type { Slot } from './record.ts';
import { readRecord, type Versioned } from './store.ts';
import { round, type Target } from './target.ts';
import { adoptRecord, blankRecord, type StreamWork, unifyRecord } from './unify-record.ts';
import { throttled } from './world.ts';

/** A target, and the entity that is to be made there. */
type CreateTarget = Target & { readonly quiet: NonNullable<StreamWork['quiet']> };

/**
 * The search found something: ours from a lost answer, or a native record that no pull has brought yet. Take it in, and see whether it is the same customer.
 * Of another customer's record that shares a mailbox, what is new may be an edit that is overruled: golden stays as it was, and nobody takes that edit back unless a delivery of that customer is asked for.
 *
 *   person: edits a (Alpha's)
 *   Bravo's create:           search (a) · a taken in, overruled · Bravo made
 *   Alpha's delivery:                                            a written back
 */
export async function takeFound(t: CreateTarget, found: readonly JsonObject[], open: Versioned<Slot> | undefined, attempt: Attempt): Promise<typeof round> {
  for (const record of found) attempt.taken.add(t.stream.key(record));
  for (const record of open === undefined ? found : bestFirst(open.value, found, t.mapping)) {
    for (let tries = 0; (await takeOne(t, record, open?.value.key)) === 'again'; tries += 1) if (tries >= takeTriesMax) throw throttled();
  }
  return round;
}

/** Tries against others who take the same record in at the same time. */
const takeTriesMax = 10;

/** Takes a found record in. Known already: whoever took it in may have died before it was folded or found to be this entity's. */
async function takeOne(t: CreateTarget, record: JsonObject, open: string | undefined): Promise<Outcome | 'again'> {
  const id = t.stream.key(record);
  const prior = await readRecord(t.world, refOf(t.connection, t.stream.name, id));
  // One that is known may have been written since the search: what that showed would count as an edit of what stands there now.
  const look: Look = prior === undefined ? { seen: observationOf(t.stream, record), readAt: t.world.clock.now() } : await t.calls.fetch(id);
  const sight = { id, prior, look, seen: prior?.value.seen ?? ([0, 0] as const), absence: 'look' as const };
  if (look.seen !== undefined && look.seen.hash !== prior?.value.hash) await askToFinish(t, id);
  // The try that made it may have been stored since the search (by the one before, what it sent besides would be a person's edit), and the slot may have got its record: the one taken just now.
  const slot = prior === undefined && open !== undefined ? await readSlot(t.world, t.connection, open) : undefined;
  const ours = slot !== undefined && isOfCreate(t, slot.value, id, record);
  return ours ? adoptRecord(t, sight, blankRecord(t, id, [0, 0]), slot) : unifyRecord(t, sight);
}

/**
 * Asks, before it is stored, that the record be folded and compared with golden by whoever comes by later. It may be another customer's, and the next try of this create may not come upon it again:
 *
 *   Bravo's create: search (Alpha's record) · record · entity · †
 *   again:                                                        search (nobody) · Bravo made
 *   asked for:                                                                                 Alpha's record is delivered to
 */
async function askToFinish({ world, connection, stream }: Target, id: string): Promise<void> {
  await sendHints(world, connection, stream.name, [{ id, fold: true }], foldGraceSeconds);
}

/** The create has made the found record, as far as that can be told: the one that it makes, or another where two of its tries have landed. */
function isOfCreate(t: Target, slot: Slot, id: string, record: JsonObject): boolean {
  return (isFree(slot, id) || isOtherTry(t, slot, id, record, claimsOf(t, record))) && isMadeByTry(t, slot, id, record);
}

/** The record bears the name of this create. One that bears another, or none where names of ours are kept, was only found beside it: a mailbox is shared. Where there are no names, a search by our own key finds what we made; any other must look like what we sent. */
function isMadeByTry(t: Target, slot: Slot, id: string, record: JsonObject): boolean {
  if (bearsNameOf(t.stream, slot, id, record)) return true;
  if (!isToldByLooks(t.stream, id, record)) return false;
  if (t.stream.write?.repeatable !== 'find-first') return true;
  return isMadeUnder(t.world, slot, record, t.mapping, claimsOf(t, record));
}

/** Validated numbers that a found record shows. */
export function claimsOf({ world, mapping }: Target, record: JsonObject): Features['claims'] {
  return featuresShown(world, { snapshot: record, held: {} }, mapping).claims;
}
