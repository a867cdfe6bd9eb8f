import type { Sentence } from '../model/error.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Item, Op, Table } from '../ports/table.ts';
import type { Role } from './permissions.ts';
import { bodyOf, type Principal, principalFrom } from './principal.ts';
import { tokenHash } from './token.ts';

/** All principals lie in one partition, by the hash of their token: opening the door is one read, and there are never many. */
const pk = 'PRINCIPAL';

/** Written with the first owner, so that two first starts make one. */
const firstKey = { pk: 'PRINCIPALFIRST', sk: '@' };

/** Principals of one workspace at most: more is a program that makes tokens in a loop. */
export const principalsMax = 500;

/** Why a principal was not made or revoked. */
export interface PrincipalRefusal {
  readonly kind: 'missing' | 'refused';
  readonly code: 'PRINCIPAL_UNKNOWN' | 'PRINCIPAL_LAST_OWNER' | 'PRINCIPAL_LIMIT';
  readonly message: Sentence;
}

/** Who a token belongs to; undefined for text that is no token, unknown tokens and revoked ones alike. */
export async function authenticate(table: Table, token: string): Promise<Principal | undefined> {
  const hash = tokenHash(token);
  if (hash === undefined) return undefined;
  const [item] = await table.get([{ pk, sk: hash }], { consistent: true });
  const principal = item && principalFrom(item);
  return principal?.revokedAt === undefined ? principal : undefined;
}

/** All principals, revoked ones too, oldest first. */
export async function principals(table: Table): Promise<readonly Principal[]> {
  const found = (await items(table)).map(principalFrom);
  return found.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Stores a principal under its token. The caller shows the token once and forgets it. */
export async function addPrincipal(table: Table, principal: Principal, token: string): Promise<Result<Principal, PrincipalRefusal>> {
  if ((await items(table)).length >= principalsMax) return err(limit);
  const written = await table.write([putNew(principal, token)]);
  if (written.state !== 'ok') throw new Error(`a new principal could not be stored: ${written.state}`);
  return ok(principal);
}

/** Stores the first owner; false when this workspace already had one, also when another process was quicker. */
export async function addFirstOwner(table: Table, principal: Principal, token: string): Promise<boolean> {
  const first: Op = { op: 'put', item: { ...firstKey, kind: 'principal-first', body: { id: principal.id } }, when: 'absent' };
  const written = await table.write([first, putNew(principal, token)]);
  if (written.state === 'throttled') throw new Error('the first owner could not be stored: throttled');
  return written.state === 'ok';
}

/** Whether the workspace has had its first owner. */
export async function hasOwner(table: Table): Promise<boolean> {
  const [item] = await table.get([firstKey], { consistent: true });
  return item !== undefined;
}

/** Revokes a principal's token for good. The last owner cannot be revoked: nobody could make a new one. */
export async function revokePrincipal(table: Table, id: string, by: string, now: number): Promise<Result<Principal, PrincipalRefusal>> {
  const all = await items(table);
  const item = all.find((candidate) => principalFrom(candidate).id === id);
  if (item === undefined) return err(unknown);
  const principal = principalFrom(item);
  if (principal.revokedAt !== undefined) return ok(principal);
  const owners = all.filter((candidate) => isLiveOwner(principalFrom(candidate)));
  if (isLiveOwner(principal) && owners.length === 1) return err(lastOwner);
  const revoked: Principal = { ...principal, revokedAt: now, revokedBy: by };
  // the other owners are checked with the write, so that two owners cannot revoke each other at once
  const others: Op[] = isLiveOwner(principal)
    ? owners
        .filter((o) => o !== item)
        .slice(0, 1)
        .map((o) => ({ op: 'check', key: { pk, sk: o.sk }, when: { version: o.version } }))
    : [];
  const written = await table.write([{ op: 'put', item: { pk, sk: item.sk, kind: 'principal', body: bodyOf(revoked) }, when: { version: item.version } }, ...others]);
  return written.state === 'ok' ? ok(revoked) : revokePrincipal(table, id, by, now);
}

/** A principal to be stored, made by the caller's clock and ids. */
export function newPrincipal(id: string, name: string, role: Role, createdAt: number, createdBy: string): Principal {
  return { id, name, role, createdAt, createdBy };
}

function putNew(principal: Principal, token: string): Op {
  const hash = tokenHash(token);
  if (hash === undefined) throw new RangeError('a principal needs a token of the right shape');
  return { op: 'put', item: { pk, sk: hash, kind: 'principal', body: bodyOf(principal) }, when: 'absent' };
}

async function items(table: Table): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (let after: string | undefined; ; ) {
    const page = await table.query(pk, { after, consistent: true });
    all.push(...page.items);
    if (page.next === undefined) return all;
    after = page.next;
  }
}

function isLiveOwner(principal: Principal): boolean {
  return principal.role === 'owner' && principal.revokedAt === undefined;
}

const unknown: PrincipalRefusal = { kind: 'missing', code: 'PRINCIPAL_UNKNOWN', message: { en: 'There is no such token.', zh: '没有这个令牌。' } };
const lastOwner: PrincipalRefusal = {
  kind: 'refused',
  code: 'PRINCIPAL_LAST_OWNER',
  message: { en: 'This is the last owner. Make another owner first.', zh: '这是最后一个 owner。请先创建另一个 owner。' },
};
const limit: PrincipalRefusal = {
  kind: 'refused',
  code: 'PRINCIPAL_LIMIT',
  message: { en: `There are already ${principalsMax} tokens.`, zh: `已有 ${principalsMax} 个令牌。` },
};
