import type { DatabaseSync } from 'node:sqlite';
import { type Blobs, blobBytesMax } from '../../core/ports/blobs.ts';
import { above } from '../order.ts';
import type { GroupCommit } from './commit.ts';

/** S3 keys are at most this long; the workspace and a slash come off it. */
const pathBytesMax = 980;

/** Throws `RangeError` for a path that is empty or too long. */
export function checkBlobPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes === 0 || bytes > pathBytesMax || !path.isWellFormed())
    throw new RangeError(`blob path ${JSON.stringify(path.slice(0, 60))} is outside 1–${pathBytesMax} bytes of well-formed text`);
}

/** Throws `RangeError` for a blob over the limit. */
export function checkBlob(bytes: Uint8Array): void {
  if (bytes.byteLength > blobBytesMax) throw new RangeError(`a blob of ${bytes.byteLength} bytes is over the limit of ${blobBytesMax}`);
}

/** Blobs as rows of the store's file: durable with everything else, and one file to copy. */
export function embeddedBlobs(db: DatabaseSync, commit: GroupCommit): Blobs {
  const put = db.prepare('INSERT INTO blob (workspace, path, bytes) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes');
  const get = db.prepare('SELECT bytes FROM blob WHERE workspace = ? AND path = ?');
  const remove = db.prepare('DELETE FROM blob WHERE workspace = ? AND path = ?');
  const list = db.prepare('SELECT path FROM blob WHERE workspace = ? AND path >= ? AND path < ? ORDER BY path');
  const end = Buffer.from([0xff]);
  return {
    async put(workspace, path, bytes) {
      checkBlobPath(path);
      checkBlob(bytes);
      await commit.run(() => commit.inFile(() => put.run(workspace, path, bytes)));
    },
    async get(workspace, path) {
      await commit.settled();
      return (get.get(workspace, path) as { bytes: Uint8Array } | undefined)?.bytes;
    },
    async delete(workspace, path) {
      await commit.run(() => commit.inFile(() => remove.run(workspace, path)));
    },
    async list(workspace, prefix) {
      await commit.settled();
      return (list.all(workspace, prefix, above(prefix) ?? end) as unknown as readonly { path: string }[]).map((row) => row.path);
    },
  };
}
