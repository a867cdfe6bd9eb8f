import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { FaultError } from '../../core/ports/connector.ts';
import { fault } from './fault.ts';

/** The real path of a connection's folder; throws a {@link FaultError} when there is none. */
export async function rootOf(root: string): Promise<string> {
  try {
    return await realpath(root);
  } catch (cause) {
    throw new FaultError(
      fault(
        'missing',
        'files.folder',
        'The folder of this connection does not exist or cannot be read. Check `folder` in its configuration.',
        '此连接的文件夹不存在或无法读取。请检查配置中的 folder。',
      ),
      { cause },
    );
  }
}

/** The real path of an existing file, or undefined when there is none; throws when it lies outside. */
export async function insideOf(root: string, path: string): Promise<string | undefined> {
  const base = await rootOf(root);
  const asked = resolve(base, path);
  if (path === '' || path.includes('\0') || !asked.startsWith(base + sep)) throw outside();
  try {
    const real = await realpath(asked);
    if (!real.startsWith(base + sep)) throw outside();
    return real;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Where a new file would be, in a folder that exists; throws when that lies outside. */
export async function placeFor(root: string, path: string): Promise<string> {
  const base = await rootOf(root);
  const parts = path.split('/');
  const folder = parts.length === 1 ? base : await insideOf(root, parts.slice(0, -1).join('/'));
  const name = parts.at(-1) ?? '';
  if (folder === undefined || name === '' || name === '.' || name === '..') throw outside();
  return join(folder, name);
}

/** Opens an existing file for reading; undefined when there is none. */
export async function openInside(root: string, path: string): Promise<FileHandle | undefined> {
  const real = await insideOf(root, path);
  try {
    return real === undefined ? undefined : await open(real, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function outside(): FaultError {
  return new FaultError(fault('invalid', 'files.outside', 'The path leaves the folder of this connection.', '路径超出了此连接的文件夹。'));
}
