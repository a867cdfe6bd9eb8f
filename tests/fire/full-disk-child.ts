import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTestWorkspace } from '../integration/harness.ts';
import { copyOf, files, finished } from './base.ts';

/** What is asked of {@link file://./full-disk-child.ts}: it stands in its first argument, as JSON. */
export interface FullDisk {
  readonly folder: string;
  /** Left on the disk when the work begins. */
  readonly freeBytes: number;
}

/** The process on a small disk: works until the disk is full, tells what it was told, makes room and goes on in the same process; prints what the workspace then holds. */
const { folder, freeBytes } = JSON.parse(process.argv[2] ?? '{}') as FullDisk;
const ballast = join(folder, 'ballast');
/** Waits for the first fault at most this long; a sync that fitted has none. */
const patienceMs = 20_000;

const faults: unknown[] = [];
const w = await openTestWorkspace(folder, { faults });
fill();
let fitted = false;
const work = syncing().then(() => (fitted = true));
for (const until = performance.now() + patienceMs; faults.length === 0 && !fitted && performance.now() < until; ) await sleep(20);
const before = files.map((file) => w.read(file).length);
rmSync(ballast, { force: true });
await work;
await w.sync();
const dead = (await Promise.all(Object.values(w.store.deadLetters).map((letters) => letters.list(10)))).flat().length;
await w.close('keep');
const snapshot = await finished(copyOf(folder));
writeSync(1, `${JSON.stringify({ said: said(), before, dead, snapshot })}\n`);

/** Asks for a sync until the queue takes it. */
async function syncing(): Promise<void> {
  for (;;) {
    try {
      return await w.sync();
    } catch (error) {
      faults.push(error);
      await sleep(50);
    }
  }
}

function fill(): void {
  const { bavail, bsize } = statfsSync(folder);
  const file = openSync(ballast, 'w');
  const block = Buffer.alloc(4_096, 1);
  for (let left = bavail * bsize - freeBytes; left > 0; left -= block.length) writeSync(file, block);
  closeSync(file);
}

function said(): readonly string[] {
  return [...new Set(faults.map((fault) => (fault instanceof Error ? `${(fault as { code?: string }).code ?? fault.name}: ${fault.message}` : String(fault))))];
}
