import { expect, it } from 'vitest';
import type { Ports } from '../../adapters/ports.ts';
import { createSimulation } from '../../adapters/simulated/simulation.ts';
import { workspace } from '../model/ids.ts';
import { shardOf } from '../model/keys.ts';
import { connectionWaitPk, parkOnConnection, releaseWaiting, type Waiting } from './park.ts';
import type { World } from './world.ts';

const work: Waiting = { dir: 'out', connection: 'erp', stream: 'customers', entity: 'o_1' };
const pk = connectionWaitPk('erp', shardOf('o_1'));

/** A world whose queue does something with each send, as a worker that is quicker than its sender. */
const worldOf = (ports: Ports, onSend: (world: World) => Promise<void>): World => {
  const world = {
    table: ports.tables.in(workspace('main')),
    clock: ports.clock,
    ids: ports.ids,
    config: { workspace: workspace('main') },
    queue: () => ({
      send: async () => {
        await onSend(world);
        return [];
      },
    }),
  } as unknown as World;
  return world;
};

const left = (onSend: (world: World) => Promise<void>): Promise<readonly string[]> =>
  createSimulation({ seed: 1 }).drive(async (ports) => {
    const world = worldOf(ports, onSend);
    await parkOnConnection(world, 'erp', [work]);
    await releaseWaiting(world, pk);
    return (await world.table.query(pk, { consistent: true })).items.map((item) => item.sk);
  });

it('is done with work that was sent', async () => {
  expect(await left(async () => undefined)).toEqual([]);
});

it('keeps work that was sent and refused again before its row was removed', async () => {
  expect(await left((world) => parkOnConnection(world, 'erp', [work]))).toEqual(['out#erp#customers#o_1']);
});

it('parks the same work twice as one row, with the time of the first', async () => {
  const rows = await createSimulation({ seed: 1 }).drive(async (ports) => {
    const world = worldOf(ports, async () => undefined);
    await parkOnConnection(world, 'erp', [work]);
    await parkOnConnection(world, 'erp', [work]);
    return (await world.table.query(pk, { consistent: true })).items.map(({ version, body }) => ({ version, since: body['since'] }));
  });
  expect(rows).toHaveLength(1);
  expect(rows[0]?.version).toBe(2);
});
