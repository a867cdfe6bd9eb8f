import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ByteSource } from '../core/receivables/readers/source/byteSource.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import type { Io } from './io.ts';

/** A file that was named on the command line, read whole. */
export interface GivenFile {
  /** As the user wrote it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** No reader takes more than 64 MB; of a larger file only so much is read that a reader can refuse it by name. */
const bytesReadMax = 64_000_001;

/** Reads a file that a user named, of a very large one no more than `bytesMax`. A file that is not there ends the command with exit code 2. */
export function givenFile(io: Io, name: string, bytesMax = bytesReadMax): GivenFile {
  try {
    const file = openSync(resolve(io.cwd, name), 'r');
    try {
      const bytes = Buffer.alloc(Math.min(fstatSync(file).size, bytesMax));
      let at = 0;
      for (let got = -1; got !== 0 && at < bytes.length; at += got) got = readSync(file, bytes, at, bytes.length - at, at);
      return { name, bytes: bytes.subarray(0, at) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Bytes read at once of a file that is read as a stream. */
const chunkBytes = 256 * 1_024;

/** A file that a user named, read in pieces as often as asked; nothing is held but one piece. A file that is not there ends the command with exit code 2. */
export function streamedFile(io: Io, name: string): ByteSource {
  return { name, chunks: () => piecesOf(resolve(io.cwd, name), name) };
}

function* piecesOf(path: string, name: string): Generator<Uint8Array> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const piece = Buffer.alloc(chunkBytes);
    for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) yield piece.subarray(0, got);
  } catch (error) {
    throw unreadable(name, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unreadable(name: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new CommandFailure(exitCodes.usage, reasons[code]?.(name) ?? { en: `${name} cannot be read (${code}).`, zh: `无法读取 ${name}（${code}）。` }, { cause: error });
}

const reasons: Readonly<Record<string, (name: string) => { readonly en: string; readonly zh: string }>> = {
  ENOENT: (name) => ({ en: `There is no file ${name}.`, zh: `没有文件 ${name}。` }),
  EISDIR: (name) => ({ en: `${name} is a folder; name the files in it.`, zh: `${name} 是文件夹，请指定其中的文件。` }),
  EACCES: (name) => ({ en: `You may not read ${name}.`, zh: `没有读取 ${name} 的权限。` }),
};
