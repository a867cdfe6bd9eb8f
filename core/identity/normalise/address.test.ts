import { expect, it } from 'vitest';
import { addressParts } from './address.ts';

it.each([
  ['人民路19号', '19', '人民路'],
  ['人民路 19', '19', '人民路'],
  ['人民路19号3室', '19', '人民路'],
  ['淮海中路100弄5号', '100', '淮海中路'],
  ['Hauptstraße 7a', '7a', 'haupt'],
  ['12 High Street', '12', 'high'],
])('reads number and street of %s', (street, number, name) => {
  expect(addressParts({ street })).toMatchObject({ number, street: name });
});

it('takes the house number from its own field, also of a Chinese address', () => {
  expect(addressParts({ street: '人民路', houseNumber: '19' })).toMatchObject({ number: '19', street: '人民路' });
});
