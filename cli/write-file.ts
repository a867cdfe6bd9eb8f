import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandFailure, exitCodes } from './exit.ts';
import type { Io } from './io.ts';

/** Writes a result into a file that the user named: beside it first, so that it is whole or as it was. */
export function writeResult(io: Io, name: string, content: string | Uint8Array): void {
  const file = resolve(io.cwd, name);
  const beside = `${file}.${process.pid}.part`;
  try {
    writeFileSync(beside, content, { flush: true });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(exitCodes.usage, { en: `${name} cannot be written (${code}).`, zh: `无法写入 ${name}（${code}）。` }, { cause: error });
  }
}
