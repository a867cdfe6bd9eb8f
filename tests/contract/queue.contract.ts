import { describe, expect, test } from 'vitest';
import type { QueueEvent } from '../../core/ports/queue.ts';
import { queueJson } from '../../core/ports/queue.ts';
import { type MakeHarness, on } from './harness.ts';

const none = { batchItemFailures: [] };
const message = (body: string, delaySeconds?: number) => ({ body, group: 'main/crm', delaySeconds });

/** What every queue must do. */
export function queueContract(name: string, make: MakeHarness): void {
  describe(`${name} queue`, () => {
    test('every message is delivered as SQS hands it to Lambda, in batches of at most ten', () =>
      on(make, async ({ use, start, settled }) => {
        const events: QueueEvent[] = [];
        await use(async ({ queues }) => expect(await queues.inbound.send(Array.from({ length: 25 }, (_, i) => message(`m${i}`)))).toEqual([]));
        start({
          queues: {
            inbound: async (event) => {
              events.push(event);
              return none;
            },
          },
        });
        await settled();
        const records = events.flatMap((event) => event.Records);
        expect(Math.max(...events.map((event) => event.Records.length))).toBeLessThanOrEqual(10);
        expect(new Set(records.map((r) => r.body))).toEqual(new Set(Array.from({ length: 25 }, (_, i) => `m${i}`)));
        expect(records[0]?.attributes).toMatchObject({ ApproximateReceiveCount: '1', MessageGroupId: 'main/crm' });
        expect(records[0]?.attributes.SentTimestamp).toMatch(/^\d{13}$/);
        expect(records[0]?.eventSourceARN).toMatch(/^arn:aws:sqs:.*inbound$/);
      }));

    test('only the failed messages of a batch come again, counted', () =>
      on(make, async ({ use, start, settled }) => {
        const receives: string[] = [];
        await use(({ queues }) => queues.jobs.send([message('good'), message('bad')]));
        start({
          queues: {
            jobs: async ({ Records }) => {
              for (const r of Records) receives.push(`${r.body} ${r.attributes.ApproximateReceiveCount}`);
              return { batchItemFailures: Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount < '3').map((r) => ({ itemIdentifier: r.messageId })) };
            },
          },
        });
        await settled();
        expect(receives.sort()).toEqual(['bad 1', 'bad 2', 'bad 3', 'good 1']);
      }));

    test('after five receives a message is a dead letter, and can be sent again with a fresh count', () =>
      on(make, async ({ use, start, settled }) => {
        let calls = 0;
        await use(({ queues }) => queues.outbound.send([message('poison')]));
        start({
          queues: {
            outbound: async () => {
              calls += 1;
              if (calls <= 5) throw new Error('cannot be handled');
              return none;
            },
          },
        });
        await settled();
        const [letter] = await use(({ deadLetters }) => deadLetters.outbound.list(10));
        expect([calls, letter?.body, letter?.group, letter?.receives]).toEqual([5, 'poison', 'main/crm', 5]);
        expect(await use(({ deadLetters }) => deadLetters.outbound.redrive(letter?.messageId ?? ''))).toBe(true);
        await settled();
        expect(calls).toBe(6);
        expect(await use(({ deadLetters }) => deadLetters.outbound.list(10))).toEqual([]);
        expect(await use(({ deadLetters }) => deadLetters.outbound.redrive(letter?.messageId ?? ''))).toBe(false);
      }));

    test('a dead letter that is removed is gone for good', () =>
      on(make, async ({ use, start, settled }) => {
        await use(({ queues }) => queues.outbound.send([message('poison'), message('poison, too')]));
        start({ queues: { outbound: async (event) => ({ batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) }) } });
        await settled();
        const letters = await use(({ deadLetters }) => deadLetters.outbound.list(10));
        expect(letters).toHaveLength(2);
        const [first, second] = letters.map(({ messageId }) => messageId) as [string, string];
        expect(await use(({ deadLetters }) => deadLetters.outbound.remove(first))).toBe(true);
        expect((await use(({ deadLetters }) => deadLetters.outbound.list(10))).map(({ messageId }) => messageId)).toEqual([second]);
        expect(await use(({ deadLetters }) => deadLetters.outbound.remove(first))).toBe(false);
      }));

    test('a delayed message waits at least its delay', () =>
      on(make, async ({ use, start, settled }) => {
        const at = new Map<string, number>();
        const sent = await use(async ({ queues, clock }) => {
          const now = clock.now();
          await queues.reactions.send([message('late', 1), message('soon')]);
          return now;
        });
        start({
          queues: {
            reactions: async ({ Records }, { clock }) => {
              for (const r of Records) at.set(r.body, clock.now() - sent);
              return none;
            },
          },
        });
        await settled();
        expect(at.get('soon')).toBeLessThan(900);
        expect(at.get('late')).toBeGreaterThanOrEqual(999);
      }));

    test('any text survives by way of queueJson', () =>
      on(make, async ({ use, start, settled }) => {
        const value = { text: 'a\u0000b\u001f\uffff\ud800 大 😀' };
        const bodies: string[] = [];
        await use(({ queues }) => queues.jobs.send([message(queueJson(value))]));
        start({
          queues: {
            jobs: async ({ Records }) => {
              bodies.push(...Records.map((r) => r.body));
              return none;
            },
          },
        });
        await settled();
        expect(bodies.map((body) => JSON.parse(body))).toEqual([value]);
      }));

    test.each([
      ['over 256 KB', message('大'.repeat(90_000))],
      ['with a control character', message('a\u0001b')],
      ['with half a surrogate pair', message('a\ud800b')],
      ['empty', message('')],
      ['delayed for over 15 minutes', message('x', 901)],
      ['with half a second of delay', message('x', 0.5)],
      ['without a group', { body: 'x', group: '' }],
    ])('a message %s is refused with a RangeError', (_, bad) =>
      on(make, async ({ use }) => {
        await expect(use(({ queues }) => queues.inbound.send([message('good'), bad]))).rejects.toThrow(RangeError);
      }),
    );
  });
}
