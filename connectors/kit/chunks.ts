import type { FileHandle } from 'node:fs/promises';

/** Bytes per read: large enough that the file system is not the bottleneck, small enough to hold many. */
const chunkBytes = 256 * 1024;

/** The content of an open file in chunks; closes it at the end or when the reader leaves. */
export async function* chunksOf(handle: FileHandle): AsyncIterable<Uint8Array> {
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
