import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';

/** For tests: a store in a folder of its own that can be opened again and is removed at the end. */
export async function inScratch(test: (scratch: { readonly file: string; open(options?: Partial<EmbeddedOptions>): EmbeddedStore }) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-store-'));
  const file = join(folder, 'store.db');
  const opened: EmbeddedStore[] = [];
  try {
    await test({
      file,
      open(options) {
        const store = openEmbedded({ file, env: {}, ...options });
        opened.push(store);
        return store;
      },
    });
  } finally {
    for (const store of opened) await store.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
}
