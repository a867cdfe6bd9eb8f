import { afterEach, describe, expect, it } from 'vitest';
import type { ReviewView } from '../../core/sync/views/reviews.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { rowsOf, type TwoSystems, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
async function start(set: TwoSystems): Promise<void> {
  w = await twoSystems(set);
  await w.sync();
}
afterEach(() => w.close());

const waiting = async (): Promise<readonly ReviewView[]> => (await w.service.reviews({ state: 'waiting', limit: 20 })).reviews;
const entityOf = async (record: string): Promise<string> => (await w.service.record(record))?.id ?? '';
const crm = (): string[] => rowsOf(w.read('crm/customers.csv'));

/** The same name and town twice in one system, and nothing that identifies: too alike to be left, not alike enough to be merged. */
const twice = { crm: ['1,Quittenbaum Feinkost GmbH,,,BERLIN,,first', '2,Quittenbaum Feinkost GmbH,,,BERLIN,,second', '3,Morgenrot Zimtsterne AG,,,HAMBURG,,'], erp: [] };

describe('a pair in the grey band', () => {
  it('becomes one question with its waterfall, however often its records are read', async () => {
    await start(twice);
    const [asked, ...others] = await waiting();
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ kind: 'pair', type: 'organization', state: 'open', a: { label: 'Quittenbaum Feinkost GmbH', records: 2 } });
    expect([asked?.a.record, asked?.b.record].sort()).toEqual(['crm/customers/1', 'crm/customers/2']);
    const { terms, prior, total } = (asked as ReviewView).evidence;
    expect(terms.reduce((sum, term) => sum + term.bits, prior)).toBeCloseTo(total, 9);
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace('second', 'third'));
    await w.sync();
    expect(await waiting()).toHaveLength(1);
    expect((await w.service.status()).reviews).toBe(1);
  });

  it('is merged by “same”, once, and why names who said so', async () => {
    await start(twice);
    const id = (await waiting())[0]?.id as string;
    const [first, again] = [await w.service.answer(id, 'same', tester), await w.service.answer(id, 'same', tester)];
    expect(first).toMatchObject({ ok: true, value: { state: 'same', decided: { by: tester.id, name: tester.name } } });
    expect(again).toEqual(first);
    expect(await entityOf('crm/customers/1')).toBe(await entityOf('crm/customers/2'));
    expect(await waiting()).toEqual([]);
    expect((await w.service.why('crm/customers/1'))?.links).toContainEqual(expect.objectContaining({ decision: 'same', by: tester.name }));
    expect(await w.service.answer(id, 'different', tester)).toMatchObject({ ok: false, error: { code: 'REVIEW_ANSWERED' } });
    await w.sync();
    expect(crm()).toHaveLength(3);
  });

  it('is no question once a person has merged it by hand, and why names who did', async () => {
    await start(twice);
    const merged = await w.service.merge('crm/customers/1', 'crm/customers/2', tester);
    expect(merged).toMatchObject({ ok: true });
    const links = (await w.service.why('crm/customers/1'))?.links;
    expect(links).toContainEqual(expect.objectContaining({ decision: 'same', by: tester.name, reason: expect.objectContaining({ en: 'A person said that these are one.' }) }));
    expect(await waiting()).toEqual([]);
  });

  it('stays two after “different”, whatever its records agree on later', async () => {
    await start(twice);
    const id = (await waiting())[0]?.id as string;
    expect(await w.service.answer(id, 'different', tester)).toMatchObject({ ok: true, value: { state: 'different' } });
    const file = w.read('crm/customers.csv');
    w.write('crm/customers.csv', file.replaceAll('GmbH,,,', 'GmbH,info@quittenbaum.example,+49301234567,'));
    await w.sync();
    expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('crm/customers/2'));
    expect(await w.service.merge('crm/customers/1', 'crm/customers/2', tester)).toMatchObject({ ok: false, error: { code: 'MERGE_APART' } });
    expect(await waiting()).toEqual([]);
    expect((await w.service.reviews({ state: 'answered', limit: 20 })).reviews).toMatchObject([{ id, state: 'different' }]);
  });

  it('waits behind the others after “later”', async () => {
    await start({ ...twice, crm: [...twice.crm, '4,Morgenrot Zimtsterne AG,,,HAMBURG,,'] });
    const [one, other] = await waiting();
    await w.service.answer(one?.id as string, 'later', tester);
    expect((await waiting()).map(({ id, state }) => [id, state])).toEqual([
      [other?.id, 'open'],
      [one?.id, 'later'],
    ]);
    expect(await w.service.answer(one?.id as string, 'same', tester)).toMatchObject({ ok: true, value: { state: 'same' } });
  });

  it('is settled when a person merges the two elsewhere', async () => {
    await start(twice);
    const id = (await waiting())[0]?.id as string;
    await w.service.merge('crm/customers/1', 'crm/customers/2', tester);
    expect(await waiting()).toEqual([]);
    expect(await w.service.review(id)).toMatchObject({ state: 'settled' });
    expect(await w.service.answer(id, 'different', tester)).toMatchObject({ ok: true, value: { state: 'settled' } });
    expect(await entityOf('crm/customers/1')).toBe(await entityOf('crm/customers/2'));
  });

  it('is refused by name when there is none', async () => {
    await start(twice);
    expect(await w.service.answer('r_none', 'same', tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'REVIEW_UNKNOWN' } });
  });
});

describe('a record that becomes somebody else', () => {
  const one = {
    crm: ['1,Quittenbaum Feinkost GmbH,info@quittenbaum.example,+49301234567,BERLIN,,'],
    erp: ['7;Quittenbaum Feinkost;info@quittenbaum.example;+49301234567;BERLIN;;'],
  };
  const changed = '1,Polarlicht Reisen AG,post@polarlicht.example,+49891234567,MÜNCHEN,,';

  it('is asked about, and parted when a person says so', async () => {
    await start({ ...one, golive: 'manual' });
    expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace(one.crm[0] as string, changed));
    await w.sync();
    const [asked] = await waiting();
    expect(asked).toMatchObject({ kind: 'member', a: { record: 'crm/customers/1' }, b: { record: 'erp/customers/7' } });
    expect(await w.service.answer(asked?.id as string, 'different', tester)).toMatchObject({ ok: true });
    expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('erp/customers/7'));
  });

  it('stays what it was when a person says so, and is not asked about again', async () => {
    await start({ ...one, golive: 'manual' });
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace(one.crm[0] as string, changed));
    await w.sync();
    expect(await w.service.answer((await waiting())[0]?.id as string, 'same', tester)).toMatchObject({ ok: true });
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace('MÜNCHEN', 'KIEL'));
    await w.sync();
    expect(await waiting()).toEqual([]);
    expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
  });
});
