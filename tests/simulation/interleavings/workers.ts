import type { Ports } from '../../../adapters/ports.ts';
import { refOf } from '../../../core/model/ids.ts';
import type { ReceivedMessage } from '../../../core/ports/queue.ts';
import { mergeEntities } from '../../../core/sync/merge.ts';
import { type InboundMessage, messageSchema, type OutboundMessage, type Sighting } from '../../../core/sync/messages.ts';
import { readRecord } from '../../../core/sync/store.ts';
import { homeName } from '../config.ts';
import type { System } from '../scenario.ts';
import { handlersOf, type Setup } from '../setup.ts';

/** The record in each system of the customer that everybody knows. */
export const recordOf: Readonly<Record<System, string>> = { a: 'customers-1', b: 'customers-1', c: 'customers-1' };

const message = (body: object): ReceivedMessage => ({
  messageId: 'm',
  receiptHandle: 'm',
  body: JSON.stringify(body),
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', MessageGroupId: 'g' },
  eventSourceARN: 'arn',
});

/** A worker that hears of a record of a system. */
const hears =
  (system: System, sighting: Sighting) =>
  (setup: Setup, ports: Ports): Promise<unknown> => {
    const body: InboundMessage = {
      v: messageSchema,
      workspace: homeName,
      connection: system,
      stream: 'customers',
      seen: [0, 0],
      readAt: setup.sim.now(),
      sightings: [sighting],
    };
    return handlersOf(setup, ports).inbound({ Records: [message(body)] });
  };

/** A worker that takes a record in because somebody hinted at it. */
export const takesIn = (system: System, id: string = recordOf[system]) => hears(system, { id, hint: true });

/** A worker that is told by its system that a record was deleted. */
export const learnsOfDelete = (system: System, id: string) => hears(system, { id, absent: 'feed' });

/** Whose a record is. */
export async function entityOf(setup: Setup, ports: Ports, system: System, id: string): Promise<string> {
  return (await readRecord(setup.worldOf(ports), refOf(system, 'customers', id)))?.value.entity ?? '';
}

/** A worker that delivers the entity of `a`'s record to a system. */
export const delivers =
  (system: System, id = recordOf.a) =>
  async (setup: Setup, ports: Ports) => {
    const body: OutboundMessage = { v: messageSchema, workspace: homeName, connection: system, stream: 'customers', entities: [await entityOf(setup, ports, 'a', id)] };
    return handlersOf(setup, ports).outbound({ Records: [message(body)] });
  };

/** A person says that the customer that everybody knows and the new one are one. */
export const merges = async (setup: Setup, ports: Ports): Promise<unknown> =>
  mergeEntities(setup.worldOf(ports), await entityOf(setup, ports, 'a', 'customers-1'), await entityOf(setup, ports, 'a', 'customers-2'));

/** Steps of an erasure until the person's own rows are gone, where nothing has to be waited for. */
const stepsToGone = 4;

/** A worker that goes on with an erasure, message by message. */
export const erases = async (setup: Setup, ports: Ports): Promise<void> => {
  const body = { v: messageSchema, workspace: homeName, job: 'erase', id: setup.erasing.all[0]?.id };
  for (let step = 0; step < stepsToGone; step += 1) await handlersOf(setup, ports).jobs({ Records: [message(body)] });
};
