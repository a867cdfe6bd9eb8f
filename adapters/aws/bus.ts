import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Bus, FactPack } from '../../core/ports/bus.ts';
import { checkPack, messageOf } from '../bus-rules.ts';
import { told } from './faults.ts';
import { packIndexes } from './packs.ts';
import { repeat } from './repeat.ts';

/** Source of every event that Syncline publishes; rules match on it. */
export const eventSource = 'syncline';

/** Entries and bytes of one call: half of EventBridge's 1 MB, since names and times count too. */
const callLimits = { entries: 10, bytes: 500_000 } as const;

/** The bus of this name where the SDK finds it, or at another endpoint. */
export function openBus(name: string, endpoint: string | undefined): Bus {
  return awsBus(new EventBridgeClient(endpoint === undefined ? {} : { endpoint }), name);
}

/** The bus on EventBridge. An answer of 200 can hold failed entries: they are sent again, and told when that did not help. */
export function awsBus(client: EventBridgeClient, busName: string): Bus {
  return {
    async publish(packs) {
      for (const pack of packs) checkPack(pack);
      const entries = packs.map((pack) => entryOf(pack, busName));
      const sizes = entries.map(({ Detail = '' }) => Buffer.byteLength(Detail));
      const failed: number[] = [];
      for (const group of packIndexes(sizes, callLimits.entries, callLimits.bytes)) failed.push(...(await putGroup(client, entries, group)));
      return failed;
    },
  };
}

async function putGroup(client: EventBridgeClient, entries: readonly PutEventsRequestEntry[], group: readonly number[]): Promise<readonly number[]> {
  let open = group;
  try {
    await repeat(async () => {
      const answer = await client.send(new PutEventsCommand({ Entries: open.map((at) => entries[at] as PutEventsRequestEntry) }));
      const refused = (answer.FailedEntryCount ?? 0) > 0;
      open = refused ? open.filter((_, i) => answer.Entries?.[i]?.ErrorCode !== undefined) : [];
      return open.length === 0 ? 'done' : 'left';
    });
  } catch (error) {
    throw told(error);
  }
  return open;
}

/** `detail-type` is `<type>.<kind>`; the detail is the pack itself, which rules pass on alone. */
function entryOf(pack: FactPack, busName: string): PutEventsRequestEntry {
  return { EventBusName: busName, Source: eventSource, DetailType: `${pack.type}.${pack.kind}`, Detail: messageOf(pack).body };
}
