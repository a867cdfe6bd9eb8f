import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import type { AnyStream } from '../../ports/connector.ts';
import type { InboundMessage } from '../messages.ts';
import { sumPacks } from '../outcome.ts';
import { unify } from '../unify.ts';
import type { World } from '../world.ts';
import { cleanLetters } from './letters.ts';
import { needlesOf } from './mentions.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');
const needles = needlesOf({ entity: hers.entity, ids: [hers.entity], refs: [hers.ref], contacts: [], names: [], mailboxes: [] });
const page = { v: 1, workspace: 'main', connection: 'crm', stream: 'customers', pass: 'pass_1', pack: '1.0', seen: [1, 0], readAt: at(0) } satisfies Omit<
  InboundMessage,
  'sightings'
>;
const foldOf = (id: string): InboundMessage['sightings'][number] => ({ id, fold: true });

let w: TestWorld;
let world: World;
beforeEach(() => {
  w = openWorld();
  const stream = { name: 'customers' } as AnyStream; // nothing is asked of it
  world = { ...w.world, stream: async () => stream, deadLetters: (queue) => w.store.deadLetters[queue] };
});
afterEach(() => w.store.close());

/** Sends a message that nobody can handle until it is put aside. */
async function dies(message: InboundMessage): Promise<void> {
  await world.queue('inbound').send([{ body: JSON.stringify(message), group: 'main/crm' }]);
  for (let i = 0; i < 5; i += 1) {
    const [received] = await w.store.broker.receive('inbound', 1);
    if (received === undefined) throw new Error('it was not received');
    await w.store.broker.settle('inbound', [received], new Set([received.messageId]), () => 0);
  }
  expect(await w.store.deadLetters.inbound.list(10)).toHaveLength(1);
}

/** Takes in what is there. */
async function takeIn(): Promise<InboundMessage[]> {
  const records = await w.store.broker.receive('inbound', 10);
  expect(await unify(() => world, { Records: records })).toEqual({ batchItemFailures: [] });
  return records.map(({ body }) => JSON.parse(body) as InboundMessage);
}

it.each([
  ['with others', [foldOf('1'), foldOf('2'), foldOf('3')], 2],
  ['alone', [foldOf('1')], 0],
])('a page that died, of whom somebody erases %s, is taken in without them, and its pass adds up', async (_, sightings, others) => {
  await dies({ ...page, sightings });
  expect(await cleanLetters(world, needles)).toBe(1);
  expect(await w.store.deadLetters.inbound.list(10)).toEqual([]);
  const [again] = await takeIn();
  expect(JSON.stringify(again)).not.toContain('"1"');
  expect(await sumPacks(world, 'pass_1', [[1, 1]])).toMatchObject({ packs: 1, outcomes: { unchanged: others, skipped: 1 } });
});

it('a hint of whom somebody erases alone is dropped: nobody counts it', async () => {
  const { pass: _, pack: __, ...hint } = page;
  await dies({ ...hint, sightings: [foldOf('1')] });
  expect(await cleanLetters(world, needles)).toBe(1);
  expect([await w.store.deadLetters.inbound.list(10), await takeIn()]).toEqual([[], []]);
});
