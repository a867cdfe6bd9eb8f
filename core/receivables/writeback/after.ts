import { keyPart } from '../../model/keys.ts';
import { minuteMs } from '../../model/time.ts';
import type { Key, Op } from '../../ports/table.ts';
import { messageSchema, send } from '../../sync/messages.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { carriesSettlement } from './tell.ts';

/** What travels on the receivables queue: a group that other systems should hear of. */
export interface AfterMessage {
  readonly v: number;
  readonly workspace: string;
  readonly after: string;
}

/** A note that is younger is still on its first way. */
const restMs = minuteMs;

const afterListKey = 'AFTER';

function afterKey(group: string): Key {
  return { pk: `AFTER#${keyPart(group)}`, sk: '@' };
}

/** The note that goes into the transaction which stores a group or its reversal: whoever dies afterwards, the tick finds it. Nothing where no system wants to hear. */
export function afterOps(world: World, group: string): readonly Op[] {
  if (world.config.receivables?.payTo === undefined && !carriesSettlement(world)) return [];
  const at = world.clock.now();
  return [{ op: 'put', item: { ...afterKey(group), kind: 'after', body: { group, at }, index: { lpk: afterListKey, lsk: group } }, when: 'any' }];
}

/** Asks for other systems to be told of a group now. */
export async function askAfter(world: World, group: string): Promise<void> {
  if (afterOps(world, group).length > 0) await ask(world, [group]);
}

async function ask(world: World, groups: readonly string[]): Promise<void> {
  const messages = groups.map((after): AfterMessage => ({ v: messageSchema, workspace: world.config.workspace, after }));
  if (messages.length > 0) await send(world, 'receivables', 'receivables', messages);
}

/** Once a minute: what nobody has been told of yet. */
export async function askForForgotten(world: World): Promise<void> {
  let after: string | undefined;
  do {
    const page = await world.table.list(afterListKey, after === undefined ? {} : { after });
    const items = await world.table.get(
      page.entries.map(({ pk, sk }) => ({ pk, sk })),
      { consistent: true },
    );
    const due = items.filter((item) => item !== undefined && (item.body['at'] as number) <= world.clock.now() - restMs);
    await ask(
      world,
      due.map((item) => item?.body['group'] as string),
    );
    after = page.next;
  } while (after !== undefined);
}

/** Does what a group asks for outside, then takes the note away, unless the group changed meanwhile. */
export async function seeTo(world: World, group: string, tell: () => Promise<void>): Promise<void> {
  const [note] = await world.table.get([afterKey(group)], { consistent: true });
  await tell();
  if (note !== undefined) await put(world, [{ op: 'delete', key: afterKey(group), when: { version: note.version } }]);
}
