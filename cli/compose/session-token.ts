import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const fileOf = (store: string): string => `${store}.session`;

/** Leaves the token of this process beside the store, readable by its user alone: who can read it could open the store as well. */
export function leaveSessionToken(store: string, token: string): void {
  const beside = `${fileOf(store)}.${process.pid}`;
  writeFileSync(beside, token, { mode: 0o600 });
  renameSync(beside, fileOf(store));
}

/** The token that the running server left; undefined when there is none. */
export function sessionTokenOf(store: string): string | undefined {
  try {
    return readFileSync(fileOf(store), 'utf8');
  } catch {
    return undefined;
  }
}

/** Takes the token away; it opens nothing any more anyway. */
export function dropSessionToken(store: string): void {
  rmSync(fileOf(store), { force: true });
}
