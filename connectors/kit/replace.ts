import { createHash } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { chunksOf } from './chunks.ts';
import { insideOf, openInside, placeFor } from './inside.ts';

/** A file being written beside another begins with this (hidden, so never listed). */
const besideMark = '.syncline-';
/** A half-written file this much older than ours was left by a process that is gone. */
const leftoverMs = 600_000;

let written = 0;
const turns = new Map<string, Promise<unknown>>();

/** Replaces a file whole, one writer of this process at a time, and only while its content has the expected SHA-256 (`null`: does not exist; `undefined`: whatever it has). A reader sees the old or the new content, never a part. */
export async function replaceInside(root: string, path: string, bytes: Uint8Array, expect: string | null | undefined): Promise<boolean> {
  const target = (await insideOf(root, path)) ?? (await placeFor(root, path));
  const before = turns.get(target) ?? Promise.resolve();
  const turn = before.then(() => replaceNow(root, path, target, bytes, expect));
  const settled = turn.catch(() => undefined);
  turns.set(target, settled);
  try {
    return await turn;
  } finally {
    if (turns.get(target) === settled) turns.delete(target);
  }
}

async function replaceNow(root: string, path: string, target: string, bytes: Uint8Array, expect: string | null | undefined): Promise<boolean> {
  written += 1;
  const beside = join(dirname(target), `${besideMark}${process.pid}-${written}-${basename(target).slice(0, 100)}`);
  try {
    await writeSynced(beside, bytes, await modeOf(target));
    if (expect !== undefined && (await hashOf(root, path)) !== expect) return false;
    await rename(beside, target);
    await syncFolder(dirname(target));
    return true;
  } finally {
    await rm(beside, { force: true });
    await sweepLeftovers(dirname(target));
  }
}

/** A file we create is its owner's alone; one we replace keeps its permissions. */
async function modeOf(target: string): Promise<number> {
  try {
    return (await stat(target)).mode & 0o777;
  } catch {
    return 0o600;
  }
}

async function writeSynced(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, 'w', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashOf(root: string, path: string): Promise<string | null> {
  const handle = await openInside(root, path);
  if (handle === undefined) return null;
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle)) hash.update(chunk);
  return hash.digest('hex');
}

/** Makes a rename or removal in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sweepLeftovers(folder: string): Promise<void> {
  const now = (await stat(folder)).mtimeMs;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(besideMark)) continue;
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (info !== undefined && now - info.mtimeMs > leftoverMs) await rm(join(folder, name), { force: true });
  }
}
