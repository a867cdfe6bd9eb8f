import { never } from '../../model/result.ts';
import { queueLimits } from '../../ports/queue.ts';
import type { Entity } from '../entity.ts';
import { entityKey } from '../entity-item.ts';
import { type JobMessage, send } from '../messages.ts';
import { put, readEntity, type Versioned, writeEntity } from '../store.ts';
import type { World } from '../world.ts';
import { countEntity, eraseEntity, eraseRecord } from './entity.ts';
import { type AtSystem, counted, type Erasure, readErasure, summed, writeErasure } from './erasure.ts';
import { hasLate, lateEntity } from './late.ts';
import { cleanLetters } from './letters.ts';
import { needlesOf } from './mentions.ts';
import { blackenPart, partWrites } from './parted.ts';
import { unerasedMs } from './secret.ts';
import { isDueAhead, stepWaitMaxMs } from './step-due.ts';
import { isCountedAnew, joinedSubject, type Subject, subjectOf } from './subject.ts';
import { askTargets, hasCreateInFlight, lookAtTargets, systemsNow, systemsOf } from './targets.ts';
import { toldTogether } from './told.ts';
import { storeTombs } from './tombstone.ts';
import { type Treatment, treatmentOf } from './treatment.ts';

type EraseJob = Extract<JobMessage, { job: 'erase' }>;

/** Between two looks whether targets have done what routes asked for, seconds; the last one repeats until the patience ends. */
const lookSeconds = [1, 2, 5, 15, 30, 60, 60, 60, 120, 300] as const;

/** A create without an answer is waited for longer than anything else: a system that is away cannot say whether it made a record, which would be taken for a stranger's afterwards. */
const createSeconds = stepWaitMaxMs / 1_000;

/** Looks for creates in flight: six hours. */
const createLooksMax = lookSeconds.length + 24;

/** Clocks of two workers differ by less. */
const earlyMs = 10_000;

/** So many passes over the table must find nothing, one after the other: what was under way during the first is seen by the second. */
const cleanPasses = 2;

/** Before the last pass, where nobody can tell whether relay has caught up. */
const settleSeconds = stepWaitMaxMs / 1_000;

/** Between two looks whether queues and feed are empty. */
const quietSeconds = 1;

/** Looks for quiet; what is never quiet is looked through all the same. */
const quietTriesMax = 60;

/** Where to go next, and how long to wait before. */
interface Step {
  readonly erasure: Erasure;
  readonly waitSeconds?: number;
}

/** One step of an erasure. Its state is one item with one version: of two workers at the same step one goes on. */
export async function eraseStep(world: World, job: EraseJob): Promise<void> {
  const read = await readErasure(world, job.id);
  if (read === undefined || read.value.phase === 'done') return;
  const isAhead = isDueAhead(read.value, world.clock.now());
  // A message told twice must not shorten a wait.
  const earlySeconds = Math.ceil(((read.value.dueAt ?? 0) - world.clock.now()) / 1_000);
  if (!isAhead && earlySeconds * 1_000 > earlyMs) return send(world, 'jobs', 'erase', [job], Math.min(earlySeconds, queueLimits.delaySeconds));
  const { erasure, waitSeconds = 0 } = isAhead ? { erasure: read.value, waitSeconds: stepWaitMaxMs / 1_000 } : await next(world, read.value);
  if ((await writeErasure(world, { ...erasure, dueAt: world.clock.now() + waitSeconds * 1_000 }, read.version)) === 'conflict') return;
  if (erasure.phase !== 'done') await send(world, 'jobs', 'erase', [job], waitSeconds === 0 ? undefined : waitSeconds);
}

async function next(world: World, erasure: Erasure): Promise<Step> {
  switch (erasure.phase) {
    case 'targets':
      return targets(world, erasure, erasure.who as Subject);
    case 'entity':
      return takeAway(world, erasure, erasure.who as Subject);
    case 'scan':
      return scan(world, erasure, erasure.who as Subject);
    case 'letters':
      return letters(world, erasure, erasure.who as Subject);
    case 'scrub':
      return { erasure: { ...erasure, phase: 'done', endedAt: world.clock.now(), remains: (await world.forget?.()) ?? [] } };
    case 'done':
      return { erasure };
    default:
      return never(erasure.phase);
  }
}

/** Nothing is made for the person from now on; creates in flight come to their end; then targets are asked for what routes say, which is waited for, but not for ever. */
async function targets(world: World, erasure: Erasure, before: Subject): Promise<Step> {
  const read = await readEntity(world, before.entity);
  const entity = read?.value;
  // Records that have joined meanwhile are the person's, too, and so is whom somebody has merged the person with.
  const who = entity === undefined ? before : whoIs(erasure, before, await subjectOf(world, entity));
  const isOther = who.entity !== before.entity;
  // Followed to whom the person was merged with, nobody finds the way back: a split could leave that one under this id, and the person under the old one.
  if (read !== undefined && isOther && !(await closed(world, read))) return { erasure };
  const next: Erasure = { ...erasure, who, tries: erasure.tries + 1, ...(isOther ? { asked: false } : {}) };
  if (erasure.tries === 0 || isOther) await storeTombs(world, [who.entity], erasure.id);
  // Workers elsewhere may still believe that nothing was ever erased here.
  if (world.incarnation === undefined && world.clock.now() - erasure.startedAt < unerasedMs) return { erasure: next, waitSeconds: unerasedMs / 1_000 };
  if (isOther) return { erasure: next, waitSeconds: lookSeconds[0] };
  const wait = lookSeconds[erasure.tries];
  if (erasure.asked !== true) {
    if (entity !== undefined && erasure.tries < createLooksMax && (await hasCreateInFlight(world, entity))) return { erasure: next, waitSeconds: wait ?? createSeconds };
    const systems = entity === undefined ? erasure.systems : systemsNow(erasure.systems, await systemsOf(world, entity));
    await askTargets(world, who.entity, systems);
    return { erasure: { ...next, systems, asked: true, tries: 0 }, ...(systems.some(isAsked) ? { waitSeconds: lookSeconds[0] } : {}) };
  }
  const systems = await lookAtTargets(world, who.entity, erasure.systems);
  if (systems.some(isAsked) && wait !== undefined) return { erasure: { ...next, systems }, waitSeconds: wait };
  const { told = [], ...rest } = next;
  return { erasure: { ...rest, systems: toldTogether(told, systems), phase: 'entity', tries: 0 } };
}

/** Once something was counted, what was known of the person before is needed, too: the rows that told of it may be gone. */
function whoIs({ erased }: Erasure, before: Subject, now: Subject): Subject {
  return Object.keys(erased).length === 0 ? now : joinedSubject(before, now);
}

const isAsked = ({ did }: AtSystem): boolean => did === 'asked';

/** Lets nobody out of an entity any more; false when it has changed since it was read. */
async function closed(world: World, { value, version }: Versioned<Entity>): Promise<boolean> {
  return value.taken === true || (await writeEntity(world, { ...value, taken: true }, version)) === 'ok';
}

/** The person's own entity: marked and counted, then taken away. A record that was split off before it was marked is somebody else's; whoever has joined since is the person, too. */
async function takeAway(world: World, erasure: Erasure, who: Subject): Promise<Step> {
  if (erasure.counted !== true) {
    const now = await readEntity(world, who.entity);
    if (now === undefined) return { erasure: { ...erasure, phase: 'scan', tries: 0 } };
    // A create may have ended, or a record may have been entered, since systems were looked at.
    if (now.value.id !== who.entity || hasLate(now.value, who)) return { erasure: { ...erasure, phase: 'targets', tries: 0, asked: false } };
    if (!(await closed(world, now))) return { erasure };
    const whole = whoIs(erasure, who, await subjectOf(world, now.value));
    return { erasure: { ...erasure, who: whole, counted: true, before: erasure.erased, erased: summed(erasure.erased, await countEntity(world, who.entity)) } };
  }
  const { before = {}, ...rest } = erasure;
  // Whoever joins the person while nothing was gone yet is counted with the person.
  if (await isCountedAnew(world, who)) return { erasure: { ...rest, counted: false, erased: before } };
  const state = await eraseEntity(world, who.entity, erasure.id, who.refs);
  return { erasure: { ...rest, counted: false, ...(state === 'gone' ? { phase: 'scan', tries: 0 } : {}) } };
}

/** One page of the table: what is found is counted, then taken away. A pass that found something is followed by another. */
async function scan(world: World, erasure: Erasure, who: Subject): Promise<Step> {
  const wait = erasure.after === undefined && erasure.clean > 0 && erasure.counted !== true ? await unquiet(world, erasure) : undefined;
  if (wait !== undefined) return { erasure: { ...erasure, tries: erasure.tries + 1 }, waitSeconds: wait };
  const page = await world.table.scan(0, 1, erasure.after);
  const late = await lateEntity(world, page.items, who, erasure.id);
  if (late !== undefined) return { erasure: againFor(erasure, { ...who, entity: late }) };
  const needles = needlesOf(who);
  const treated = page.items.map((item) => ({ item, treatment: treatmentOf(item, who, needles) }));
  const wanted = treated.filter(({ treatment }) => treatment !== undefined && treatment.do !== 'keep' && treatment.do !== 'part');
  const told = [...new Set([...(who.parts ?? []), ...treated.flatMap(({ treatment }) => (treatment?.do === 'part' ? treatment.ids : []))])];
  const here = told.filter((id) => page.items.some(({ pk }) => pk === entityKey(id).pk));
  const parts = await Promise.all(here.map((id) => partWrites(world, id, who)));
  const seen: Erasure = { ...erasure, who: { ...who, parts: told } };
  if (wanted.length + parts.flat().length > 0 && erasure.counted !== true) {
    let { erased } = erasure;
    for (const write of parts.flat()) if (write.op === 'put') erased = counted(erased, write.item.kind);
    for (const { item, treatment } of wanted) erased = summed(erased, treatment?.do === 'entity' ? await countEntity(world, treatment.id) : { [item.kind]: 1 });
    return { erasure: { ...seen, counted: true, erased } };
  }
  for (const { treatment } of wanted) await treat(world, treatment, erasure.id);
  for (const writes of parts) await blackenPart(world, writes);
  const { after: _, ...rest } = seen;
  const isFirst = erasure.after === undefined;
  let kept = isFirst ? {} : erasure.kept;
  for (const { item, treatment } of treated) if (treatment?.do === 'keep') kept = counted(kept, item.kind);
  const found = (isFirst ? 0 : erasure.found) + wanted.length + parts.flat().length;
  const state: Erasure = { ...rest, kept, found, counted: false };
  if (page.next !== undefined) return { erasure: { ...state, after: page.next } };
  const clean = found === 0 ? erasure.clean + 1 : 0;
  return { erasure: { ...state, clean, tries: 0, phase: clean >= cleanPasses ? 'letters' : 'scan' } };
}

/** From the targets on once more: what was told of systems so far stays told. */
function againFor({ after: _, ...erasure }: Erasure, who: Subject): Erasure {
  return { ...erasure, who, phase: 'targets', tries: 0, asked: false, counted: false, clean: 0, told: erasure.systems, systems: [] };
}

async function treat(world: World, treatment: Treatment, erasure: string): Promise<void> {
  if (treatment?.do === 'entity') await eraseEntity(world, treatment.id, erasure);
  else if (treatment?.do === 'record') await eraseRecord(world, treatment.ref, treatment.type, erasure);
  else if (treatment?.do === 'write') await put(world, [treatment.op]);
}

/** Seconds to wait until nothing under way can bring anything back; undefined when that is so now. */
async function unquiet(world: World, { tries, clean }: Erasure): Promise<number | undefined> {
  if (tries >= quietTriesMax || (world.queues === undefined && tries > 0)) return undefined;
  if (world.queues === undefined) return clean === cleanPasses - 1 ? settleSeconds : undefined;
  const depths = await world.queues();
  const busy = depths.some(({ name, ready, inFlight }) => ready + inFlight > (name === 'jobs' ? 1 : 0)); // this very step is one
  return busy ? quietSeconds : undefined;
}

/** Dead letters last, since what is under way can still die. From here on nothing says whom it was about. */
async function letters(world: World, erasure: Erasure, who: Subject): Promise<Step> {
  const cleaned = await cleanLetters(world, needlesOf(who));
  const erased = cleaned === 0 ? erasure.erased : counted(erasure.erased, 'dead letter', cleaned);
  const { who: _, ...rest } = erasure;
  return { erasure: { ...rest, erased, phase: 'scrub' } };
}
