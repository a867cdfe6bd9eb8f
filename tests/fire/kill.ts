import { rmSync } from 'node:fs';
import { type Base, bases, copyOf, finished, removeBases } from './base.ts';
import { killedAfter, undisturbedMs } from './killed-after.ts';
import { reportOf, type Trial } from './report.ts';
import { differences } from './snapshot.ts';

/** Records of each system: small, so that a hundred rounds fit into some minutes. */
const size = 24;
/** Rounds at the same time: while one process is killed, what another left is worked off. */
const lanes = 2;

/** Kills `sync` at random moments, of a first sync or of one with edits on both sides, every third time once more while the rest is worked off; runs it again and compares with a run that nobody disturbed. */
export const kill: Trial = {
  name: 'kill -9 of a whole sync, snapshot equal to an undisturbed run',
  rounds: { quick: 2, long: 100 },
  async run(rounds) {
    const made = await bases(size);
    try {
      const lasts = new Map<Base, number>();
      for (const base of made) lasts.set(base, await lastsMs(base));
      const results: Round[] = [];
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let n = next++; n < rounds; n = next++) results.push(await round(n, made[n % made.length] as Base, lasts));
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      const at = results.flatMap((r) => r.killedAfterMs).sort((a, b) => a - b);
      const note = `${at.length} kills while it worked, after ${at.join(', ')} ms`;
      return reportOf(
        results.map((r) => r.wrong),
        note,
      );
    } finally {
      removeBases(made);
    }
  },
};

async function lastsMs(base: Base): Promise<number> {
  const folder = copyOf(base.folder);
  try {
    return await undisturbedMs(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Round {
  /** When the kills came that met it at work. */
  readonly killedAfterMs: readonly number[];
  readonly wrong: readonly string[];
}

async function round(n: number, base: Base, lasts: ReadonlyMap<Base, number>): Promise<Round> {
  const whole = lasts.get(base) ?? 0;
  let folder = '';
  let afterMs = 0;
  // a kill that comes too late is no kill: tried again, sooner
  for (let span = whole; ; span /= 2) {
    folder = copyOf(base.folder);
    afterMs = Math.round(Math.random() * span);
    if (await killedAfter(folder, afterMs)) break;
    rmSync(folder, { recursive: true, force: true });
  }
  const killedAfterMs = [afterMs];
  if (n % 3 === 2) {
    const againMs = Math.round(Math.random() * whole);
    if (await killedAfter(folder, againMs, { movedMs: 60_000 })) killedAfterMs.push(againMs);
  }
  const wrong = differences(base.undisturbed, await finished(folder));
  return { killedAfterMs, wrong: wrong.map((what) => `${base.name}, killed after ${killedAfterMs.join(' and ')} ms: ${what}`) };
}
