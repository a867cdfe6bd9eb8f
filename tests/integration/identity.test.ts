import { afterEach, describe, expect, it } from 'vitest';
import { type Ref, workspace } from '../../core/model/ids.ts';
import { mergeEntities, splitEntity } from '../../core/sync/merge.ts';
import { slotName } from '../../core/sync/slot-item.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { rowsOf, type TwoSystems, twoSystems } from './two-systems.ts';

const [crmFile, erpFile] = ['crm/customers.csv', 'erp/customers.csv'];
let w: TestWorkspace;
async function start(set: TwoSystems): Promise<void> {
  w = await twoSystems(set);
  await w.sync();
}
afterEach(() => w.close());

const crm = (): string[] => rowsOf(w.read(crmFile));
const erp = (): string[] => rowsOf(w.read(erpFile));
const entityOf = async (record: string): Promise<string> => (await w.service.record(record))?.id ?? '';
const types = async () => (await w.service.status()).types[0];
async function stays(): Promise<void> {
  const before = [w.read(crmFile), w.read(erpFile)];
  await w.sync();
  await w.sync();
  expect([w.read(crmFile), w.read(erpFile)]).toEqual(before);
}

describe('a customer that one source has twice', () => {
  const twice = ['1,Acme GmbH,info@acme.example,,BERLIN,,first', '2,ACME GmbH,info@acme.example,,BERLIN,,'];

  it('is created once at the target, and listed as a duplicate', async () => {
    await start({ crm: twice, erp: [] });
    expect(erp()).toHaveLength(1);
    expect(await types()).toMatchObject({ entities: 1, records: 3, duplicates: 1 });
    const record = await w.service.record('crm/customers/2');
    expect(
      record?.links
        .filter((link) => link.connection === 'crm')
        .map((link) => link.role)
        .sort(),
    ).toEqual(['primary', 'secondary']);
    await stays();
  });

  it('is written in its first record alone', async () => {
    await start({ crm: twice, erp: [] });
    w.write(erpFile, w.read(erpFile).replace('BERLIN', 'BREMEN'));
    await w.sync();
    expect(crm().map((row) => row.split(',')[4])).toEqual(['BREMEN', 'BERLIN']);
    await stays();
  });
});

it('a record that stands under our name for a new one, but is somebody else, is not written over: a person is told', async () => {
  const name = slotName(workspace('main'), 'erp', 'customers', 'crm/customers/1' as Ref);
  await start({ crm: ['1,Acme GmbH,info@acme.example,,BERLIN,,'], erp: [`${name};Beta AG;hello@beta.example;;HAMBURG;;`] });
  expect(erp()).toEqual([`${name};Beta AG;hello@beta.example;;HAMBURG;;`]);
  const { groups } = await w.service.failures({});
  expect(groups).toMatchObject([{ connection: 'erp', kind: 'refused', count: 1, samples: [{ label: 'Acme GmbH', reason: { en: expect.stringContaining(name) } }] }]);
  await stays();
});

describe('two entities that turn out to be one', () => {
  const apart = { crm: ['1,Acme GmbH,office@acme.example,,BERLIN,,'], erp: ['7;Acme GmbH;info@acme-group.example;;HAMBURG;;'] };

  it('keep their records, get nothing more, and say the same from then on', async () => {
    await start(apart);
    expect([crm().length, erp().length]).toEqual([2, 2]);
    w.write(crmFile, w.read(crmFile).replace('1,Acme GmbH,office@acme.example', '1,Acme GmbH,info@acme-group.example'));
    await w.sync();
    expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
    expect([crm().length, erp().length]).toEqual([2, 2]);
    expect(await types()).toMatchObject({ entities: 1, records: 4, duplicates: 2 });
    await stays();
  });

  it('get no second record when they are merged while the create waits', async () => {
    w = await twoSystems({ ...apart, golive: 'manual' });
    await w.sync();
    const merged = await mergeEntities(w.world, await entityOf('crm/customers/1'), await entityOf('erp/customers/7'));
    expect(merged.state).toBe('merged');
    for (const route of ['to-erp', 'to-crm']) await w.service.release(route, tester);
    await w.quiet();
    expect([crm().length, erp().length]).toEqual([1, 1]);
    await stays();
  });

  it('are each created once at most when they are merged in the very moment of the create', async () => {
    w = await twoSystems({ ...apart, golive: 'manual' });
    await w.sync();
    const ids = [await entityOf('crm/customers/1'), await entityOf('erp/customers/7')] as const;
    await Promise.all([
      w.service.release('to-erp', tester),
      w.service.release('to-crm', tester),
      new Promise((wake) => setTimeout(wake, 8)).then(() => mergeEntities(w.world, ...ids)),
    ]);
    await w.quiet();
    expect(crm().length).toBeLessThanOrEqual(2);
    expect(erp().length).toBeLessThanOrEqual(2);
    expect(await types()).toMatchObject({ entities: 1 });
    await stays();
  });
});

describe('an entity that a person splits', () => {
  it('gives each part its own values back, takes out what came from the other, and creates nothing', async () => {
    await start({
      crm: ['1,Acme GmbH,info@acme.example,,BERLIN,vip,first'],
      erp: ['7;ACME GmbH;info@acme.example;;;;'],
      policy: 'default: latest, fields: { name: { rank: [crm, erp] } }',
    });
    expect(erp()).toEqual(['7;Acme GmbH;info@acme.example;;BERLIN;vip;first']);
    const split = await splitEntity(w.world, await entityOf('crm/customers/1'), ['erp/customers/7']);
    expect(split.state).toBe('split');
    await w.quiet();
    expect(erp()).toEqual(['7;ACME GmbH;info@acme.example;;;;']);
    expect(crm()).toEqual(['1,Acme GmbH,info@acme.example,,BERLIN,vip,first']);
    await stays();
    expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('erp/customers/7'));
    w.write(crmFile, w.read(crmFile).replace('first', 'second'));
    await w.sync();
    expect(erp()).toEqual(['7;ACME GmbH;info@acme.example;;;;']);
  });
});
