import { expect, test } from 'vitest';
import type { Canon } from '../../ports/mapping.ts';
import { goldenView, hintOf } from './golden-view.ts';

const golden = (fields: Record<string, Canon>) => ({
  golden: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, stamp: { at: 1, ref: 'crm/a/1' }, ref: 'crm/a/1', rule: 'latest' as const }])),
});

test('sets are joined to sorted lists; what was cleared or taken out is left out', () => {
  const view = goldenView(golden({ name: 'Alpine', note: null, 'emails:b@x.example': true, 'emails:a@x.example': true, 'emails:old@x.example': null }));
  expect(view).toEqual({ name: 'Alpine', emails: ['a@x.example', 'b@x.example'] });
});

test('a list shows a second field that is not the name itself', () => {
  expect(hintOf({ emails: ['a@x.example'], city: 'Bern' }, 'Alpine')).toBe('a@x.example');
  expect(hintOf({ number: '2026-1', city: 'Bern' }, '2026-1')).toBe('Bern');
  expect(hintOf({}, 'Alpine')).toBeUndefined();
});
