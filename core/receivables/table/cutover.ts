import type { World } from '../../sync/world.ts';
import { openingFacts } from '../book/cutover.ts';
import type { Claim } from '../model/claim.ts';
import { storeGroup } from './allocate.ts';
import { openDay } from './erp.ts';
import { readClaim } from './read.ts';
import { scopeOf } from './scope.ts';

/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/** True for a document from before the day these books begin. */
export function isBefore(cutover: string | undefined, day: string | undefined): boolean {
  return cutover !== undefined && day !== undefined && day <= cutover;
}

/** Going live: what the ERP has settled of an older invoice becomes one `opening` row, dated on the cut-over, once. The payments that settled it are never asked for. */
export async function openAtCutover(world: World, cutover: string, { id, issued, erpOpenMinor }: Claim): Promise<void> {
  if (erpOpenMinor === undefined || !isBefore(cutover, issued)) return;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const stored = await readClaim(world, id);
    if (stored === undefined || stored.value.groups.length > 0) return;
    const scope = await scopeOf(world, stored.value.claim.company, [stored]);
    const [, fact] = openingFacts([{ ...stored.value.claim, openAtCutoverMinor: erpOpenMinor }], openDay(world, scope, cutover), `cut-over ${cutover}`);
    if (fact?.type !== 'group') return;
    if ((await storeGroup(world, scope, fact.group)) === 'ok') return;
  }
}
