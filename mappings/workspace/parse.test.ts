import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.ts';
import { workspaceJsonSchema } from './json-schema.ts';
import { parseWorkspace } from './parse.ts';
import { secretLook } from './secret-shape.ts';

describe('parsing syncline.yaml', () => {
  it('gives problems or a document for any tree of keys and values', () => {
    const key = fc.constantFrom('workspace', 'zone', 'country', 'connections', 'routes', 'policies', 'alerts', 'crm', 'streams', 'to', 'x y', '7');
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, 1, 'main', 'a.b', true, []), fc.dictionary(key, tie('tree'), { maxKeys: 4 }), fc.array(tie('tree'), { maxLength: 2 })),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const { parsed, problems } = parseWorkspace(JSON.stringify(value), 'x');
        expect(parsed !== undefined || problems.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('reads an empty file as a missing block of keys', () => {
    expect(parseWorkspace('', 'x').problems.map((p) => p.code)).toEqual(['WORKSPACE_VALUE_TYPE']);
  });

  it('keeps the published JSON Schema current', () => {
    const published = readFileSync(new URL('../workspace.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published), 'run: node mappings/workspace/publish.ts').toEqual(JSON.parse(workspaceJsonSchema()));
  });
});

describe('a wait', () => {
  it.each([
    ['30m', 1_800_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['0d', undefined],
    ['1.5h', undefined],
    ['401d', undefined],
    ['7 d', undefined],
  ])('%s is %s ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
});

describe('a text that looks like a secret', () => {
  it.each([
    ['password', 'hunter2', 'key'],
    ['apiKey', 'x', 'key'],
    ['clientSecret', 'x', 'key'],
    ['url', 'postgres://u:p@host/db', 'shape'],
    ['note', '-----BEGIN RSA PRIVATE KEY-----', 'shape'],
    ['id', 'aGVsbG8gd29ybGQgMTIzNDU2Nzg5MCBhYmNkZWZn0k', 'suspect'],
  ])('%s: %s', (key, text, look) => {
    expect(secretLook(key, text)).toBe(look);
  });

  it.each([
    ['url', 'https://erp.example.com/path?token_type=x'],
    ['tokenUrl', 'https://login.example.com/oauth2/token'],
    ['folder', 'data/exports/crm-contacts-2026-and-more-of-them'],
    ['tags', 'customers'],
    ['keyColumn', 'Customer number'],
    ['ca', '-----BEGIN CERTIFICATE-----'],
  ])('%s: %s does not', (key, text) => {
    expect(secretLook(key, text)).toBeUndefined();
  });
});
