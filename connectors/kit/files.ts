import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FaultError, type Files } from '../../core/ports/connector.ts';
import { chunksOf } from './chunks.ts';
import { fault } from './fault.ts';
import { insideOf, openInside, rootOf } from './inside.ts';
import { replaceInside, syncFolder } from './replace.ts';

/** More files than this in one folder is not a folder of data files. */
const filesMax = 100_000;

/**
 * A folder on this machine as the {@link Files} port. No path leaves it: `..`, absolute paths and symbolic links that point
 * outside are refused, wherever in the path they stand. Hidden files and our own half-written ones are not listed.
 *
 *   write beside ─ fsync ─ compare the old content ─ rename ─ fsync the folder
 */
export function nodeFiles(folder: string): Files {
  const root = resolve(folder);
  return {
    async list() {
      const found: { path: string; bytes: number; modifiedAt: number }[] = [];
      await walk(await rootOf(root), '', found);
      return found.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
    },
    async read(path) {
      const handle = await openInside(root, path);
      if (handle === undefined) return undefined;
      try {
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    async stream(path) {
      const handle = await openInside(root, path);
      return handle === undefined ? undefined : chunksOf(handle);
    },
    replace: (path, bytes, expect) => replaceInside(root, path, bytes, expect),
    async remove(path) {
      const real = await insideOf(root, path);
      if (real === undefined) return;
      await rm(real, { force: true });
      await syncFolder(dirname(real));
    },
  };
}

async function walk(folder: string, prefix: string, found: { path: string; bytes: number; modifiedAt: number }[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const [full, path] = [join(folder, entry.name), prefix === '' ? entry.name : `${prefix}/${entry.name}`];
    if (entry.isDirectory()) await walk(full, path, found);
    if (!entry.isFile()) continue;
    const info = await stat(full).catch(() => undefined);
    if (info === undefined) continue; // gone between the listing and now
    found.push({ path, bytes: info.size, modifiedAt: Math.trunc(info.mtimeMs) });
    if (found.length > filesMax) throw new FaultError(fault('too-large', 'files.many', `The folder holds more than ${filesMax} files.`, `文件夹中的文件超过 ${filesMax} 个。`));
  }
}
