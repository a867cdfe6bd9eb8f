import { expect, test } from 'vitest';
import { columns, rowOf } from '../../bench/sync/contacts.ts';
import { dedupe } from '../../core/identity/table/dedupe.ts';

const rows = 6_000;

test('of six thousand people of a trading company hardly two strangers are taken for one, and everybody who is there twice is found', () => {
  const people = Array.from({ length: rows }, (_, i) => [String(i % 50 === 49 ? i - 1 : i), ...rowOf(i, 0)]);
  const { agreement, columns: found } = dedupe({ headers: ['Person', ...columns], rows: people }, { type: 'person', country: 'DE', truth: 'Person' });
  expect(agreement?.recall).toBe(1);
  expect(agreement?.precision).toBeGreaterThan(0.93); // 0.52 while what agrees by chance did not count for more among more people
  expect(found.map(({ header }) => header)).not.toContain('Owner'); // 20 colleagues for all of them: nobody's own mailbox
});
