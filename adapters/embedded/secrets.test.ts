import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../core/model/secret.ts';
import { secretStore, variableOf } from './secrets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'syncline-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = (env: Record<string, string> = {}) => secretStore({ file: join(folder, 'secrets'), keyFile: join(folder, 'key'), env });

test('a secret put is found again by another process, lies encrypted in a private file, and can be deleted', async () => {
  await store().put('crm-password', new Secret('päss wörd'));
  expect((await store().get('crm-password'))?.reveal()).toBe('päss wörd');
  expect(readFileSync(join(folder, 'secrets'), 'utf8')).not.toContain('wörd');
  for (const name of ['secrets', 'key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(await store().names()).toEqual(['crm-password']);
  expect([await store().delete('crm-password'), await store().delete('crm-password'), await store().get('crm-password')]).toEqual([true, false, undefined]);
});

test('the environment comes first', async () => {
  await store().put('crm.password', new Secret('in the file'));
  expect(variableOf('crm.password')).toBe('SYNCLINE_SECRET_CRM_PASSWORD');
  expect((await store({ SYNCLINE_SECRET_CRM_PASSWORD: 'in the environment' }).get('crm.password'))?.reveal()).toBe('in the environment');
});

test('a secret opens only with its key and under its name', async () => {
  await store().put('a', new Secret('text'));
  await expect(store({ SYNCLINE_KEY: Buffer.alloc(32).toString('base64') }).get('a')).rejects.toThrow('does not open with this key');
  await expect(store({ SYNCLINE_KEY: 'short' }).get('a')).rejects.toThrow('bytes instead of 32');
  const sealed = JSON.parse(readFileSync(join(folder, 'secrets'), 'utf8')) as Record<string, string>;
  writeFileSync(join(folder, 'secrets'), JSON.stringify({ b: sealed['a'] }));
  await expect(store().get('b')).rejects.toThrow('does not open');
  rmSync(join(folder, 'key'));
  await expect(store().get('b')).rejects.toThrow('there is no key');
});

test('files that others can read are refused', async () => {
  await store().put('a', new Secret('text'));
  chmodSync(join(folder, 'key'), 0o644);
  await expect(store().get('a')).rejects.toThrow('chmod 600');
});
