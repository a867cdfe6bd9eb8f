import { expect, it, test } from 'vitest';
import { at, blank, intending } from '../../tests/factories/sync.ts';
import { type Ref, workspace } from '../model/ids.ts';
import type { Item } from '../ports/table.ts';
import type { Intent, Slot } from './record.ts';
import { isSlotName, openSlotsPk, slotItem, slotKey, slotName, slotOf } from './slot-item.ts';

const main = workspace('main');
const anchor = 'crm/customers/1' as Ref;
const name = slotName(main, 'erp', 'customers', anchor);

test('a slot is named by what it is for, the same every time', () => {
  // Vendors keep these names: sha-256 of `main\nerp\ncustomers\ncrm/customers/1`.
  expect(name).toBe('x-e756c8b35ddd5f35aa7b');
  expect(slotName(main, 'erp', 'customers', anchor)).toBe(name);
  const others = [slotName(workspace('other'), 'erp', 'customers', anchor), slotName(main, 'crm', 'customers', anchor), slotName(main, 'erp', 'invoices', anchor)];
  expect(new Set([name, ...others, slotName(main, 'erp', 'customers', 'crm/customers/2' as Ref)]).size).toBe(5);
});

it.each([
  ['x-0123456789abcdef0123', true],
  ['x-0123456789abcdef0123-2', true],
  ['x-0123456789abcdef0123-12', true],
  ['x-0123456789abcdef0123-', false],
  ['x-0123456789abcdef012', false],
  ['x-0123456789abcdef01234', false],
  ['x-0123456789abcdefg123', false],
  ['ax-0123456789abcdef0123', false],
  ['x-0123456789abcdef0123-2a', false],
  ['', false],
])('whether "%s" is a name of ours: %s', (text, ours) => {
  expect(isSlotName(text)).toBe(ours);
});

test('every try of a create lies in the same slot, whose key escapes the name of the connection', () => {
  expect(slotKey('e#rp', 'x-0123456789abcdef0123-2')).toEqual({ pk: 'SLOT#e%23rp#x-0123456789abcdef0123', sk: '@' });
  expect(openSlotsPk('e#rp', 'cust#omers')).toBe('SLOTS#e%23rp#cust%23omers');
});

test('a slot comes back from its item as it went in, and stays for 400 days', () => {
  const intent = intending(blank(), { name: 'Acme', city: null }).intent as Intent;
  const slot: Slot = { state: 'open', n: 2, key: `${name}-2`, anchor, stream: 'customers', intent, past: [{ ...intent, id: 'i0', outcome: 'refused' }] };
  const item = slotItem('erp', slot, at(0) + 999);
  expect(item).toMatchObject({ pk: `SLOT#erp#${name}`, sk: '@', kind: 'slot', expiresAt: at(0) / 1_000 + 400 * 86_400 });
  expect(slotOf(JSON.parse(JSON.stringify({ ...item, version: 1 })) as Item)).toEqual(slot);
});
