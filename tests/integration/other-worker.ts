import { expect } from 'vitest';
import { deliver } from '../../core/sync/deliver.ts';
import type { OutboundMessage } from '../../core/sync/messages.ts';
import type { TestWorkspace } from './harness.ts';

/** Another worker delivers that customer to the ERP. */
export async function deliverToo(w: TestWorkspace, entity: string): Promise<void> {
  const message: OutboundMessage = { v: 1, workspace: 'main', connection: 'erp', stream: 'customers', entities: [entity] };
  const record = {
    messageId: 'other',
    receiptHandle: 'other',
    eventSourceARN: 'outbound',
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
  };
  expect(await deliver(() => w.world, { Records: [record] })).toEqual({ batchItemFailures: [] });
}
