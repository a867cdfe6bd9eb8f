import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, intending, known, look, plainMapping } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { Json } from '../model/json.ts';
import type { Entity } from './entity.ts';
import { asNews, featuresOf } from './features.ts';
import { fold } from './fold.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import type { Intent, SourceRecord } from './record.ts';
import { readEntity, writeRecord } from './store.ts';

const acme = { name: 'Acme', city: 'Ulm', note: '', phone: '', mail: '', tags: '' };
const beta = { ...acme, name: 'Beta' };

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

/** The record after a write of ours, as it is read back. */
function written(rec: SourceRecord, fields: Readonly<Record<string, string>>, shows: typeof acme, more: Partial<Intent> = { outcome: 'acked' }): SourceRecord {
  return look(intending(rec, fields, more), shows, 20).record;
}

const standing = (name: Json): Pick<Entity, 'golden'> =>
  ({ golden: { name: { value: name, stamp: { at: at(5), ref: 'erp/customers/9' }, ref: 'erp/customers/9', rule: 'latest' } } }) as never;
const namesOf = (rec: SourceRecord, entity?: Pick<Entity, 'golden'>): unknown => featuresOf(w.world, rec, plainMapping, entity).signature['n'];

describe('a record is compared by', () => {
  it('what people put there', () => {
    expect(namesOf(known(acme))).toEqual(['acme']);
    expect(namesOf(look(known(acme), beta, 10).record)).toEqual(['beta']);
  });

  it('what we wrote there, as long as its customer stands for it', () => {
    const rec = written(known(acme), { name: 'Beta' }, beta);
    expect(namesOf(rec, standing('Beta'))).toEqual(['beta']);
    expect(namesOf(rec, standing('Acme'))).toEqual(['acme']);
    expect(namesOf(rec)).toEqual(['acme']);
  });

  it('the form in which its system keeps that', () => {
    const rec = written(known(acme), { name: 'Beta and Sons' }, beta, { outcome: 'acked', stored: { name: 'Beta' } });
    expect(namesOf(rec, standing('Beta and Sons'))).toEqual(['beta']);
  });

  it('nothing where people had put nothing', () => {
    const rec = written(known({ ...acme, name: '' }), { name: 'Beta' }, beta);
    expect(namesOf(rec, standing('Beta'))).toEqual(['beta']);
    expect(namesOf(rec)).toBeUndefined();
  });

  it('what people put there after we wrote', () => {
    const rec = look(written(known(acme), { name: 'Beta' }, beta), { ...acme, name: 'Cola' }, 30).record;
    expect(namesOf(rec, standing('Beta'))).toEqual(['cola']);
  });
});

describe('what we wrote is news for the entity', () => {
  it('where it changes who the record is', () => {
    const before = known(acme);
    const after = written(before, { name: 'Beta' }, beta);
    expect(after.seq).toBe(before.seq);
    expect(asNews(w.world, plainMapping, before, after).seq).toBe(before.seq + 1);
  });

  it('and nowhere else: not of another field, of our own record, or where somebody asserts something anyhow', () => {
    const before = known(acme);
    const noted = written(before, { note: 'x' }, { ...acme, note: 'x' });
    expect(asNews(w.world, plainMapping, before, noted)).toBe(noted);
    const ours = { ...written(before, { name: 'Beta' }, beta), origin: 'ours' as const };
    expect(asNews(w.world, plainMapping, before, ours)).toBe(ours);
    const edited = look(before, beta, 10).record;
    expect(asNews(w.world, plainMapping, before, edited)).toBe(edited);
  });
});

it('a split leaves no part compared by what we had written into it for the other', async () => {
  const [first, second] = [known(acme, 'crm/customers/1'), known(beta, 'erp/customers/2')];
  for (const rec of [first, second]) {
    await writeRecord(w.world, rec, 0);
    await fold(w.world, { value: rec, version: 1 });
  }
  await mergeEntities(w.world, first.entity, second.entity);
  const now = { ...written(first, { name: 'Beta' }, beta), seq: first.seq + 1 };
  await writeRecord(w.world, now, 1);
  await fold(w.world, { value: now, version: 2 });
  const signature = async (): Promise<unknown> => (await readEntity(w.world, first.entity))?.value.members[first.ref]?.signature;
  expect(await signature()).toMatchObject({ n: ['beta'] });
  await splitEntity(w.world, first.entity, [second.ref]);
  expect(await signature()).toMatchObject({ n: ['acme'] });
});
