import type { EmbeddedStore } from '../../adapters/embedded/open.ts';
import { type Runner, startRunner } from '../../adapters/embedded/runner.ts';
import type { QueueHandler } from '../../core/ports/queue.ts';
import { main } from './harness.ts';

const none = { batchItemFailures: [] };
const nothing: QueueHandler = async () => none;

/** Entities that the load writes, in pairs that always change together. */
export const pairs = 8;

/** Consumers that leave a trace of all they handle: a row for each message, a history row for each version. */
export function tracingRunner(store: EmbeddedStore): Runner {
  const table = store.tables.in(main);
  const row = (pk: string, sk: string, n: number) => table.write([{ op: 'put', item: { pk, sk, kind: 'trace', body: { n } }, when: 'any' }]);
  return startRunner({
    store,
    tickMs: 0,
    retryMs: () => 5,
    handlers: {
      inbound: async ({ Records }) => {
        await Promise.all(Records.map((r) => row('DONE', r.body, 1)));
        return none;
      },
      outbound: nothing,
      receivables: nothing,
      reactions: nothing,
      jobs: nothing,
      feed: async ({ changes }) => {
        await Promise.all(changes.map((c) => row(`HIST#${c.key.sk}`, String(c.new?.version), (c.old?.body['n'] as number | undefined) ?? 0)));
        return none;
      },
      tick: async () => undefined,
    },
  });
}

/** Writes and sends for ever; tells of each thing once it has been acknowledged. */
export async function endlessLoad(store: EmbeddedStore, say: (line: string) => void): Promise<never> {
  const table = store.tables.in(main);
  const writer = async (pair: number): Promise<never> => {
    for (;;) {
      const keys = ['a', 'b'].map((side) => ({ pk: 'E', sk: `${side}${pair}` }));
      const [a] = await table.get(keys, { consistent: true });
      const n = (a?.version ?? 0) + 1;
      const item = (key: (typeof keys)[number]) => ({ ...key, kind: 'entity', body: { n, ballast: 'x'.repeat(300) }, index: { lpk: 'L', lsk: `${n}` } });
      await table.write(keys.map((key) => ({ op: 'put', item: item(key), when: { version: n - 1 } })));
      say(`put ${pair} ${n}`);
    }
  };
  const sender = async (): Promise<never> => {
    for (;;) {
      const body = store.ids.fresh('m');
      await store.queues.inbound.send([{ body, group: 'g' }]);
      say(`sent ${body}`);
    }
  };
  return Promise.race([...Array.from({ length: pairs }, (_, pair) => writer(pair)), sender()]);
}
