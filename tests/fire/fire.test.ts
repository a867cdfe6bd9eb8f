import { describe, expect, it } from 'vitest';
import { lineOf } from './report.ts';
import { trials } from './trials.ts';

describe('under fire nothing is lost and nothing doubled', () => {
  for (const trial of trials.filter(({ rounds }) => rounds.quick > 0)) {
    it(trial.name, { timeout: 90_000 }, async ({ skip }) => {
      const report = { name: trial.name, ...(await trial.run(trial.rounds.quick)) };
      if (report.skipped !== undefined) skip(lineOf(report));
      expect(report.wrong).toEqual([]);
      expect(report.rounds).toBeGreaterThan(0);
    });
  }
});
