import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import type { Queue } from '../../ports/queue.ts';
import { fold } from '../fold.ts';
import { writeRecord } from '../store.ts';
import type { World } from '../world.ts';
import { beginErasure } from './begin.ts';
import { type Erasure, readErasure } from './erasure.ts';
import { eraseStep } from './job.ts';
import { resumeErasures } from './resume.ts';
import { erasureSecret } from './secret.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');

/** A queue that takes nothing. */
const full: Queue = { send: async (messages) => messages.map((_, at) => at) };

let w: TestWorld;
let world: World;
let sent = 0;
let id: string;
beforeEach(async () => {
  w = openWorld();
  const jobs: Queue = {
    send: async (messages) => {
      sent += messages.length;
      return w.store.queues.jobs.send(messages);
    },
  };
  world = { ...w.world, erasures: erasureSecret(w.world.table, w.world.clock, w.world.ids), queue: (name) => (name === 'jobs' ? jobs : w.store.queues[name]) };
  await writeRecord(world, hers, 0);
  const folded = await fold(world, { value: hers, version: 1 });
  if (folded === undefined) throw new Error('she was not stored');
  ({ id } = await beginErasure(world, folded.entity, 'p_owner', 'request'));
  sent = 0;
});
afterEach(() => w.store.close());

it('takes up an erasure whose message was lost between two workers, ten minutes after its step was due', async () => {
  const job = { v: 1, workspace: 'main', job: 'erase', id } as const;
  // One message, delivered twice at one time: the worker that is further cannot send the next, and the other takes the message away.
  const [further, other] = await Promise.allSettled([eraseStep({ ...world, queue: () => full }, job), eraseStep(world, job)]);
  expect([further.status, other.status, sent]).toEqual(['rejected', 'fulfilled', 0]);
  const dueAt = (await readErasure(world, id))?.value.dueAt ?? 0;
  const dueSecond = Math.ceil((dueAt - world.clock.now()) / 1_000);
  w.setNow(dueSecond + 599);
  await resumeErasures(world);
  expect(sent).toBe(0);
  w.setNow(dueSecond + 601);
  await resumeErasures(world);
  expect(sent).toBe(1);
});

it('leaves an erasure alone that has come to its end', async () => {
  const job = { v: 1, workspace: 'main', job: 'erase', id } as const;
  for (let second = 0; (await readErasure(world, id))?.value.phase !== 'done'; second += 1_000) {
    w.setNow(second);
    await eraseStep(world, job);
  }
  sent = 0;
  w.setNow(1_000_000);
  await resumeErasures(world);
  expect(sent).toBe(0);
});

const hour = 3_600;

describe('an erasure that was stored while our clock was five hours ahead', () => {
  const job = () => ({ v: 1, workspace: 'main', job: 'erase', id }) as const;
  const stored = async () => (await readErasure(world, id))?.value as Erasure;

  beforeEach(async () => {
    w.setNow(5 * hour);
    await eraseStep(world, job());
    sent = 0;
  });

  it('waits a quarter of an hour more once the clock is set back, not until that has caught up', async () => {
    const before = await stored();
    w.setNow(60);
    await eraseStep(world, job());
    expect(await stored()).toEqual({ ...before, dueAt: at(60 + 900) });
    w.setNow(60 + 800);
    await eraseStep(world, job());
    expect(await stored()).toEqual({ ...before, dueAt: at(60 + 900) });
    w.setNow(60 + 900);
    await eraseStep(world, job());
    expect(await stored()).not.toMatchObject({ dueAt: before.dueAt, tries: before.tries });
  });

  it('is taken up by the tick where its message was lost', async () => {
    w.setNow(4 * hour);
    await resumeErasures(world);
    expect(sent).toBe(1);
  });
});

it('an erasure that began while our clock was ahead asks no system before nobody can believe any more that nothing was erased', async () => {
  const job = { v: 1, workspace: 'main', job: 'erase', id } as const;
  const asked = async () => (await readErasure(world, id))?.value.asked === true;
  for (let step = 0; step < 5; step += 1) {
    w.setNow(step * 1_000 - 10 * hour);
    await eraseStep(world, job);
    expect(await asked()).toBe(false);
  }
  w.setNow(1_000);
  await eraseStep(world, job);
  expect(await asked()).toBe(true);
});
