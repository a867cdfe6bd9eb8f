import type { Workspace } from '../model/ids.ts';

/** Large bodies and attachments. Paths are relative to the workspace: `<record key>/<hash>`. */
export interface Blobs {
  put(workspace: Workspace, path: string, bytes: Uint8Array): Promise<void>;
  get(workspace: Workspace, path: string): Promise<Uint8Array | undefined>;
  delete(workspace: Workspace, path: string): Promise<void>;
  /** Paths below `prefix`, in byte order. */
  list(workspace: Workspace, prefix: string): Promise<readonly string[]>;
}

/** A blob may be at most this large. */
export const blobBytesMax = 64 * 1024 * 1024;
