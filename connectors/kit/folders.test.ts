import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyConnector } from '../../core/ports/connector.ts';
import { connectorIds, connectorOf } from '../registry.ts';
import { capabilitiesOf, capabilityTable } from './capabilities.ts';

const root = dirname(import.meta.dirname);
const folders = readdirSync(root, { withFileTypes: true })
  .filter((e) => e.isDirectory() && e.name !== 'kit')
  .map((e) => e.name)
  .sort();

/** Files that every connector has. `webhook.ts` follows from its hooks, `write.ts` from its writers, `read.ts` from what it can read. */
const common = ['BEHAVIOR.md', 'conformance.test.ts', 'fake.ts', 'index.ts', 'schema.ts'];

/** A configuration of each connector, as a workspace would hold it. */
const usual: Readonly<Record<string, unknown>> = {
  file: { folder: 'data', streams: { contacts: { files: 'contacts.csv', key: 'id', writable: true }, mail: { files: '**/*.eml' } } },
  imap: { host: 'mail.example.com', user: 'us@example.com' },
  rest: { streams: { customers: { url: 'https://shop.example.com/customers', key: 'id', events: ['customer.*'] } } },
  smtp: { host: 'mail.example.com', user: 'us@example.com', from: 'us@example.com' },
  tryton: { url: 'https://erp.example.com', database: 'main', user: 'sync', paymentMethod: 'Bank transfer' },
};

describe('connector folders are all alike', () => {
  test('the registry knows every folder and no other', () => {
    expect(connectorIds).toEqual(folders);
  });

  test.each(folders)('%s has the files that every connector has', (folder) => {
    expect(readdirSync(`${root}/${folder}`)).toEqual(expect.arrayContaining(common));
  });

  test.each(folders)('%s is named like its connector, and its files say what it can do', async (folder) => {
    const connector = await connectorOf(folder);
    const files = readdirSync(`${root}/${folder}`);
    expect(connector.id).toBe(folder);
    expect(files.includes('webhook.ts')).toBe(connector.hooks !== undefined);
    expect(files).toContain('read.ts');
    const writes = (await capabilities(connector, folder)).some((line) => line.actions !== 'read only');
    expect(files.includes('write.ts')).toBe(writes);
  });

  test('the capability table tells each stream in one line', async () => {
    const lines = (await Promise.all(folders.map(async (folder) => capabilities(await connectorOf(folder), folder)))).flat();
    const table = capabilityTable(lines).split('\n');
    expect(table).toHaveLength(lines.length + 2);
    expect(table[0]).toBe('| connector | stream | progress | deletes | revision | actions | repeat | guard | body | hooks |');
    for (const folder of folders) expect(table.some((line) => line.startsWith(`| ${folder} |`))).toBe(true);
  });

  test('an id that nobody has is told with those there are', async () => {
    await expect(connectorOf('fil')).rejects.toMatchObject({ code: 'CONNECTOR_UNKNOWN', safeMessage: { en: expect.stringContaining(connectorIds.join(', ')) } });
  });
});

/** What the connector can do under a usual configuration. */
async function capabilities(connector: AnyConnector, folder: string): Promise<ReturnType<typeof capabilitiesOf>> {
  return capabilitiesOf(connector, connector.config.parse(usual[folder]));
}
