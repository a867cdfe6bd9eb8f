import { SynclineError } from '../model/error.ts';
import { canonicalType } from '../model/types.ts';
import { FaultError } from '../ports/connector.ts';
import { type BatchResponse, type QueueEvent, queueLimits } from '../ports/queue.ts';
import { type Attempt, updateLink } from './deliver-update.ts';
import { liveMembersOf } from './entity.ts';
import { reportFailure } from './failure.ts';
import { block, isBlocked, readHealth } from './health.ts';
import { type OutboundMessage, readMessages, sendOutbound, soonTriesMax } from './messages.ts';
import { parentsOf } from './parents.ts';
import { arrivalWaitPk, parkMention, parkOnConnection, parkUntil, releaseWaiting } from './park.ts';
import { recordsIn } from './records-known.ts';
import { recovered } from './recover.ts';
import { readRoute, reserve } from './route-state.ts';
import { readEntity } from './store.ts';
import { readStreamState } from './stream-state.ts';
import { countDelivered, readTally } from './tally.ts';
import { type Delivered, round, type Target } from './target.ts';
import { VendorCalls } from './vendor-calls.ts';
import { mappingOf, type World, type Worlds } from './world.ts';

/** Looks at one entity in a row before it is put off. */
const roundsMax = 24;
/** Deliveries side by side: enough to fill the largest vendor batches. */
const width = 500;

/** Writes entities to their targets. Messages carry ids only; the current state is read, so order and repetition cannot hurt. */
export async function deliver(worlds: Worlds, event: QueueEvent): Promise<BatchResponse> {
  const failed = new Set<string>();
  const read = readMessages<OutboundMessage>(event, failed);
  const groups = Map.groupBy(read, ({ message }) => `${message.workspace}/${message.connection}/${message.stream}`);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const messages = group.map((g) => g.message);
      const world = worlds(messages[0]?.workspace ?? '');
      const last = group.every(({ record }) => Number(record.attributes.ApproximateReceiveCount) >= queueLimits.receives);
      try {
        if (world === undefined) throw new SynclineError('WORKSPACE_UNKNOWN', { en: 'The workspace is not configured.', zh: '未配置该工作区。' });
        await world.freshen?.('soon');
        await deliverTarget(world, messages, last);
      } catch (error) {
        if (error instanceof FaultError && world !== undefined) await parkAll(world, messages, error);
        else for (const { record } of group) failed.add(record.messageId);
      }
    }),
  );
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

async function parkAll(world: World, messages: readonly OutboundMessage[], error: FaultError): Promise<void> {
  const { connection, stream } = messages[0] as OutboundMessage;
  await block(world, connection, error.fault);
  await parkEntities(
    world,
    connection,
    stream,
    messages.flatMap((m) => m.entities),
  );
}

async function parkEntities(world: World, connection: string, stream: string, entities: readonly string[]): Promise<void> {
  await parkOnConnection(
    world,
    connection,
    [...new Set(entities)].map((entity) => ({ dir: 'out' as const, connection, stream, entity })),
  );
}

async function deliverTarget(world: World, messages: readonly OutboundMessage[], last: boolean): Promise<void> {
  const { connection, stream: name } = messages[0] as OutboundMessage;
  const route = world.config.routes.find((r) => r.to.connection === connection && r.to.stream === name);
  // Nothing is delivered before the route is live; going live looks at everything again.
  if (route === undefined || (await readRoute(world, route.name)).state.state !== 'live') return;
  const entities = [...new Set(messages.flatMap((m) => m.entities))];
  const canary = messages.some((m) => m.canary === true);
  const { health } = await readHealth(world, connection);
  if (isBlocked(health, world.clock.now(), canary)) return parkEntities(world, connection, name, entities);
  const stream = await world.stream(connection, name);
  const { state } = await readStreamState(world, connection, name);
  const records = await recordsAt(world, route.name, state.known);
  const calls = new VendorCalls(world, stream, await world.context(connection, 'deliver'), (effects, samples) => reserve(world, route, effects, records, samples));
  const target: Target = { world, connection, stream, mapping: mappingOf(world, connection, name), route, calls, resyncing: await resyncing(world) };
  const tries = Math.max(0, ...messages.map((m) => m.tries ?? 0));
  const results = await calls.run(entities, width, (id) => deliverOne(target, id, last));
  await follow(target, entities, results, tries);
  if (health.state === 'blocked' && calls.answered && !results.some((r) => r instanceof FaultError)) await recovered(world, connection);
  const broken = results.find((r) => r instanceof Error && !(r instanceof FaultError));
  if (broken !== undefined) throw broken;
}

/** Records of a target, for its brakes: those its last full pass read, or those we made there since. */
async function recordsAt(world: World, route: string, known: number): Promise<number> {
  const { created, archived, deleted } = await readTally(world, route);
  return Math.max(known, created - archived - deleted);
}

/** Streams whose position was lost. Their states also tell how many records there are as of now: before a create it is decided once more who is who. */
async function resyncing(world: World): Promise<Set<string>> {
  const lost = new Set<string>();
  for (const { name, streams } of world.config.connections) {
    for (const s of streams) {
      const { state } = await readStreamState(world, name, s.name);
      if (state.resync) lost.add(`${name}/${s.name}`);
      const type = world.mapping(name, s.name)?.type;
      if (type !== undefined) world.resolver.hear?.(type, recordsIn(state));
    }
  }
  return lost;
}

/** One entity; its failure holds up nobody else. Faults of the connection and bugs come back as values, so that the others are settled first. */
async function deliverOne(t: Target, id: string, last: boolean): Promise<Delivered | Error> {
  const attempt: Attempt = { single: false, did: undefined, taken: new Set(), mentioned: [], dropped: new Set() };
  try {
    for (let i = 0; i < roundsMax; i += 1) {
      const step = await deliverRound(t, id, attempt);
      if (step !== round) return step.state === 'done' && attempt.mentioned.length > 0 ? { ...step, mentioned: attempt.mentioned } : step;
    }
    return { state: 'later', inMs: 1_000 };
  } catch (error) {
    if (last && !(error instanceof FaultError)) {
      const reason =
        error instanceof SynclineError ? error.safeMessage : { en: `The delivery could not be made: ${error instanceof Error ? error.name : 'error'}.`, zh: '无法完成写入。' };
      await reportFailure(t.world, {
        connection: t.connection,
        stream: t.stream.name,
        record: `new:${id}`,
        cause: `dead.${error instanceof SynclineError ? error.code : 'bug'}`,
        kind: 'dead-lettered',
        reason,
        entity: id,
      });
    }
    return error instanceof Error ? error : new Error('delivery failed', { cause: error });
  }
}

async function deliverRound(t: Target, id: string, attempt: Attempt): Promise<Delivered | typeof round> {
  const read = await readEntity(t.world, id);
  if (read === undefined) return { state: 'done' };
  const [primary, ...seconds] = liveMembersOf(read.value, t.connection, t.stream.name);
  // Most deliveries are updates: whoever starts cold loads what creates, deletes and second records need when it meets one.
  if (primary === undefined) return attempt.did === 'created' ? { state: 'done', did: 'created' } : (await import('./deliver-create.ts')).createLink(t, read.value, attempt);
  const keeps = read.value.deleted === undefined || t.route.onSourceDelete === 'keep';
  const step = await (keeps ? updateLink(t, read, primary, attempt) : (await import('./deliver-delete.ts')).deleteLink(t, read.value, primary, attempt));
  if (step === round || step.state !== 'done' || seconds.length === 0) return step;
  return (await (await import('./deliver-second.ts')).settleSecond(t, seconds)) ?? step;
}

/** What is not done goes on: soon by a delayed message, on the connection or an arrival by a row. */
async function follow(t: Target, entities: readonly string[], results: readonly (Delivered | Error)[], tries: number): Promise<void> {
  const { world, connection, stream, route } = t;
  const soon = new Map<number, string[]>();
  const parked: string[] = [];
  for (let at = 0; at < entities.length; at += 1) {
    const [id, result] = [entities[at] as string, results[at] as Delivered | Error];
    if (result instanceof FaultError) {
      await block(world, connection, result.fault);
      parked.push(id);
    } else if (!(result instanceof Error) && result.state === 'later') {
      // What is still not possible after several tries goes on at the slowest pace; it is never dropped.
      const delay = tries >= soonTriesMax ? queueLimits.delaySeconds : delayFor(result.inMs);
      soon.set(delay, [...(soon.get(delay) ?? []), id]);
    } else if (!(result instanceof Error) && result.state === 'waits') {
      await parkUntil(world, result.on, { dir: 'out', connection, stream: stream.name, entity: id }, route.patienceMs);
      if (result.parent !== undefined) await sendOutbound(world, parentTarget(t, result.parent), [result.parent]);
      await wakeIfArrived(t, id, result.on);
    } else if (!(result instanceof Error) && result.state === 'done') {
      for (const arrival of result.mentioned ?? []) {
        await parkMention(world, arrival, { dir: 'out', connection, stream: stream.name, entity: id });
        await wakeIfArrived(t, id, arrival);
      }
    }
  }
  await parkEntities(world, connection, stream.name, parked);
  for (const [delaySeconds, ids] of soon) await sendOutbound(world, route.to, ids, { delaySeconds, tries: tries + 1 });
  await countDelivered(world, route.name, results);
}

/** The parent may have arrived between the look and the parking; whoever released its waiters then saw none. */
async function wakeIfArrived(t: Target, id: string, on: string): Promise<void> {
  const read = await readEntity(t.world, id);
  const parents = read === undefined ? undefined : await parentsOf(t.world, t, read.value);
  if (parents === undefined || parents.missing?.on === on || parents.mentioned.includes(on)) return;
  await releaseWaiting(t.world, arrivalWaitPk(on));
}

/** Delays are rounded up to whole seconds and bounded by what a queue takes. */
function delayFor(ms: number): number {
  return Math.min(queueLimits.delaySeconds, Math.max(1, Math.ceil(ms / 1000)));
}

/** The parent goes to the same connection, by the route of its own type. */
function parentTarget(t: Target, parent: string): { connection: string; stream: string } {
  const letter = parent.slice(0, parent.indexOf('_'));
  const route = t.world.config.routes.find((r) => r.to.connection === t.connection && typeLetter(r.type) === letter);
  return route?.to ?? t.route.to;
}

function typeLetter(type: string): string {
  return canonicalType(type).letter;
}
