import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { systemHttp } from '../../adapters/embedded/http.ts';
import { HttpError } from '../../core/ports/world.ts';
import { readInvoice } from '../../core/receivables/readers/readInvoice.ts';
import { readStatements } from '../../core/receivables/readers/readStatements.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from '../integration/harness.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an XML file', () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${'&lol;'.repeat(10)}">]>`;
  it.each<[string, string]>([
    ['that declares entities', `${laughs}<Document><BkToCstmrStmt>&lol2;</BkToCstmrStmt></Document>`],
    ['that names a file of ours', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>'],
    ['that names a system beyond', '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/x.dtd"> %e;]><Document/>'],
    ['that uses an entity nobody declared', '<Document><BkToCstmrStmt>&passwd;</BkToCstmrStmt></Document>'],
    ['nested without end', `<Document>${'<a>'.repeat(200_000)}`],
    ['of one tag without end', `<Document ${'x'.repeat(3_000_000)}`],
  ])('%s is refused by name, quickly, and nothing of it is taken', (_, text) => {
    const began = process.cpuUsage();
    const statement = readStatements(bytes(text), 'bank.xml');
    const invoice = readInvoice(bytes(text), 'invoice.xml');
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
    expect([statement.statements, statement.refused?.code]).toEqual([[], expect.stringMatching(/\w/)]);
    expect(JSON.stringify([statement, invoice])).not.toMatch(/root:|lollol/);
    expect('refused' in invoice && invoice.refused?.code).toMatch(/\w/);
  });
});

describe('an answer that unpacks to more than it should', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('as %s is cut off at its limit', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(16_000_000));
    const server = createServer((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const error = await systemHttp({ allowPrivate: () => true })
      .request({ method: 'GET', url, timeoutMs: 20_000, responseBytesMax: 1_000_000 })
      .catch((cause: unknown) => cause);
    server.close();
    server.closeAllConnections();
    expect(bomb.byteLength).toBeLessThan(100_000);
    expect((error as HttpError).reason).toBe('too-large');
    expect(error).toBeInstanceOf(HttpError);
  });
});

describe('a file of a connection', () => {
  let w: TestWorkspace;
  afterEach(() => w.close());

  it.each([
    ['customers.json', '['.repeat(100_000)],
    ['customers.json', `{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`],
    ['customers.ndjson', `${'['.repeat(100_000)}\n`],
    ['customers.csv', '"'.repeat(1_000_001)],
    ['customers.csv', '"Id,Company\n1,Acme\n2,Beta\n'],
    ['customers.vcf', `BEGIN:VCARD\n${'BEGIN:VCARD\n'.repeat(500)}`],
  ])('%s nested or quoted without end is a failure with a reason, and the process goes on', async (file, text) => {
    const yaml = `workspace: main\nzone: UTC\ncountry: DE\nconnections:\n  crm:\n    connector: file\n    config: { folder: crm, streams: { customers: { files: '${file}', key: Id } } }\n    streams: { customers: { mapping: file/customers } }\n`;
    w = await openTestWorkspace(workspaceFolder({ 'syncline.yaml': yaml, [`crm/${file}`]: text }), { faults: [] });
    await w.sync();
    const status = await w.service.status();
    const told = JSON.stringify([status.connections, (await w.service.failures({})).groups]);
    expect(told).toMatch(/row\.|blocked|schema|invalid|too-large/);
    expect(status.types.find(({ type }) => type === 'organization')?.entities ?? 0).toBe(0);
  });
});
