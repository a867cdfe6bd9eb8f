import { readItems } from './store.ts';
import { type StreamState, streamKey } from './stream-state.ts';
import type { World } from './world.ts';

/** Records of a stream: those last counted, or those that a pass under way has read. */
export function recordsIn({ known, pass }: StreamState): number {
  return Math.max(known, pass?.counters.read ?? 0);
}

/** How many records of each type are known: of several streams the largest, since most of them hold the same customers. Read from what passes have counted, because a process of its own hears nothing. */
export async function recordsKnown(world: Pick<World, 'table' | 'config' | 'mapping'>): Promise<ReadonlyMap<string, number>> {
  const streams = world.config.connections.flatMap((connection) =>
    connection.streams.flatMap(({ name }) => {
      const type = world.mapping(connection.name, name)?.type;
      return type === undefined ? [] : [{ type, key: streamKey(connection.name, name) }];
    }),
  );
  const known = new Map<string, number>();
  const items = await readItems(
    world,
    streams.map(({ key }) => key),
    false,
  );
  streams.forEach(({ type }, at) => {
    const item = items[at];
    if (item !== undefined) known.set(type, Math.max(known.get(type) ?? 0, recordsIn(item.body as unknown as StreamState)));
  });
  return known;
}
