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
