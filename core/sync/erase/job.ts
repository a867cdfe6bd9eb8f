import { never } from '../../model/result.ts';
import { type JobMessage, send } from '../messages.ts';
import { put, readEntity } from '../store.ts';
import type { World } from '../world.ts';
import { eraseEntity } from './entity.ts';
import { counted, type Erasure, readErasure, writeErasure } from './erasure.ts';
import { cleanLetters } from './letters.ts';
import { needlesOf } from './mentions.ts';
import { unerasedMs } from './secret.ts';
import { type Subject, subjectOf } from './subject.ts';
import { askTargets, hasCreateInFlight, lookAtTargets } from './targets.ts';
import { treatmentOf } from './treatment.ts';

type EraseJob = Extract<JobMessage, { job: 'erase' }>;

/** Between two looks whether targets have done what routes asked for, seconds; the last one repeats until the patience ends. */
const lookSeconds = [1, 2, 5, 15, 30, 60, 60, 60, 120, 300] as const;

/** So many passes over the table must find nothing, one after the other: what was under way during the first is seen by the second. */
const cleanPasses = 2;

/** Before the last pass, where nobody can tell whether relay has caught up. */
const settleSeconds = 900;

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
  const { erasure, waitSeconds } = await next(world, read.value);
  if ((await writeErasure(world, erasure, read.version)) === 'conflict') return;
  if (erasure.phase !== 'done') await send(world, 'jobs', 'erase', [job], waitSeconds);
}

async function next(world: World, erasure: Erasure): Promise<Step> {
  switch (erasure.phase) {
    case 'targets':
      return targets(world, erasure, erasure.who as Subject);
    case 'entity':
      return { erasure: { ...erasure, phase: 'scan', tries: 0, erased: await eraseEntity(world, (erasure.who as Subject).entity, erasure.id, erasure.erased) } };
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

/** Routes may say that we delete at a target: that is waited for, but not for ever. */
async function targets(world: World, erasure: Erasure, who: Subject): Promise<Step> {
  const { entity } = who;
  if (erasure.tries === 0) await askTargets(world, entity, erasure.systems);
  const systems = erasure.tries === 0 ? erasure.systems : await lookAtTargets(world, entity, erasure.systems);
  // Workers elsewhere may still believe that nothing was ever erased here.
  if (world.incarnation === undefined && world.clock.now() - erasure.startedAt < unerasedMs)
    return { erasure: { ...erasure, systems, tries: erasure.tries + 1 }, waitSeconds: unerasedMs / 1_000 };
  const open = systems.some(({ did }) => did === 'asked') || (await hasCreateInFlight(world, entity));
  const waitSeconds = lookSeconds[erasure.tries];
  if (!open || waitSeconds === undefined) {
    const now = await readEntity(world, entity); // records that have joined meanwhile are the person's too
    return { erasure: { ...erasure, systems, phase: 'entity', tries: 0, who: now === undefined ? who : await subjectOf(world, now.value) } };
  }
  return { erasure: { ...erasure, systems, tries: erasure.tries + 1 }, waitSeconds };
}

/** One page of the table. A pass that found something is followed by another. */
async function scan(world: World, erasure: Erasure, who: Subject): Promise<Step> {
  const wait = erasure.after === undefined && erasure.clean > 0 ? await unquiet(world, erasure) : undefined;
  if (wait !== undefined) return { erasure: { ...erasure, tries: erasure.tries + 1 }, waitSeconds: wait };
  const page = await world.table.scan(0, 1, erasure.after);
  const needles = needlesOf(who);
  let { erased, kept, found } = erasure.after === undefined ? { ...erasure, kept: {}, found: 0 } : erasure;
  for (const item of page.items) {
    const treatment = treatmentOf(item, who, needles);
    if (treatment === undefined) continue;
    if (treatment.do === 'keep') {
      kept = counted(kept, item.kind);
      continue;
    }
    found += 1;
    if (treatment.do === 'entity') erased = await eraseEntity(world, treatment.id, erasure.id, erased);
    else if ((await put(world, [treatment.op])) === 'ok') erased = counted(erased, item.kind);
  }
  const { after: _, ...rest } = erasure;
  const state: Erasure = { ...rest, erased, kept, found };
  if (page.next !== undefined) return { erasure: { ...state, after: page.next } };
  const clean = found === 0 ? erasure.clean + 1 : 0;
  return { erasure: { ...state, clean, tries: 0, phase: clean >= cleanPasses ? 'letters' : 'scan' } };
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
