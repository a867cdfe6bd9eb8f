import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blankLimit, brake, changeLimit, deleteLimit, missingLimit } from './brake.ts';

const effects = (more: { deletes?: number; changes?: number; blanks?: Record<string, number> }) => ({ deletes: 0, changes: 0, blanks: {}, ...more });

it('nothing up to a limit is stopped, one more is', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (records) => {
      const within = effects({ deletes: deleteLimit(records), changes: changeLimit(records), blanks: { name: blankLimit(records) } });
      expect(brake(within, records, [])).toBeUndefined();
      expect(brake(effects({ deletes: deleteLimit(records) + 1 }), records, [])).toMatchObject({ what: 'delete' });
      expect(brake(effects({ changes: changeLimit(records) + 1 }), records, [])).toMatchObject({ what: 'change' });
      expect(brake(effects({ blanks: { city: 1, name: blankLimit(records) + 1 } }), records, [])).toMatchObject({ what: 'blank', field: 'name' });
    }),
  );
});

it('shows ten samples at most', () => {
  const samples = Array.from({ length: 30 }, (_, i) => ({ record: `a/s/${i}` }));
  expect(brake(effects({ deletes: 11 }), 0, samples)?.samples).toHaveLength(10);
});

it('small streams have a limit of their own, large ones a share', () => {
  expect([missingLimit(0), missingLimit(100), missingLimit(1_000)]).toEqual([5, 5, 50]);
  expect([deleteLimit(0), deleteLimit(1_000), deleteLimit(5_000)]).toEqual([10, 10, 50]);
  expect([blankLimit(0), blankLimit(2_500), blankLimit(10_000)]).toEqual([50, 50, 200]);
  expect([changeLimit(0), changeLimit(1_000), changeLimit(5_000)]).toEqual([200, 200, 1_000]);
});
