import { expect, it } from 'vitest';
import type { Item } from '../../ports/table.ts';
import type { Intent, Slot } from '../record.ts';
import { slotItem, slotOf } from '../slot-item.ts';
import { needlesOf } from './mentions.ts';
import type { Subject } from './subject.ts';
import { treatmentOf } from './treatment.ts';

const stamp = { at: 1, ref: 'crm/contacts/BO' };
const intent = (raws: Readonly<Record<string, string | true>>, stored?: Readonly<Record<string, string>>): Intent => ({
  id: 'i',
  kind: 'write',
  fields: Object.fromEntries(Object.entries(raws).map(([field, raw]) => [field, { raw, stamp }])),
  deadline: 9,
  ...(stored === undefined ? {} : { stored }),
});
const slot: Slot = {
  state: 'open',
  n: 0,
  key: 'x-0123456789abcdef0123',
  anchor: 'crm/contacts/BO' as Slot['anchor'],
  stream: 'contacts',
  intent: intent({ name: 'Bo Lind', 'emails:desk@x.example': true, note: 'with Ada Holm' }, { name: 'Bo Lind', note: 'with ADA HOLM' }),
  past: [intent({ name: 'Ada Holm', 'phones:+493020001': true })],
};
const ada: Subject = { entity: 'p_ada', ids: ['p_ada'], refs: ['crm/contacts/ADA'], contacts: ['desk@x.example'], names: ['Ada Holm'], mailboxes: [] };

function after(subject: Subject): Slot | undefined {
  const item = { ...slotItem('erp', slot, 0), version: 4, writeId: 'w' } as Item;
  const treatment = treatmentOf(item, subject, needlesOf(subject));
  if (treatment?.do !== 'write' || treatment.op.op !== 'put') return undefined;
  expect(treatment.op.when).toEqual({ version: 4 });
  return slotOf({ ...treatment.op.item, version: 5, writeId: 'w' } as Item);
}

it('a colleague’s create that waits for its answer loses the fields that name whoever is erased, whole, and keeps the others', () => {
  expect(after(ada)).toEqual({ ...slot, intent: intent({ name: 'Bo Lind' }, { name: 'Bo Lind' }), past: [intent({ 'phones:+493020001': true })] });
});

it('a create that sent nothing of the person is left alone', () => {
  expect(after({ ...ada, contacts: ['other@x.example'], names: ['Cy Berg'] })).toBeUndefined();
});
