import { isObject, type JsonObject, parseJson } from '../model/json.ts';
import { type OutMessage, type QueueEvent, type QueueName, queueJson, type ReceivedMessage } from '../ports/queue.ts';
import type { ModelType } from './identity-models.ts';
import type { Seen } from './record.ts';
import { throttled, type World } from './world.ts';

/** Schema number of messages; handlers read this and older ones, and give back what is newer. */
export const messageSchema = 1;

/** One thing seen at a source, or asked to be looked at. */
export type Sighting =
  | { readonly id: string; readonly record: JsonObject; readonly hash: string; readonly revision?: string; readonly modifiedAt?: number }
  /** Not there: told by a delete feed, or not listed by a complete sweep. */
  | { readonly id: string; readonly absent: 'feed' | 'sweep' }
  /** May have changed: read it. */
  | { readonly id: string; readonly hint: true }
  /** Its record is ahead of its entity: fold it. `compare`: it is to be compared with others, and deliveries have been asked for. */
  | { readonly id: string; readonly fold: true | 'compare' };

/** What travels on the inbound queue: observations, because the table does not know them yet. */
export interface InboundMessage {
  readonly v: number;
  readonly workspace: string;
  readonly connection: string;
  readonly stream: string;
  /** Pass and pack whose outcome this is; absent for hints. */
  readonly pass?: string;
  readonly pack?: string;
  readonly seen: Seen;
  /** Our clock when the page was read. */
  readonly readAt: number;
  /** Vendor's clock minus ours, ms, as heard when the page was read: whoever takes it in may be a process that never spoke with the vendor. Absent: the same. */
  readonly clockOffsetMs?: number;
  /** Records of the stream, as far as the pass knew then: among more of them more must agree to be the same. */
  readonly of?: number;
  readonly sightings: readonly Sighting[];
  /** So many more were in it until an erasure took them out of a dead letter: the outcomes of its pack must add up to what was handed over. */
  readonly erased?: number;
}

/** What travels on the outbound queue: ids only; the worker reads the current state. */
export interface OutboundMessage {
  readonly v: number;
  readonly workspace: string;
  readonly connection: string;
  readonly stream: string;
  readonly entities: readonly string[];
  /** How often these were put off; bounds "soon". */
  readonly tries?: number;
  /** The one sent ahead while the connection is blocked. */
  readonly canary?: true;
}

/** Work longer than one step, or due now. */
export type JobMessage = { readonly v: number; readonly workspace: string } /** `tries`: asked for by a delivery; while another pass runs it is put off so often. */ & (
  | { readonly job: 'pull'; readonly connection: string; readonly stream: string; readonly run?: string; readonly full?: true; readonly tries?: number }
  | { readonly job: 'advance'; readonly tries: number }
  | { readonly job: 'sweep'; readonly route: string; readonly shard: number; readonly after?: string }
  | { readonly job: 'release'; readonly connection: string; readonly shard: number; readonly after?: string }
  | { readonly job: 'audit'; readonly id: string; readonly by: string; readonly segment: number; readonly after?: string }
  /** Where a part has got to lies in the table. */
  | { readonly job: 're-resolve'; readonly id: string; readonly type: ModelType; readonly phase: 'links' | 'records'; readonly segment: number }
  /** Only the erasure's id: its state lies in the table, so that no message names whom it is about. */
  | { readonly job: 'erase'; readonly id: string }
);

/** A record ahead of its entity is usually folded within this time by the worker that wrote it; others are asked to only afterwards. */
export const foldGraceSeconds = 10;

/** Observations or ids in one message. */
export const packMax = 25;

/** Bytes of one inbound message; a pack over this is split, a single record over this is refused by the connector limits. */
export const packBytesMax = 200_000;

/** "Soon" is at most this often; afterwards the work waits in the table. */
export const soonTriesMax = 5;

/** The messages of a batch; one that is not ours to read fails alone and holds up none of the others. */
export function readMessages<T>(event: QueueEvent, failed: Set<string>): { readonly record: ReceivedMessage; readonly message: T }[] {
  return event.Records.flatMap((record) => {
    try {
      const message = parseJson(record.body);
      // Of a later release, met after going back to this one: it would be misread.
      if (isObject(message) && typeof message['v'] === 'number' && message['v'] > messageSchema) throw new RangeError(`a message of schema ${message['v']}`);
      return [{ record, message: message as unknown as T }];
    } catch {
      failed.add(record.messageId);
      return [];
    }
  });
}

/** Sends bodies to a queue; throws when the queue did not take them all after a second try, so that the cause is delivered again. */
export async function send(world: World, queue: QueueName, connection: string, bodies: readonly object[], delaySeconds?: number): Promise<void> {
  const group = `${world.config.workspace}/${connection}`;
  let messages: OutMessage[] = bodies.map((b) => ({ body: queueJson(b), group, ...(delaySeconds === undefined ? {} : { delaySeconds }) }));
  for (let attempt = 0; attempt < 3 && messages.length > 0; attempt += 1) {
    const failed = await world.queue(queue).send(messages);
    messages = failed.map((at) => messages[at] as OutMessage);
  }
  if (messages.length > 0) throw throttled();
}

/** Splits a list into packs of at most {@link packMax}. */
export function packsOf<T>(all: readonly T[]): T[][] {
  const packs: T[][] = [];
  for (let i = 0; i < all.length; i += packMax) packs.push(all.slice(i, i + packMax));
  return packs;
}

/** Asks for deliveries of entities to a target. */
export async function sendOutbound(
  world: World,
  target: { connection: string; stream: string },
  entities: readonly string[],
  options: { delaySeconds?: number; tries?: number; canary?: true } = {},
): Promise<void> {
  if (entities.length === 0) return;
  const { delaySeconds, ...more } = options;
  const bodies = packsOf(entities).map((pack): OutboundMessage => ({ v: messageSchema, workspace: world.config.workspace, ...target, entities: pack, ...more }));
  await send(world, 'outbound', target.connection, bodies, delaySeconds);
}

/** Asks unify to look at records, outside any pass. */
export async function sendHints(world: World, connection: string, stream: string, sightings: readonly Sighting[], delaySeconds?: number): Promise<void> {
  if (sightings.length === 0) return;
  const bodies = packsOf(sightings).map(
    (pack): InboundMessage => ({ v: messageSchema, workspace: world.config.workspace, connection, stream, seen: [0, 0], readAt: world.clock.now(), sightings: pack }),
  );
  await send(world, 'inbound', connection, bodies, delaySeconds);
}
