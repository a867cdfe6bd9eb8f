import { expect, it } from 'vitest';
import type { AtSystem } from './erasure.ts';
import { toldTogether } from './told.ts';

const at = (connection: string, did: AtSystem['did'], records = 1): AtSystem => ({ connection, stream: 'customers', records, did });

it('tells of two rounds as of one, and of each system what holds for all its records', () => {
  expect(toldTogether([at('erp', 'asked'), at('crm', 'kept')], [at('erp', 'deleted')])).toEqual([at('erp', 'asked', 2), at('crm', 'kept')]);
  expect(toldTogether([at('erp', 'deleted')], [at('erp', 'archived'), at('crm', 'kept')])).toEqual([at('erp', 'archived', 2), at('crm', 'kept')]);
  expect(toldTogether([at('erp', 'deleted')], [])).toEqual([at('erp', 'deleted')]);
});
