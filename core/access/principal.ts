import type { JsonObject } from '../model/json.ts';
import type { Item } from '../ports/table.ts';
import { type Permission, type Role, roleMay, roles } from './permissions.ts';

/** Somebody, or some program, that may use a workspace. The token itself is never stored. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ms since 1970 */
  readonly createdAt: number;
  /** Principal id, or `system` for the first owner. */
  readonly createdBy: string;
  /** ms since 1970; from then on the token opens nothing. */
  readonly revokedAt?: number;
  readonly revokedBy?: string;
}

/** Whether this principal may do that. */
export function authorize(principal: Principal, permission: Permission): boolean {
  return principal.revokedAt === undefined && roleMay(principal.role, permission);
}

/** A stored item as a principal; throws `TypeError` when the item is none, because then the store was changed by hand. */
export function principalFrom(item: Item): Principal {
  const body = item.body as unknown as Principal;
  if (item.kind !== 'principal' || !roles.includes(body.role)) throw new TypeError(`item ${item.sk} is not a principal`);
  return body;
}

/** A principal as an item's body. */
export function bodyOf(principal: Principal): JsonObject {
  return { ...principal };
}
