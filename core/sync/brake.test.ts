import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blankLimit, brake, changeLimit, deleteLimit } from './brake.ts';

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
