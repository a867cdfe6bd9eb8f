import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { inMemory } from './in-memory.ts';

/** Who holds a store, as told by the note beside it. The lock itself is SQLite's: it ends with the process, however that ends. */
export interface Owner {
  readonly pid: number;
  readonly since: number;
  /** Where its API answers, once it does. */
  readonly api?: string;
}

const noteOf = (file: string): string => `${file}.owner`;

/** The live owner of a store, so that a command can speak to its API; undefined when nobody runs. A dead process's note is ignored. */
export function ownerOf(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(noteOf(file), 'utf8')) as Owner;
    process.kill(owner.pid, 0);
    return owner;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? { pid: 0, since: 0 } : undefined;
  }
}

/** A holder writes its note within this time of getting the lock, however busy the machine. */
const noteMsMax = 1_000;
const lookMs = 50;

const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Blocks for a moment that is another one in another process. */
export function pauseByPid(): void {
  pause((process.pid % 16) * lookMs);
}

/** The owner of a store that is held: when two start at once, the lock is taken a moment before the note is there. Blocks for that moment. */
export function holderOf(file: string): Owner | undefined {
  for (let waited = 0; waited < noteMsMax; waited += lookMs) {
    const owner = ownerOf(file);
    if (owner !== undefined) return owner;
    pause(lookMs);
  }
  return undefined;
}

/** Writes the note; only the holder of the lock may. */
export function tellOwner(file: string, owner: Owner): void {
  if (file === inMemory) return;
  const beside = `${noteOf(file)}.${owner.pid}`;
  writeFileSync(beside, JSON.stringify(owner), { mode: 0o600 });
  renameSync(beside, noteOf(file));
}

/** Removes the note. */
export function forgetOwner(file: string): void {
  rmSync(noteOf(file), { force: true });
}
