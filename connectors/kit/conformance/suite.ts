import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import type { AnyConnector } from '../../../core/ports/connector.ts';
import type { Harness } from './harness.ts';
import { trialsOf, tryRule } from './run.ts';

/** Makes the tests by which a connector proves itself against its own fake. Call it at the top of `conformance.test.ts`: `await conformance(connector, harness)`. A waived rule must fail; a waiver that nothing needs is an error. */
export async function conformance(connector: AnyConnector, harness: Harness): Promise<void> {
  const trials = await trialsOf(connector, harness);
  const waivers = harness.waivers ?? [];
  const needed = new Set<(typeof waivers)[number]>();
  describe(`connector ${connector.id} conforms`, () => {
    for (const { rule, stream, waiver } of trials) {
      const title = `${rule.id}${stream === '' ? '' : ` (${stream})`}: ${rule.title}${waiver === undefined ? '' : ` [waived: ${waiver.because}]`}`;
      test(title, async () => {
        const failure = await tryRule(connector, harness, rule, stream);
        if (waiver === undefined && failure !== undefined) throw failure;
        if (waiver !== undefined && failure !== undefined) needed.add(waiver);
      });
    }
    test('every waiver has a reason and is needed', () => {
      for (const waiver of waivers) {
        assert.ok(waiver.because.trim().length >= 10, `the waiver of ${waiver.rule} gives no reason`);
        assert.ok(needed.has(waiver), `the waiver of ${waiver.rule} excuses nothing: remove it`);
      }
    });
  });
}
