import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompareView } from '../../core/sync/views/compare.ts';
import type { RecordsView, RecordView } from '../../core/sync/views/records.ts';
import { type CommandLine, commandLine } from './command-line.ts';

let line: CommandLine;
const record = (subject: string) => line.json<CompareView>('compare', subject, subject).then((view) => view.a);
const billing = () => line.read('data/billing/accounts.csv');

beforeAll(async () => {
  line = commandLine();
  await line.run(['init', '.']);
  await line.run(['sync']);
}, 30_000);
afterAll(() => line.remove());

describe('what people decide about entities', () => {
  it('can be asked first: why two records are one, why two are not', async () => {
    const one = await line.json<CompareView>('compare', 'crm/customers/C-1', 'billing/accounts/7001');
    expect(one).toMatchObject({ same: true, apart: false, evidence: { terms: expect.any(Array), sentence: { en: expect.any(String), zh: expect.any(String) } } });
    const two = await line.run(['compare', 'crm/customers/C-1', 'crm/customers/C-3']);
    expect([two.code, two.out]).toEqual([0, expect.stringContaining('They are two entities.')]);
  });

  it('split: two entities that stay two, whatever they agree on', async () => {
    const { entity } = await record('crm/customers/C-1');
    const split = await line.json<{ kept: RecordView; moved: RecordView }>('split', entity, 'billing/accounts/7001');
    // Whose record was read first founded the entity, and its part keeps the id.
    expect([split.kept, split.moved].map((part) => part.links.map((link) => link.record)).sort()).toEqual([['billing/accounts/7001'], ['crm/customers/C-1']]);
    expect(await line.json('compare', 'crm/customers/C-1', 'billing/accounts/7001')).toMatchObject({ same: false, apart: true });
    await line.run(['sync']);
    expect(await line.json('compare', 'crm/customers/C-1', 'billing/accounts/7001')).toMatchObject({ same: false, apart: true });
    expect(await line.run(['merge', 'crm/customers/C-1', 'billing/accounts/7001'])).toMatchObject({ code: 1, err: expect.stringContaining('they stay two') });
  });

  it('merge: one entity with the oldest id, to which the other leads', async () => {
    const [a, b] = [(await record('crm/customers/C-2')).entity, (await record('crm/customers/C-3')).entity];
    const merged = await line.json<RecordView>('merge', 'crm/customers/C-2', 'crm/customers/C-3');
    expect([a, b]).toContain(merged.id);
    expect(merged.links.map((link) => link.record)).toEqual(expect.arrayContaining(['crm/customers/C-2', 'crm/customers/C-3']));
    expect([(await record('crm/customers/C-3')).entity, (await record('crm/customers/C-2')).entity]).toEqual([merged.id, merged.id]);
    const found = await line.json<RecordsView>('records', 'organization');
    expect(found.records.filter((one) => one.id === a || one.id === b)).toHaveLength(1);
  });

  it('pin: a value above all systems, written everywhere, until it is unpinned', async () => {
    const pinned = await line.json<RecordView>('pin', 'billing/accounts/7001', 'name', 'Nordwind Holding AG');
    expect(pinned).toMatchObject({ golden: { name: 'Nordwind Holding AG' }, pinned: ['name'] });
    expect(billing()).toContain('7001,Nordwind Holding AG');
    expect((await line.run(['why', 'billing/accounts/7001'])).out).toMatch(/name +Nordwind Holding AG/);
    expect(await line.json('unpin', 'billing/accounts/7001', 'name')).toMatchObject({ pinned: [] });
    expect(await line.run(['unpin', 'billing/accounts/7001', 'name'])).toMatchObject({ code: 1, err: expect.stringContaining('is not pinned') });
  });

  it('pin without a value keeps the one that is golden now', async () => {
    expect(await line.json('pin', 'crm/customers/C-1', 'city')).toMatchObject({ golden: { city: 'Zürich' }, pinned: ['city'] });
  });

  it.each([
    ['an entity that is not there', ['merge', 'crm/customers/C-1', 'crm/customers/C-99'], 1, 'There is no entity or record crm/customers/C-99.'],
    ['a field that is not there', ['pin', 'crm/customers/C-1', 'nmae', 'x'], 2, 'organization has no field “nmae”'],
    ['a value that is none', ['pin', 'crm/customers/C-1', 'country', 'Switzerland'], 2, 'no value of the kind country'],
    ['a set as a whole', ['pin', 'crm/customers/C-1', 'emails', 'a@b.cn'], 2, 'emails:…'],
    ['records that are not its own', ['split', 'crm/customers/C-1', 'crm/customers/C-2'], 1, 'Its records are: crm/customers/C-1'],
    ['all of its records', ['split', 'crm/customers/C-1', 'crm/customers/C-1'], 1, 'not all'],
  ])('are refused with what to do: %s', async (_, argv, code, text) => {
    expect(await line.run(argv)).toMatchObject({ code, err: expect.stringContaining(text) });
  });
});
