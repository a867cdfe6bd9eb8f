import { expect, test } from 'vitest';
import { entityIdFrom, isEntityId, type Ref, workspace } from './ids.ts';

const main = workspace('main');

test('an entity keeps the id that its founding record gave it, for ever', () => {
  const founder = 'crm/companies/42' as Ref;
  expect(entityIdFrom(main, 'o', founder)).toBe('o_47gneh4htzjdd0bdjny0');
  expect(entityIdFrom(main, 'o', founder, 1)).toBe('o_n62rwftw2ja2jtkqe8nx');
});

test('ids of different records and workspaces differ and have the shape of an id', () => {
  const ids = Array.from({ length: 500 }, (_, i) => entityIdFrom(i % 2 === 0 ? main : workspace('other'), 'p', `crm/contacts/${i >> 1}` as Ref));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(isEntityId)).toBe(true);
});
