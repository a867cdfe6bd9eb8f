import { expect, test } from 'vitest';
import { readPublished } from './published.ts';

const document = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { customers: { files: customers.csv, key: Id } } }
    streams: { customers: { mapping: mine/customers } }
`;
const mapping = 'name: mine/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Company\n';
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test('published documents become a workspace that can run', async () => {
  const { config, connectors, mappings } = await readPublished(bytes({ v: 1, document, mappings: { 'mine/customers': mapping } }));
  expect([config.workspace, [...connectors.keys()], mappings.get('crm/customers')?.type]).toEqual(['main', ['file'], 'organization']);
});

test.each([
  ['a document that is none', { v: 1, document: 'workspace: [', mappings: {} }],
  ['a mapping that is missing', { v: 1, document, mappings: {} }],
  ['a route to nowhere', { v: 1, document: `${document}routes:\n  r: { type: organization, to: erp.customers }\n`, mappings: { 'mine/customers': mapping } }],
])('%s is refused with a sentence that says what to do', async (_, published) => {
  await expect(readPublished(bytes(published))).rejects.toMatchObject({ code: 'WORKSPACE_INVALID', message: expect.stringContaining('Publish it again') });
});

test('another format than ours is refused', async () => {
  await expect(readPublished(bytes({ v: 2, document, mappings: {} }))).rejects.toThrow();
});
