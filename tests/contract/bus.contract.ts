import { describe, expect, test } from 'vitest';
import type { FactPack } from '../../core/ports/bus.ts';
import { type MakeHarness, main, on } from './harness.ts';

const none = { batchItemFailures: [] };

/** What every bus must do, with the product's own rules. */
export function busContract(name: string, make: MakeHarness): void {
  describe(`${name} bus`, () => {
    test('finance facts reach reconcile and react, others react alone, each whole', () =>
      on(make, async ({ use, start, settled }) => {
        const packs: FactPack[] = [
          { workspace: main, type: 'invoice', kind: 'changed', facts: [{ id: 'i_1', text: 'Ä\u0001' }] },
          { workspace: main, type: 'person', kind: 'merged', facts: [{ id: 'p_1' }, { id: 'p_2' }] },
        ];
        const heard: Record<string, Set<string>> = { receivables: new Set(), reactions: new Set() };
        const hear = (queue: string) => async (event: { readonly Records: readonly { readonly body: string }[] }) => {
          for (const { body } of event.Records) heard[queue]?.add(JSON.stringify(JSON.parse(body)));
          return none;
        };
        await use(async ({ bus }) => expect(await bus.publish(packs)).toEqual([]));
        start({ queues: { receivables: hear('receivables'), reactions: hear('reactions') } });
        await settled();
        expect(heard).toEqual({ receivables: new Set([JSON.stringify(packs[0])]), reactions: new Set(packs.map((p) => JSON.stringify(p))) });
      }));

    test.each([
      ['of more than 25 facts', Array.from({ length: 26 }, () => ({}))],
      ['over 200 KB', [{ text: '大'.repeat(70_000) }]],
    ])('a pack %s is refused with a RangeError', (_, facts) =>
      on(make, async ({ use }) => {
        await expect(use(({ bus }) => bus.publish([{ workspace: main, type: 'person', kind: 'changed', facts }]))).rejects.toThrow(RangeError);
      }),
    );
  });
}
