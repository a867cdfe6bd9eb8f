import { expect, test } from 'vitest';
import { parseYaml } from '../../mappings/document/yaml.ts';
import { mappingVersion } from '../../mappings/engine/compile.ts';
import { readPublished } from './published.ts';

const oneLine = (text: string): string => JSON.stringify(parseYaml(text, 'test').document?.value);
const written = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { customers: { files: customers.csv, key: Id } } }
    streams: { customers: { mapping: mine/customers } }
`;
const lines = 'name: mine/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Company\n';
const document = oneLine(written);
const mapping = { text: oneLine(lines), version: mappingVersion(lines) };
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test('published documents become a workspace that can run', async () => {
  const { config, connectors, mappings } = await readPublished(bytes({ v: 2, document, mappings: { 'mine/customers': mapping } }));
  const compiled = mappings.get('crm/customers');
  expect([config.workspace, [...connectors.keys()], compiled?.type, compiled?.version]).toEqual(['main', ['file'], 'organization', mappingVersion(lines)]);
});

test.each([
  ['a document that is none', { v: 2, document: 'workspace: [', mappings: {} }],
  ['a mapping that is missing', { v: 2, document, mappings: {} }],
  ['a route to nowhere', { v: 2, document: oneLine(`${written}routes:\n  r: { type: organization, to: erp.customers }\n`), mappings: { 'mine/customers': mapping } }],
])('%s is refused with a sentence that says what to do', async (_, published) => {
  await expect(readPublished(bytes(published))).rejects.toMatchObject({ code: 'WORKSPACE_INVALID', message: expect.stringContaining('Publish it again') });
});

test('another format than ours is refused', async () => {
  await expect(readPublished(bytes({ v: 1, document, mappings: {} }))).rejects.toThrow();
});
