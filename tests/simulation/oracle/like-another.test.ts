import { expect, it } from 'vitest';
import { Book } from '../book.ts';
import type { Shown } from '../kinds.ts';
import { isLikeAnother } from './like-another.ts';

const contact = { name: 'Ada Fenmoor', mail: 'ada@firm.example', phone: '+49301000100', title: 'Countess' };
const customer = { name: 'Acme GmbH', tax: 'DE100000008', city: 'Ulm' };

/** Whether a record of ours, shown first as people had edited it, no longer looked like it. */
function judged(stream: string, fields: Readonly<Record<string, string>>, edits: Shown): boolean {
  const book = new Book(stream, { kind: 'etag', searchable: true, normalise: (_, value) => value, refuses: () => false }, { skewMs: 0, grainMs: 1 });
  const id = String(book.write({ key: 'x-1', action: 'create', externalId: 'x-1', fields }, 1_000, 'maker')['id']);
  book.stored(id, { ...fields, ...edits });
  return isLikeAnother(book, { id });
}

it.each([
  ['a contact with another mailbox', 'contacts', contact, { mail: 'fenmoor@firm.example' }, false],
  ['a contact with another mailbox and telephone', 'contacts', contact, { mail: 'fenmoor@firm.example', phone: '+49301000199' }, true],
  ['a contact with another name', 'contacts', contact, { name: 'Ada Dorwick' }, true],
  ['a contact of whom little is left', 'contacts', contact, { mail: '', title: '', phone: '+49301000199' }, true],
  ['a customer with another number', 'customers', customer, { tax: 'DE100000016' }, false],
  ['a customer with another name', 'customers', customer, { name: 'Beta GmbH' }, false],
  ['a customer with another name and number', 'customers', customer, { name: 'Beta GmbH', tax: 'DE100000016' }, true],
] as const)('tells whether what we made still looked like it: %s', (_, stream, fields, edits, other) => {
  expect(judged(stream, fields, edits)).toBe(other);
});
