import { expect, it } from 'vitest';
import type { Item } from '../../ports/table.ts';
import type { Intent, IntentField, Slot } from '../record.ts';
import { slotItem, slotKey, slotOf } from '../slot-item.ts';
import { needlesOf } from './mentions.ts';
import type { Subject } from './subject.ts';
import { treatmentOf } from './treatment.ts';

const his = 'crm/contacts/BO';
const hers = 'crm/contacts/ADA';

/** Values as a try sent them; `refs`: where those came from that did not come from his record. */
const intent = (raws: Readonly<Record<string, string | true>>, refs: Readonly<Record<string, string>> = {}, stored?: Readonly<Record<string, string>>): Intent => ({
  id: 'i',
  kind: 'write',
  fields: Object.fromEntries(Object.entries(raws).map(([field, raw]): [string, IntentField] => [field, { raw, stamp: { at: 1, ref: refs[field] ?? his } }])),
  deadline: 9,
  ...(stored === undefined ? {} : { stored }),
});
const slotWith = (sent: Intent, ...past: Intent[]): Slot => ({
  state: 'open',
  n: 0,
  key: 'x-0123456789abcdef0123',
  anchor: his as Slot['anchor'],
  stream: 'contacts',
  intent: sent,
  past,
});
const ada: Subject = {
  entity: 'p_ada',
  ids: ['p_ada'],
  refs: [hers, 'erp/contacts/7'],
  contacts: ['desk@x.example', 'ada@x.example'],
  names: ['Ada Holm'],
  mailboxes: ['ada@x.example'],
};

/** The slot as it is stored after an erasure of Ada; `keep` where it is left as it was and told of, `nothing` where it has nothing of hers, undefined where it goes. */
function after(slot: Slot): Slot | 'keep' | 'nothing' | undefined {
  const item = { ...slotItem('erp', slot, 0), version: 4, writeId: 'w' } as Item;
  const treatment = treatmentOf(item, ada, needlesOf(ada));
  if (treatment === undefined) return 'nothing';
  if (treatment.do === 'keep') return 'keep';
  if (treatment.do !== 'write') throw new Error(`a slot is not treated as ${treatment.do}`);
  if (treatment.op.op === 'delete') {
    expect(treatment.op).toEqual({ op: 'delete', key: slotKey('erp', slot.key), when: { version: 4 } });
    return undefined;
  }
  if (treatment.op.op !== 'put') throw new Error('a slot is written');
  expect(treatment.op).toMatchObject({ when: { version: 4 }, item: { expiresAt: item.expiresAt } });
  expect(JSON.stringify(treatment.op.item)).not.toContain(hers);
  return slotOf({ ...treatment.op.item, version: 5, writeId: 'w' } as Item);
}

it('what a create has sent for a namesake, or with a mailbox of both, stays: by that it finds and recognises what it has made', () => {
  expect(after(slotWith(intent({ name: 'Ada Holm', 'emails:desk@x.example': true, note: 'with Ada Holm' }), intent({ name: 'Ada Holm' })))).toBe('keep');
  expect(after(slotWith(intent({ name: 'Bo Lind' })))).toBe('nothing');
});

it('what came from the person’s records while the two were one goes, of every try, by whole fields, also where it reads like nobody’s', () => {
  const last = intent(
    { name: 'Bo Lind', note: 'tall', 'emails:desk@x.example': true },
    { note: hers, 'emails:desk@x.example': 'erp/contacts/7' },
    { name: 'BO LIND', note: 'TALL' },
  );
  const first = intent({ name: 'Ada Holm', 'phones:+493020001': true }, { name: hers });
  const only = intent({ name: 'Ada Holm' }, { name: hers });
  expect(after(slotWith(last, first, only))).toEqual(slotWith(intent({ name: 'Bo Lind' }, {}, { name: 'BO LIND' }), intent({ 'phones:+493020001': true }), intent({})));
});

it('a slot of which no field is left keeps its name: a record that bears it is not the person', () => {
  expect(after(slotWith(intent({ name: 'Ada Holm' }, { name: hers })))).toEqual(slotWith(intent({})));
});

it('what somebody has pinned came from no record, and goes where it reads like the person’s', () => {
  const by = { name: 'p_owner', title: 'p_owner', 'emails:desk@x.example': 'p_owner' };
  expect(after(slotWith(intent({ name: 'Ada Holm', title: 'Buyer', 'emails:desk@x.example': true }, by)))).toEqual(slotWith(intent({ title: 'Buyer' }, by)));
});

it('the slot goes that hangs on one of the person’s records, or has made one: that record is left to the person’s tombstone', () => {
  const sent = intent({ name: 'Bo Lind' });
  expect(after({ ...slotWith(sent), anchor: hers as Slot['anchor'] })).toBeUndefined();
  expect(after({ ...slotWith(sent), state: 'done', recordId: '7' })).toBeUndefined();
  expect(after({ ...slotWith(sent), state: 'done', recordId: '8' })).toBe('nothing');
  expect(after({ ...slotWith(sent), state: 'done', recordId: '7', stream: 'people' })).toBe('nothing');
});

it('the slot of mail to or from an address that is the person’s alone goes with the mail; not that of a department', () => {
  const mail = (from: string): Slot => ({ ...slotWith(intent({ from, subject: 'Offer', 'to:info@y.example': true })), stream: 'mails' });
  expect(after(mail('Ada <ada@x.example>'))).toBeUndefined();
  expect(after(slotWith(intent({ subject: 'Offer' }), intent({ 'to:ada@x.example': true })))).toBeUndefined();
  expect(after(mail('Desk <desk@x.example>'))).toBe('keep');
});
