import { describe, expect, test } from 'vitest';
import { broken } from './broken.ts';
import { referenceHarness } from './referenceVendor.ts';
import { rules } from './rules.ts';
import { trialsOf, tryRule } from './run.ts';

describe('each broken connector turns exactly its rule red', () => {
  test.each(broken)('$rule: $mistake', async ({ connector, rule }) => {
    const failed = new Set<string>();
    for (const trial of await trialsOf(connector, referenceHarness)) {
      if ((await tryRule(connector, referenceHarness, trial.rule, trial.stream)) !== undefined) failed.add(trial.rule.id);
    }
    expect([...failed]).toEqual([rule]);
  });

  test('every rule has a broken connector that it finds', () => {
    expect(broken.map((b) => b.rule).sort()).toEqual(rules.map((r) => r.id).sort());
  });
});
