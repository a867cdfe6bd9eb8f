import type { Guard, Item, Op, WriteResult } from '../core/ports/table.ts';

/** True when an item's time to live has passed: it is then absent for reads and guards, whether or not it was swept. */
export function isExpired(item: { readonly expiresAt?: number }, nowMs: number): boolean {
  return item.expiresAt !== undefined && item.expiresAt * 1000 <= nowMs;
}

/** True when what the guard demands holds of the stored item (undefined = absent). */
export function holds(guard: Guard, stored: Item | undefined): boolean {
  if (guard === 'any') return true;
  if (guard === 'absent') return stored === undefined;
  if (stored === undefined) return 'version' in guard && guard.version === 0;
  return 'version' in guard ? stored.version === guard.version : stored.token === guard.token;
}

/** Decides a write against the live stored items, 1:1 with `ops`. A conflict is `own` when a put's item carries our `writeId`: an earlier try of the same write was applied whole. */
export function decide(ops: readonly Op[], stored: readonly (Item | undefined)[], writeId: string | undefined): WriteResult | 'own' {
  const which: number[] = [];
  for (let i = 0; i < ops.length; i += 1) {
    if (!holds((ops[i] as Op).when, stored[i])) which.push(i);
  }
  if (which.length === 0) return { state: 'ok' };
  const own = writeId !== undefined && ops.some((op, i) => op.op === 'put' && stored[i]?.writeId === writeId);
  return own ? 'own' : { state: 'conflict', which };
}
