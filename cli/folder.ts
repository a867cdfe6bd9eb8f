import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailure, exitCodes } from './exit.ts';
import type { Io } from './io.ts';

/** The document of a workspace. */
export const documentName = 'syncline.yaml';

/** The folder of a workspace: what was asked for, else `SYNCLINE_WORKSPACE`, else where we are. It must hold a `syncline.yaml`. */
export function workspaceFolder(io: Io, asked: string | undefined): string {
  const folder = resolve(io.cwd, asked ?? io.env['SYNCLINE_WORKSPACE'] ?? '.');
  if (existsSync(join(folder, documentName))) return folder;
  const at = asked ?? io.env['SYNCLINE_WORKSPACE'] ?? '.';
  throw new CommandFailure(exitCodes.usage, {
    en: `There is no ${documentName} in ${folder}. Name the folder with --workspace, or make one: ${io.self} init ${at}`,
    zh: `${folder} 中没有 ${documentName}。请用 --workspace 指定文件夹，或新建：${io.self} init ${at}`,
  });
}

/** The store of a workspace folder. */
export function storeFile(folder: string): string {
  return join(folder, '.syncline', 'store.db');
}

/** Text of a file of the workspace; undefined when it is not there. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
