import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { workspace } from '../model/ids.ts';
import type { Table } from '../ports/table.ts';
import { permissionTable, roleMay, roles } from './permissions.ts';
import { authorize } from './principal.ts';
import { addFirstOwner, addPrincipal, authenticate, hasOwner, newPrincipal, principals, revokePrincipal } from './principals.ts';
import { tokenBytes, tokenFrom, tokenHash } from './token.ts';

let store: EmbeddedStore;
let folder: string;
let spaces = 0;

const freshTable = (): Table => {
  spaces += 1;
  return store.tables.in(workspace(`w${spaces}`));
};
const freshToken = (): string => tokenFrom(randomBytes(tokenBytes));
const owner = (name: string) => newPrincipal(`u_${name}`, name, 'owner', 1, 'system');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  store = openEmbedded({ file: join(folder, 'store.db') });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('principals', () => {
  it('are known by their token and by nothing else, and never with the token in the store', async () => {
    const table = freshTable();
    const token = freshToken();
    await addPrincipal(table, owner('ann'), token);
    expect((await authenticate(table, token))?.name).toBe('ann');
    expect(await authenticate(table, freshToken())).toBeUndefined();
    expect(await authenticate(table, tokenHash(token) as string)).toBeUndefined();
    expect(await authenticate(freshTable(), token)).toBeUndefined();
    const stored = JSON.stringify((await table.query('PRINCIPAL')).items);
    expect(stored).not.toContain(token.slice(4));
  });

  it('get one first owner, however many first starts there are', async () => {
    const table = freshTable();
    const starts = await Promise.all(['a', 'b', 'c'].map((name) => addFirstOwner(table, owner(name), freshToken())));
    expect(starts.filter(Boolean)).toHaveLength(1);
    expect(await hasOwner(table)).toBe(true);
    expect(await principals(table)).toHaveLength(1);
  });

  it('open nothing once revoked', async () => {
    const table = freshTable();
    const token = freshToken();
    await addPrincipal(table, owner('ann'), freshToken());
    await addPrincipal(table, newPrincipal('u_ben', 'ben', 'ops', 2, 'u_ann'), token);
    expect(await revokePrincipal(table, 'u_ben', 'u_ann', 5)).toMatchObject({ ok: true, value: { revokedAt: 5, revokedBy: 'u_ann' } });
    expect(await authenticate(table, token)).toBeUndefined();
    expect(await revokePrincipal(table, 'u_eve', 'u_ann', 5)).toMatchObject({ ok: false, error: { kind: 'missing' } });
  });

  it('always keep one owner, also when two owners revoke each other at once', async () => {
    const table = freshTable();
    for (const name of ['ann', 'ben']) await addPrincipal(table, owner(name), freshToken());
    const results = await Promise.all([revokePrincipal(table, 'u_ann', 'u_ben', 5), revokePrincipal(table, 'u_ben', 'u_ann', 5)]);
    expect(results.filter((r) => r.ok)).toHaveLength(1);
    expect((await principals(table)).filter((p) => p.revokedAt === undefined)).toHaveLength(1);
  });
});

describe('permissions', () => {
  it('give the owner everything and never give a lesser role what a viewer must not do', () => {
    for (const permission of Object.keys(permissionTable) as (keyof typeof permissionTable)[]) {
      expect(roleMay('owner', permission), permission).toBe(true);
      if (!permission.endsWith(':read')) expect(roleMay('viewer', permission), permission).toBe(false);
    }
    expect(roles.filter((role) => roleMay(role, 'tokens:manage'))).toEqual(['owner']);
    expect(roles.filter((role) => roleMay(role, 'route:release'))).toEqual(['owner', 'it']);
  });

  it('end with the principal', () => {
    expect(authorize(owner('ann'), 'status:read')).toBe(true);
    expect(authorize({ ...owner('ann'), revokedAt: 3 }, 'status:read')).toBe(false);
  });
});

describe('a token', () => {
  it('is 256 random bits behind a prefix that secret scanners know', () => {
    expect(freshToken()).toMatch(/^syn_[\w-]{43}$/);
    expect(() => tokenFrom(randomBytes(16))).toThrow('32 random bytes');
    expect(tokenHash('syn_short')).toBeUndefined();
  });
});
