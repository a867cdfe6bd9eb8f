import { expect, test } from 'vitest';
import { mentions, needlesOf, redacted } from './mentions.ts';
import type { Subject } from './subject.ts';

const anna: Subject = {
  entity: 'p_0123456789abcdefghjk',
  ids: ['p_0123456789abcdefghjk'],
  refs: ['crm/contacts/C-1', 'crm/contacts/a#b'],
  contacts: ['anna@x.example', '+4940123456'],
  names: ['Anna Lind', '王伟'],
  mailboxes: ['anna@x.example'],
};
const needles = needlesOf(anna);
const row = (body: Record<string, string>, pk = 'X') => ({ pk, sk: '@', body });

test.each([
  ['a record by its name', row({ record: 'crm/contacts/C-1' }), 'own'],
  ['a record in a key, escaped', row({}, 'FAIL#crm#contacts#a%23b'), 'own'],
  ['not a record whose id only begins alike', row({ record: 'crm/contacts/C-10' }), undefined],
  ['not a record whose id goes on', row({ record: 'crm/contacts/C-1-7' }), undefined],
  ['an entity', row({ about: 'p_0123456789abcdefghjk' }), 'own'],
  ['an address after a line feed', row({ text: 'to\nAnna@X.example' }), 'shared'],
  ['not an address that ends alike', row({ text: 'j.anna@x.example' }), undefined],
  ['a full name', row({ label: 'Anna Lind, Hamburg' }), 'shared'],
  ['not a short name alone, which others have as well', row({ label: '王伟' }), undefined],
])('finds %s', (_, item, found) => {
  expect(mentions(item, needles)).toBe(found);
});

test('takes out only the texts that name the person, wherever they stand', () => {
  const before = {
    samples: [
      { record: 'crm/contacts/C-1', name: '王伟' },
      { record: 'crm/contacts/C-10', name: 'Bo' },
    ],
    'crm/contacts/C-1': 1,
    count: 2,
  };
  expect(redacted(before, needles)).toEqual({
    samples: [
      { record: '[erased]', name: '[erased]' },
      { record: 'crm/contacts/C-10', name: 'Bo' },
    ],
    count: 2,
  });
});
