import type { World } from '../../sync/world.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { payBack } from '../table/pay-back.ts';
import { readGroups } from '../table/read.ts';
import { seeTo } from './after.ts';
import { carriesSettlement, tellSettlement } from './tell.ts';

/** Tells other systems of a group: the ERP its payments, the CRM how far its invoices are settled. The note that asks for it goes last. */
export async function tellOutside(world: World, config: ReceivablesConfig, group: string): Promise<void> {
  await seeTo(world, group, async () => {
    await payBack(world, config, group);
    const stored = (await readGroups(world, [group])).get(group)?.value;
    if (stored === undefined || !carriesSettlement(world)) return;
    const claims = [...stored.group.allocations, ...stored.group.adjustments].map(({ claim }) => claim);
    for (const claim of new Set(claims)) await tellSettlement(world, claim);
  });
}
