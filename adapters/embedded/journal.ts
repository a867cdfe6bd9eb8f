import { close, closeSync, constants, fdatasync, fsyncSync, ftruncateSync, openSync, rmSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { frameOf } from './journal-frame.ts';

const writeAt = promisify(write);
const sync = promisify(fdatasync);
const closeLater = promisify(close);

/** The file beside a store that holds its newest commits. */
export function journalOf(file: string): string {
  return `${file}-commits`;
}

/**
 * The commits that are not in the store's tables yet, one frame each, written by one append and one sync.
 * A fold of the tables begins a new generation at the start of the file; what is left of older ones there is never read.
 */
export class Journal {
  readonly #file: string;
  readonly #handle: number;
  #generation: number;
  /** The generation that is in the tables for certain. */
  #folded: number;
  #end = 0;
  /** Changes when what is being written no longer stands for anything: its end is then not where the next frame begins. */
  #era = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** `folded`: the generation that the tables hold; `readJournal` has read those after it that a former process left. */
  constructor(file: string, folded: number) {
    this.#file = file;
    this.#folded = folded;
    this.#generation = folded + 1;
    this.#handle = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    syncFolder(dirname(file));
  }

  /** Bytes written since the last fold. */
  get size(): number {
    return this.#end;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Writes one commit; resolves when it is on disk. One write at a time: the next waits for this one. */
  append(lines: readonly string[]): Promise<void> {
    const era = this.#era;
    const frame = frameOf({ generation: this.#generation, base: this.#folded }, lines);
    const written = this.#last.then(async () => {
      const at = this.#end;
      for (let from = 0; from < frame.length; ) {
        const { bytesWritten } = await writeAt(this.#handle, frame, from, frame.length - from, at + from);
        from += bytesWritten;
      }
      await sync(this.#handle);
      if (this.#era === era) this.#end = at + frame.length;
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** What is being written was refused: the next frame is written over it. */
  giveUp(): void {
    this.#era += 1;
  }

  /** Everything up to here is in the tables: the next frame stands at the start of the file. */
  restart(): void {
    this.#folded = this.#generation;
    this.#generation += 1;
    this.#end = 0;
    this.#era += 1;
  }

  /** A fold failed. Should its last step have reached the disk all the same, then later frames are not taken for part of it: theirs is the next generation. */
  foldFailed(): void {
    this.#generation += 1;
  }

  /** Overwrites what older generations have left in the file; resolves when that is on disk. */
  wipe(): Promise<void> {
    const wiped = this.#last.then(async () => {
      ftruncateSync(this.#handle, this.#end);
      await sync(this.#handle);
    });
    this.#last = wiped.catch(() => undefined);
    return wiped;
  }

  /** Ends. After a fold there is nothing left to read, and the file goes; without one it stays for the next start. */
  async close(rest: 'folded' | 'kept'): Promise<void> {
    await this.#last;
    await closeLater(this.#handle);
    if (rest === 'folded') rmSync(this.#file, { force: true });
  }
}

/** A new file is only there after a power cut when its folder was synced as well. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows cannot sync a folder, and need not
  }
}
