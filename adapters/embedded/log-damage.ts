import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Layout of SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#walformat). */
const headerBytes = 32;
const frameHeadBytes = 24;
const magic = 0x377f0682;

interface Log {
  readonly bytes: Buffer;
  readonly frameBytes: number;
  readonly salts: Buffer;
  readonly littleEndian: boolean;
}

/**
 * What is damaged in the log that a killed process left; undefined when there is none, or it is whole. SQLite itself takes a
 * damaged frame for the end of the log and drops what follows without a word. Commits are synced one after the other, so
 * only the last can be unfinished after a crash or power failure: commits that follow a bad one were acknowledged.
 *
 *   header · frames of A, commit · frames of B, commit ✕ bad · frames of C, commit   → C was acknowledged: damaged
 *   header · frames of A, commit · frames of B ✕ cut off                              → B never was: whole
 */
export function damageOfLog(file: string): string | undefined {
  const bytes = readLog(`${file}-wal`);
  if (bytes === undefined || bytes.length <= headerBytes + frameHeadBytes) return undefined;
  const log = openLog(bytes);
  if (log === undefined) return 'the header of its log is not what was written';
  const whole = wholeFrames(log);
  const later = framesAfter(log, whole);
  const commit = later.findIndex(({ commits }) => commits);
  return commit >= 0 && commit < later.length - 1 ? `page ${whole + 1} of its log is not what was written, and later commits follow` : undefined;
}

function readLog(path: string): Buffer | undefined {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(fstatSync(handle).size);
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

function openLog(bytes: Buffer): Log | undefined {
  const first = bytes.readUInt32BE(0);
  const littleEndian = first === magic;
  if (!littleEndian && first !== magic + 1) return undefined;
  const sum = checksum(littleEndian, bytes.subarray(0, 24), [0, 0]);
  if (sum[0] !== bytes.readUInt32BE(24) || sum[1] !== bytes.readUInt32BE(28)) return undefined;
  return { bytes, frameBytes: frameHeadBytes + bytes.readUInt32BE(8), salts: bytes.subarray(16, 24), littleEndian };
}

/** Frames from the first on whose sums agree: each sum covers all before it. */
function wholeFrames({ bytes, frameBytes, salts, littleEndian }: Log): number {
  let sum: readonly [number, number] = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  let frames = 0;
  for (let at = headerBytes; at + frameBytes <= bytes.length; at += frameBytes) {
    if (!bytes.subarray(at + 8, at + 16).equals(salts)) break;
    sum = checksum(littleEndian, bytes.subarray(at, at + 8), sum);
    sum = checksum(littleEndian, bytes.subarray(at + frameHeadBytes, at + frameBytes), sum);
    if (sum[0] !== bytes.readUInt32BE(at + 16) || sum[1] !== bytes.readUInt32BE(at + 20)) break;
    frames += 1;
  }
  return frames;
}

/** Frames of this log (not of one before, whose place it took) behind the whole ones, and whether each ends a commit. */
function framesAfter({ bytes, frameBytes, salts }: Log, whole: number): { readonly commits: boolean }[] {
  const later: { commits: boolean }[] = [];
  for (let at = headerBytes + whole * frameBytes; at + frameBytes <= bytes.length; at += frameBytes) {
    if (bytes.subarray(at + 8, at + 16).equals(salts)) later.push({ commits: bytes.readUInt32BE(at + 4) > 0 });
  }
  return later;
}

function checksum(littleEndian: boolean, bytes: Buffer, [a, b]: readonly [number, number]): [number, number] {
  let [x, y] = [a, b];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    x = (x + (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + y) >>> 0;
    y = (y + (littleEndian ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + x) >>> 0;
  }
  return [x, y];
}
