import { expect, it } from 'vitest';
import { budgets } from './budgets.ts';

it('keeps what a record may cost in read and write units, unchanged, changed, made, merged and echoed', async () => {
  const over = (await budgets()).filter((b) => b.units > b.bar);
  expect(over).toEqual([]);
}, 60_000);
