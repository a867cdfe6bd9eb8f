import { close, closeSync, constants, fdatasync, fsyncSync, openSync, readFileSync, rmSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { storeDamaged } from './errors.ts';

const writeAt = promisify(write);
const sync = promisify(fdatasync);
const closeLater = promisify(close);

/** Before each frame: its generation, the bytes of its text, and the checksum of both and the text. */
const headerBytes = 12;

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
  #end = 0;
  /** Counts frames given up: one that is still being written then must not count. */
  #givenUp = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** `generation`: of the frames to come; {@link readJournal} has read those that a former process left. */
  constructor(file: string, generation: number) {
    this.#file = file;
    this.#generation = generation;
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
    const [generation, at, givenUp] = [this.#generation, this.#end, this.#givenUp];
    const frame = frameOf(generation, lines.join('\n'));
    const written = this.#last.then(async () => {
      for (let from = 0; from < frame.length; ) {
        const { bytesWritten } = await writeAt(this.#handle, frame, from, frame.length - from, at + from);
        from += bytesWritten;
      }
      await sync(this.#handle);
      if (this.#generation === generation && this.#givenUp === givenUp) this.#end += frame.length;
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** What is being written was refused: the next frame is written over it. */
  giveUp(): void {
    this.#givenUp += 1;
  }

  /** Everything up to here is in the tables: the next frame stands at the start of the file. */
  restart(): void {
    this.#generation += 1;
    this.#end = 0;
  }

  /** Ends after a fold: there is nothing left to read. */
  async close(): Promise<void> {
    await this.#last;
    await closeLater(this.#handle);
    rmSync(this.#file, { force: true });
  }
}

/** The commits of one generation that were written whole, as lines. A frame cut short by a crash was never acknowledged and is left out. Throws `STORE_DAMAGED` where a frame is wrong and a later one is not. */
export function readJournal(file: string, generation: number): readonly (readonly string[])[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const commits: (readonly string[])[] = [];
  for (let at = 0; ; ) {
    const text = textAt(bytes, at, generation);
    if (text === undefined) {
      const next = endOf(bytes, at, generation);
      if (next !== undefined && textAt(bytes, next, generation) !== undefined) throw storeDamaged(file, `commit ${commits.length + 1} is not as it was written`);
      return commits;
    }
    commits.push(text.split('\n'));
    at = endOf(bytes, at, generation) as number;
  }
}

function frameOf(generation: number, text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame.writeUInt32LE(generation >>> 0, 0);
  frame.writeUInt32LE(length, 4);
  frame.write(text, headerBytes);
  frame.writeUInt32LE(checksum(frame, 0, length), 8);
  return frame;
}

/** Of the generation, the length and the text; the checksum itself lies between them. */
function checksum(bytes: Buffer, at: number, length: number): number {
  return crc32(bytes.subarray(at + headerBytes, at + headerBytes + length), crc32(bytes.subarray(at, at + 8)));
}

/** Where the frame at `at` says that it ends; undefined when there is none of this generation. */
function endOf(bytes: Buffer, at: number, generation: number): number | undefined {
  if (at + headerBytes > bytes.length || bytes.readUInt32LE(at) !== generation >>> 0) return undefined;
  const end = at + headerBytes + bytes.readUInt32LE(at + 4);
  return end > bytes.length ? undefined : end;
}

function textAt(bytes: Buffer, at: number, generation: number): string | undefined {
  const end = endOf(bytes, at, generation);
  if (end === undefined) return undefined;
  const length = end - at - headerBytes;
  return checksum(bytes, at, length) === bytes.readUInt32LE(at + 8) ? bytes.toString('utf8', at + headerBytes, end) : undefined;
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
