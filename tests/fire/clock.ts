import { setTimeout as sleep } from 'node:timers/promises';
import { openTestWorkspace, testClock } from '../integration/harness.ts';
import { allRanked, type Base, bases, copyOf, finished, removeBases } from './base.ts';
import { reportOf, type Trial } from './report.ts';
import { differences } from './snapshot.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Back over a change of summer time, over a time zone, over a long night, over a month; forward likewise. */
const jumpsMs = [-hourMs, hourMs, -8 * hourMs, 8 * hourMs, -3 * dayMs, 3 * dayMs, -30 * dayMs, 30 * dayMs] as const;
/** A jump comes within this time of a sync's start: most syncs of this size are still at work. */
const withinMs = 250;
/** Records of each system. */
const size = 12;

/** The machine's clock jumps while everything is at work, and in every other round jumps back to the truth before the next sync; compared with a run whose clock kept still. */
export const clockJumps: Trial = {
  name: 'clock jumps by hours, days and a month while it works',
  rounds: { quick: 2, long: 32 },
  async run(rounds) {
    const made = await bases(size, allRanked);
    try {
      const wrong: (readonly string[])[] = [];
      for (let n = 0; n < rounds; n += 1) wrong.push(await round(n, made[n % made.length] as Base));
      return reportOf(wrong);
    } finally {
      removeBases(made);
    }
  },
};

async function round(n: number, base: Base): Promise<readonly string[]> {
  const folder = copyOf(base.folder);
  const clock = testClock();
  const jumpMs = jumpsMs[Math.floor(n / 2) % jumpsMs.length] as number;
  const afterMs = Math.round(Math.random() * withinMs);
  const w = await openTestWorkspace(folder, { clock });
  const work = w.sync();
  await sleep(afterMs);
  clock.move(jumpMs);
  await work;
  const back = n % 4 >= 2;
  if (back) clock.move(-jumpMs);
  await w.runner.tick();
  await w.quiet();
  await w.close('keep');
  const what = `${base.name}, ${jumpMs / hourMs} h after ${afterMs} ms${back ? ' and back' : ''}`;
  return differences(base.undisturbed, await finished(folder, clock)).map((difference) => `${what}: ${difference}`);
}
