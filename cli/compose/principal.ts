import { userInfo } from 'node:os';
import type { Principal } from '../../core/access/principal.ts';

/** Whoever runs the command: who may open the store's file may do everything, so this is an owner. Stored as `local:<login>` with every write. */
export function localPrincipal(): Principal {
  const name = loginName();
  return { id: `local:${name}`, name, role: 'owner', createdAt: 0, createdBy: 'system' };
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container may run a user id that has no name
  }
}
