import { expect, it } from 'vitest';
import { blank, intending, plainMapping } from '../../tests/factories/sync.ts';
import { fittingIntent, isSecondLanding, mayBeOurs } from './adopt.ts';
import type { Intent, Slot } from './record.ts';

const intentOf = (id: string, city: string): Intent => ({ ...(intending(blank(), { name: 'Acme', 'emails:info@acme.example': true, city }).intent as Intent), id });
const slotOf = (intent: Intent, ...past: Intent[]): Slot => ({ state: 'open', n: 0, key: 'x-0', anchor: blank().ref, stream: 'customers', intent, past });
const record = (city: string) => ({ name: 'Acme', mail: 'info@acme.example', city });

it.each([
  ['the try before the last landed', 'Ulm', 'first'],
  ['the last try landed', 'Bonn', 'second'],
  ['the target cut what was sent', 'Bo', 'second'],
])('takes a record for the try of a create that it shows best when %s', (_, city, id) => {
  const slot = slotOf(intentOf('second', 'Bonn'), intentOf('first', 'Ulm'));
  expect(fittingIntent(slot, record(city), plainMapping)?.id).toBe(id);
});

it('tells two tries apart whose values begin alike', () => {
  expect(fittingIntent(slotOf(intentOf('second', 'Ulm 10'), intentOf('first', 'Ulm 1')), record('Ulm 1'), plainMapping)?.id).toBe('first');
});

it('takes a record for the try that explains most of it: what the later one sent besides is no edit, even in the vendor’s own form', () => {
  const { city: _, ...without } = intentOf('first', 'Ulm').fields;
  const slot = slotOf(intentOf('second', 'Ulm upon Danube'), { ...intentOf('first', 'Ulm'), fields: without });
  expect(fittingIntent(slot, record('Ulm'), plainMapping)?.id).toBe('second');
  expect(fittingIntent(slot, { name: 'Acme', mail: 'info@acme.example' }, plainMapping)?.id).toBe('first');
});

it('takes nobody for ours who agrees in less than half', () => {
  expect(fittingIntent(slotOf(intentOf('only', 'Ulm')), { name: 'Beta', mail: 'a@b.example', city: 'Ulm' }, plainMapping)).toBeUndefined();
});

it.each([
  ['shows all that was sent', record('Ulm'), true],
  ['shows it cut short', record('Ul'), true],
  ['has another value in one field', record('Bonn'), false],
  ['holds something nobody sent', { ...record('Ulm'), note: 'VIP' }, false],
])('takes a record beside the one of a create that was tried twice for the other try only if it shows all and nothing else: one that %s', (_, found, ours) => {
  const done: Slot = { ...slotOf(intentOf('second', 'Ulm'), intentOf('first', 'Ulm')), state: 'done', recordId: '7' };
  expect(isSecondLanding(done, found, plainMapping)).toBe(ours);
});

it('takes nobody for the other try of a create that was tried once, or is still under way', () => {
  const once: Slot = { ...slotOf(intentOf('only', 'Ulm')), state: 'done', recordId: '7' };
  expect(isSecondLanding(once, record('Ulm'), plainMapping)).toBe(false);
  expect(isSecondLanding(slotOf(intentOf('second', 'Ulm'), intentOf('first', 'Ulm')), record('Ulm'), plainMapping)).toBe(false);
});

it.each([
  ['keeps no names of ours', undefined, '7', true],
  ['keeps them, and shows one', () => 'x-0123456789abcdef0123-2', '7', true],
  ['keeps them as its ids', () => undefined, 'x-0123456789abcdef0123', true],
  ['keeps them, and shows somebody else’s', () => 'ERP-7', '7', false],
  ['keeps them, and shows none', () => undefined, '7', false],
])('looks for our creates among the records of a system that %s', (_, externalId, id, may) => {
  expect(mayBeOurs(externalId === undefined ? {} : { externalId }, id, record('Ulm'))).toBe(may);
});
