import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMapping } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import { type Model, modelSchema } from '../../identity/model/model.ts';
import { shippedModels } from '../../identity/model/shipped.ts';
import { scoredResolver } from '../../identity/scored.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AnyStream } from '../../ports/connector.ts';
import { keepApart } from '../keep-apart.ts';
import { mergeEntities } from '../merge.ts';
import type { JobMessage } from '../messages.ts';
import { recordEvidence } from '../resolve.ts';
import { reviewTodo } from '../review.ts';
import { readEntity, readEntityOf } from '../store.ts';
import { unifyRecord } from '../unify-record.ts';
import type { World } from '../world.ts';
import { type ReResolution, readReResolution, reResolveSegments, startReResolution } from './state.ts';
import { reResolveStep } from './step.ts';

type Step = Extract<JobMessage, { job: 're-resolve' }>;

const shipped = shippedModels.find((m) => m.type === 'organization') as Model;
/** Nothing reaches its line. */
const strict: Model = modelSchema.parse({ ...shipped, name: 'strict', thresholds: { ...shipped.thresholds, link: 200, review: 199 } });
const usual = scoredResolver();
const never = scoredResolver({ models: [strict] });

let t: TestWorld;
let sent: Step[];
let world: World;
beforeEach(() => {
  t = openWorld([]);
  sent = [];
  world = {
    ...t.world,
    resolver: usual,
    queue: () => ({
      async send(messages) {
        sent.push(...messages.map(({ body }) => JSON.parse(body) as Step));
        return [];
      },
    }),
  };
});
afterEach(() => t.store.close());

async function arrives(connection: string, id: string, record: JsonObject, resolver = usual): Promise<void> {
  const stream = { name: 'customers', traits: { maxInFlightMs: 0 } } as AnyStream;
  const seen = { record, hash: JSON.stringify(record) };
  const look = { seen, readAt: world.clock.now() };
  await unifyRecord({ world: { ...world, resolver }, connection, stream, mapping: plainMapping }, { id, prior: undefined, look, seen: [1, 1], absence: 'look' });
}

const acme = { name: 'Acme Handels GmbH', phone: '+49 30 2345670', mail: 'info@acme.example', city: 'Berlin' };
const beta = { name: 'Nordlicht Druck AG', phone: '+49 40 3690101', mail: 'einkauf@nordlicht.example', city: 'Hamburg' };
const entity = async (ref: string) => (await readEntity(world, (await readEntityOf(world, ref)) as string))?.value.id;
/** Everything stored but the run itself. */
const stored = async () => (await t.world.table.scan(0, 1)).items.filter(({ kind }) => kind !== 're-resolution');
const questions = async (): Promise<number> => (await t.world.table.list(reviewTodo, {})).entries.length;

/** Works off what was sent, and what that sends. */
async function workOff(over = world): Promise<ReResolution> {
  for (let job = sent.shift(); job !== undefined; job = sent.shift()) await reResolveStep(over, job);
  return (await readReResolution(world, 'organization'))?.value as ReResolution;
}

async function resolved(resolver = usual): Promise<ReResolution> {
  await startReResolution(world, 'organization', 'Ines');
  return workOff({ ...world, resolver });
}

describe('all records looked at again', () => {
  it('are none in an empty workspace', async () => {
    expect(await resolved()).toMatchObject({ state: 'done', by: 'Ines', records: 0, entities: 0, merged: 0, asked: 0, doubted: 0, samples: [] });
  });

  it('become one where the model in use says so, and a second time nothing changes', async () => {
    await arrives('crm', '1', acme);
    await arrives('erp', '7', acme, never);
    await arrives('erp', '8', beta, never);
    expect(await entity('erp/customers/7')).not.toBe(await entity('crm/customers/1'));
    expect(await resolved()).toMatchObject({ state: 'done', records: 3, merged: 1, asked: 0, doubted: 0, samples: [{ what: 'merged' }] });
    expect(await entity('erp/customers/7')).toBe(await entity('crm/customers/1'));
    expect(await entity('erp/customers/8')).not.toBe(await entity('crm/customers/1'));
    const before = await stored();
    expect(await resolved()).toMatchObject({ state: 'done', records: 3, entities: 1, merged: 0, asked: 0, doubted: 0 });
    expect(await stored()).toEqual(before);
  });

  it('stay two where a person said so', async () => {
    await arrives('crm', '1', acme);
    await arrives('erp', '7', acme, never);
    await keepApart(world, (await entity('crm/customers/1')) as never, (await entity('erp/customers/7')) as never);
    expect(await resolved()).toMatchObject({ merged: 0, asked: 0, doubted: 0 });
    expect(await entity('erp/customers/7')).not.toBe(await entity('crm/customers/1'));
  });
});

describe('a link that would not be made today', () => {
  it('stays, is counted once, and a person is asked once', async () => {
    await arrives('crm', '1', acme);
    await arrives('erp', '7', acme);
    const one = await entity('crm/customers/1');
    expect(await entity('erp/customers/7')).toBe(one);
    expect(await resolved(never)).toMatchObject({ entities: 1, merged: 0, asked: 1, doubted: 1, samples: [{ what: 'doubted', record: 'erp/customers/7', entity: one }] });
    expect(await entity('erp/customers/7')).toBe(one);
    expect(await questions()).toBe(1);
    expect(await resolved(never)).toMatchObject({ asked: 0, doubted: 1 });
    expect(await questions()).toBe(1);
  });

  it('is no doubt where a person made it', async () => {
    await arrives('crm', '1', acme);
    await arrives('erp', '8', beta);
    const merged = await mergeEntities(world, (await entity('crm/customers/1')) as string, (await entity('erp/customers/8')) as string);
    expect(await resolved()).toMatchObject({ entities: 1, doubted: 1 });
    if (merged.state !== 'merged') throw new Error(merged.state);
    await recordEvidence(world, merged.entity, 'crm/customers/1', 'erp/customers/8', usual.compare({ k: 'o' }, { k: 'o' }), 'Ines');
    expect(await resolved()).toMatchObject({ entities: 1, asked: 0, doubted: 0 });
  });
});

describe('a worker that dies', () => {
  /** Both halves of a pair arrive apart, so that there is something to find. */
  async function apart(): Promise<void> {
    for (let i = 0; i < 6; i += 1) {
      await arrives('crm', String(i), { ...acme, name: `Acme${i} Handels GmbH`, phone: `+49 30 234567${i}`, mail: `info@acme${i}.example` });
      await arrives('erp', String(i), { ...acme, name: `Acme${i} Handels GmbH`, phone: `+49 30 234567${i}`, mail: `info@acme${i}.example` }, never);
    }
  }
  const together = async (): Promise<number> => {
    let pairs = 0;
    for (let i = 0; i < 6; i += 1) if ((await entity(`crm/customers/${i}`)) === (await entity(`erp/customers/${i}`))) pairs += 1;
    return pairs;
  };
  const dying = (kind: string): World => ({
    ...world,
    table: new Proxy(world.table, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== 'write') return typeof value === 'function' ? value.bind(target) : value;
        return (ops: Parameters<World['table']['write']>[0]) => {
          if (ops.some((op) => op.op === 'put' && op.item.kind === kind)) throw new Error('killed');
          return target.write(ops);
        };
      },
    }),
  });

  it('before its counts are stored is repeated: what it did stands, and the run ends', async () => {
    await apart();
    await startReResolution(world, 'organization', 'Ines');
    const links = sent.splice(0);
    for (const job of links) await reResolveStep(world, job);
    const records = sent.splice(0);
    for (const job of records) await expect(reResolveStep(dying('re-resolution'), job)).rejects.toThrow('killed');
    expect(await together()).toBe(6);
    expect((await readReResolution(world, 'organization'))?.value).toMatchObject({ state: 'running', phase: 'records', records: 0 });
    sent.push(...records);
    expect(await workOff()).toMatchObject({ state: 'done', records: 12, merged: 0 });
  });

  it('before it asked for what comes next is repeated: its own message asks for it', async () => {
    await apart();
    await startReResolution(world, 'organization', 'Ines');
    const links = sent.splice(0);
    const mute: World = { ...world, queue: () => ({ send: async () => Promise.reject(new Error('killed')) }) };
    for (const job of links.slice(0, -1)) await reResolveStep(mute, job);
    const last = links.at(-1) as Step;
    await expect(reResolveStep(mute, last)).rejects.toThrow('killed');
    expect(sent).toEqual([]);
    sent.push(last);
    expect(await workOff()).toMatchObject({ state: 'done', records: 12, merged: 6 });
    expect(await together()).toBe(6);
  });

  it('with all its messages is no loss: the same command goes on where it stood', async () => {
    await apart();
    const first = await startReResolution(world, 'organization', 'Ines');
    await reResolveStep(world, sent[0] as Step);
    sent.length = 0;
    const again = await startReResolution(world, 'organization', 'Otto');
    expect(again).toMatchObject({ id: first.id, by: 'Ines' });
    expect(sent).toHaveLength(reResolveSegments - 1);
    expect(await workOff()).toMatchObject({ state: 'done', merged: 6 });
  });
});

it('a message that comes twice counts once', async () => {
  await arrives('crm', '1', acme);
  await arrives('erp', '7', acme, never);
  await startReResolution(world, 'organization', 'Ines');
  sent.push(...sent);
  expect(await workOff()).toMatchObject({ state: 'done', records: 2, merged: 1 });
  await reResolveStep(world, { v: 1, workspace: 'main', job: 're-resolve', id: 'resolve-of-old', type: 'organization', phase: 'records', segment: 0 });
  expect((await readReResolution(world, 'organization'))?.value).toMatchObject({ records: 2 });
});

it('another model activated in the middle stops it, and the next run is a new one', async () => {
  await arrives('crm', '1', acme);
  const { id } = await startReResolution(world, 'organization', 'Ines');
  await world.table.write([{ op: 'put', item: { pk: 'CFG#model#organization', sk: '@active', kind: 'model-active', body: { version: 0, by: 'p', at: 0 } }, when: 'any' }]);
  await world.table.write([
    { op: 'put', item: { pk: 'CFG#model#organization', sk: 'V#000001', kind: 'model', body: { model: strict as unknown as JsonObject } }, when: 'any' },
    { op: 'put', item: { pk: 'CFG#model#organization', sk: '@active', kind: 'model-active', body: { version: 1, by: 'p', at: 0 } }, when: 'any' },
  ]);
  expect(await workOff()).toMatchObject({ id, state: 'stopped', records: 0 });
  const next = await startReResolution(world, 'organization', 'Ines');
  expect(next.id).not.toBe(id);
  expect(next.model).toContain('strict@');
});
