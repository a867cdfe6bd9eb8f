import { expect, it } from 'vitest';
import { known } from '../../../tests/factories/sync.ts';
import type { Item } from '../../ports/table.ts';
import type { SourceRecord } from '../record.ts';
import { recordItem, recordOf } from '../record-item.ts';
import { needlesOf } from './mentions.ts';
import type { Subject } from './subject.ts';
import { treatmentOf } from './treatment.ts';

const hers: Subject = { entity: 'o_anna', ids: ['o_anna'], refs: ['crm/customers/ANNA'], contacts: [], names: [], mailboxes: [], parts: [], apart: [] };
const standing: SourceRecord = known({ name: 'Acme' }, 'erp/customers/7');

/** The record as it is stored afterwards; undefined where it is left alone. */
function after(keepsOut: readonly string[]): SourceRecord | undefined {
  const item = { ...recordItem({ ...standing, keepsOut: keepsOut as NonNullable<SourceRecord['keepsOut']> }), version: 4, writeId: 'w' } as Item;
  const treatment = treatmentOf(item, hers, needlesOf(hers));
  if (treatment?.do !== 'write' || treatment.op.op !== 'put') return undefined;
  expect(treatment.op.when).toEqual({ version: 4 });
  return recordOf({ ...treatment.op.item, version: 5, writeId: 'w' } as Item);
}

it('another’s record forgets that it kept the person out of its system, and nobody else', () => {
  expect(after(['o_bo', 'o_anna'])?.keepsOut).toEqual(['o_bo']);
  expect(after(['o_anna'])).toEqual(standing);
  expect(after(['o_bo'])).toBeUndefined();
});

it('blackens what a namesake lost, as what he won over: nobody can tell whose the name is there', () => {
  const namesake: Subject = { ...hers, names: ['Ada Holm'], contacts: ['desk@x.example'] };
  const ref = 'erp/customers/7';
  const blackened = (more: Record<string, string | true>): unknown => {
    const body = { id: 'x', field: 'name', loser: ref, stamp: { at: 1, ref }, value: 'Bo', winner: 'shop/customers/3', winning: 'Cy', reason: 'concurrent', ...more };
    const treatment = treatmentOf({ pk: 'ENT#o_bo', sk: 'CONF#x', kind: 'conflict', body, version: 4, writeId: 'w' } as Item, namesake, needlesOf(namesake));
    return treatment?.do === 'write' && treatment.op.op === 'put' ? treatment.op.item.body : treatment;
  };
  expect(blackened({ value: 'Ada Holm' })).toMatchObject({ field: 'name', loser: ref, value: '[erased]', winning: 'Cy' });
  expect(blackened({ winning: 'Ada Holm' })).toMatchObject({ value: 'Bo', winning: '[erased]' });
  expect(blackened({ field: 'emails:desk@x.example', value: true })).toMatchObject({ field: '[erased]', loser: ref, value: true });
  expect(blackened({})).toBeUndefined();
});
