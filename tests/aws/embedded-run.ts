import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTestWorkspace } from '../integration/harness.ts';
import { canonical, itemsOf } from './snapshot.ts';

/** How a run ended: what the table holds, and the lines of every file of the connections. */
export interface Outcome {
  readonly snapshot: readonly string[];
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** Streams in the order of their first pass. Where two systems disagree and neither says when, what was read last can win: both runs must read in one order to end alike. */
export const firstOrder = ['crm.customers', 'crm.contacts', 'erp.customers', 'erp.invoices', 'crm.invoices', 'addressbook.people', 'mailbox.messages'] as const;

/** The lines of a text file in order of their text: who was written first is no difference. */
export function sortedLines(bytes: Uint8Array): readonly string[] {
  return Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .sort();
}

/** Runs a workspace to the end on the embedded adapters. */
export async function embeddedRun(sample: string, folder: string): Promise<Outcome> {
  cpSync(sample, folder, { recursive: true, preserveTimestamps: true });
  const workspace = await openTestWorkspace(folder);
  try {
    for (const stream of firstOrder) await workspace.sync(stream);
    for (let round = 0; round < 2; round += 1) await workspace.sync();
    const snapshot = canonical(await itemsOf(workspace.store.tables, workspace.world.config.workspace));
    const files: Record<string, readonly string[]> = {};
    for (const connection of ['crm', 'erp', 'addressbook', 'mailbox']) {
      for (const name of readdirSync(join(folder, connection)))
        if (!name.startsWith('.')) files[`files/${connection}/${name}`] = sortedLines(readFileSync(join(folder, connection, name)));
    }
    return { snapshot, files };
  } finally {
    await workspace.close();
  }
}
