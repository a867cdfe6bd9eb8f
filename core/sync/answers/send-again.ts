import { closeFailure } from '../failure.ts';
import { sendHints, sendOutbound } from '../messages.ts';
import type { World } from '../world.ts';
import type { Again } from './retry-record.ts';
import { pullNow } from './switch-stream.ts';

/** Sends freed work, packed by stream, and then closes what no success would close: a crash in between repeats, never loses. */
export async function sendAgain(world: World, all: readonly Again[]): Promise<void> {
  for (const group of Map.groupBy(all, (a) => `${a.connection}/${a.stream}`).values()) {
    const [{ connection, stream }] = group as [Again];
    const entities = [...new Set(group.flatMap((a) => a.deliver ?? []))];
    const looks = group.flatMap((a) => (a.look === undefined ? [] : [{ id: a.look, hint: true as const }]));
    await sendOutbound(world, { connection, stream }, entities);
    if (looks.length > 0 && (await world.stream(connection, stream)).fetch !== undefined) await sendHints(world, connection, stream, looks);
    else if (looks.length > 0) await pullNow(world, connection, stream, { full: true });
    if (group.some((a) => a.reread === true)) await pullNow(world, connection, stream, { full: true });
  }
  for (const { spent } of all) for (const f of spent) await closeFailure(world, f.connection, f.stream, f.record, f.cause);
}
