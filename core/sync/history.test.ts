import { expect, test } from 'vitest';
import { at, known } from '../../tests/factories/sync.ts';
import type { Item } from '../ports/table.ts';
import type { Entity, GoldenField } from './entity.ts';
import { historyOf, historyOp, historySk } from './history.ts';
import { foundEntity } from './recompute.ts';

const rec = known({ name: 'Acme' });
const golden = (value: GoldenField['value'], ref = 'crm/customers/1', second = 3): GoldenField => ({ value, ref, stamp: { at: at(second), ref }, rule: 'latest' });
const entity = (fields: Readonly<Record<string, GoldenField>>, goldenVersion: number): Entity => ({ ...foundEntity(rec.entity, rec, at(0)), golden: fields, goldenVersion });

test('versions sort as numbers', () => {
  expect(historySk(7)).toBe('HIST#000000007');
  expect([historySk(10), historySk(9)].sort()).toEqual([historySk(9), historySk(10)]);
});

test('a version tells each field that changed: what it was, what it is, whose it is and why', () => {
  const old = entity({ name: golden('Acme'), city: golden('Ulm'), note: golden('n') }, 4);
  const now = entity({ name: golden('Acme AG', 'erp/customers/2', 9), city: golden('Ulm', 'erp/customers/2', 9), phone: golden('+49') }, 5);
  const op = historyOp(old, now, at(20));
  expect(op).toMatchObject({ op: 'put', when: 'absent', item: { pk: `ENT#${rec.entity}`, sk: historySk(5), kind: 'history', expiresAt: at(20) / 1_000 + 400 * 86_400 } });
  expect(historyOf((op as unknown as { item: Item }).item)).toEqual({
    version: 5,
    at: at(20),
    lines: [
      { field: 'name', old: 'Acme', new: 'Acme AG', ref: 'erp/customers/2', rule: 'latest', stamp: at(9) },
      { field: 'note', old: 'n', new: null, ref: '', rule: 'retracted', stamp: at(20) },
      { field: 'phone', old: null, new: '+49', ref: 'crm/customers/1', rule: 'latest', stamp: at(3) },
    ],
  });
});

test('the first version tells all that is not empty', () => {
  const op = historyOp(undefined, entity({ name: golden('Acme'), note: golden(null) }, 1), at(0)) as unknown as { item: Item };
  expect(historyOf(op.item).lines.map((l) => [l.field, l.old, l.new])).toEqual([['name', null, 'Acme']]);
});
