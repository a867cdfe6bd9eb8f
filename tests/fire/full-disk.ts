import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Base, bases, copyOf, removeBases } from './base.ts';
import type { FullDisk } from './full-disk-child.ts';
import { whyNoMounts, withSmallDisk } from './own-mounts.ts';
import { startNode } from './process.ts';
import { reportOf, type Trial } from './report.ts';
import { differences, type Snapshot } from './snapshot.ts';

/** Records of each system. */
const size = 12;
/** The file system of the workspace: the store of such a workspace with its log, some times over. */
const diskMib = 8;
/** Room left at the start, at most: enough for the sync, so that some rounds never meet the end. */
const freeBytesMax = 600_000;

interface Told {
  readonly said: readonly string[];
  readonly dead: number;
  readonly snapshot: Snapshot;
}

/** The disk gets full at a random moment of a sync; the process says so, lives, and goes on when there is room. */
export const fullDisk: Trial = {
  name: 'a full disk',
  rounds: { quick: 1, long: 12 },
  async run(rounds) {
    const why = whyNoMounts();
    if (why !== undefined) return { rounds: 0, held: 0, wrong: [], skipped: why };
    const made = await bases(size);
    try {
      const results: Round[] = [];
      for (let n = 0; n < rounds; n += 1) results.push(await round(made[n % made.length] as Base, rounds === 1 ? 40_000 : Math.round(Math.random() * freeBytesMax)));
      return reportOf(
        results.map((r) => r.wrong),
        `full in ${results.filter((r) => r.full).length}`,
      );
    } finally {
      removeBases(made);
    }
  },
};

interface Round {
  readonly wrong: readonly string[];
  readonly full: boolean;
}

async function round(base: Base, freeBytes: number): Promise<Round> {
  const folder = copyOf(base.folder);
  const asked: FullDisk = { folder, freeBytes };
  try {
    const child = startNode([fileURLToPath(new URL('./full-disk-child.ts', import.meta.url)), JSON.stringify(asked)], withSmallDisk(folder, diskMib));
    const { code, out, err } = await child.ended;
    const what = `${base.name} with ${freeBytes} bytes left: `;
    if (code !== 0) return { full: true, wrong: [`${what}the process ended with ${code}: ${err}`] };
    const told = JSON.parse(out) as Told;
    const unclear = told.said.filter((line) => !/disk is full|no space left/i.test(line));
    const wrong = [...unclear.map((line) => `says ${line}`), ...(told.dead > 0 ? [`${told.dead} dead letters`] : []), ...differences(base.undisturbed, told.snapshot)];
    return { full: told.said.length > 0, wrong: wrong.map((line) => what + line) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
