import { Secret } from '../../core/model/secret.ts';
import type { Blobs } from '../../core/ports/blobs.ts';
import type { Bus } from '../../core/ports/bus.ts';
import type { DeadLetters, Queue, QueueName } from '../../core/ports/queue.ts';
import type { Http, HttpRequest, HttpResponse } from '../../core/ports/world.ts';
import { HttpError } from '../../core/ports/world.ts';
import { type BusRule, checkPack, messageOf, queuesFor } from '../bus-rules.ts';
import { checkBlob, checkBlobPath } from '../embedded/blobs.ts';
import { checkMessage, queueNames } from '../messages.ts';
import { compareBytes } from '../order.ts';
import type { Ports } from '../ports.ts';
import type { UnitMeter } from '../units.ts';
import type { CoreWorld } from './core-world.ts';
import type { Invocation } from './invocation.ts';
import type { QueueState } from './queue-state.ts';
import { simulatedTables } from './table.ts';
import type { TableState } from './table-state.ts';

/** A vendor inside the simulation: answers a request at once in virtual time. It may keep state and use promises, never real timers. */
export type FakeVendor = (request: HttpRequest, nowMs: number) => HttpResponse | Promise<HttpResponse>;

/** Everything that the ports of all invocations share. */
export interface SimState {
  readonly world: CoreWorld;
  readonly table: TableState;
  readonly queues: ReadonlyMap<QueueName, QueueState>;
  readonly blobs: Map<string, Uint8Array>;
  readonly secrets: Map<string, string>;
  readonly vendors: Map<string, FakeVendor>;
  readonly busRules: readonly BusRule[];
  readonly meter: UnitMeter;
}

/** The ports of one invocation: every call may be its last. */
export function portsFor(state: SimState, invocation: Invocation): Ports {
  const { world, table, meter, secrets } = state;
  const now = (): number => world.scheduler.time + world.clockOffset + invocation.skewMs;
  const each = <T>(make: (queue: QueueState) => T): Record<QueueName, T> =>
    Object.fromEntries(queueNames.map((name) => [name, make(state.queues.get(name) as QueueState)])) as Record<QueueName, T>;
  return {
    tables: simulatedTables({ state: table, invocation, now: () => world.scheduler.time + world.clockOffset, meter }),
    queues: each((queue) => queueOf(queue, invocation, world)),
    deadLetters: each((queue) => deadLettersOf(queue, invocation)),
    bus: busOf(state, invocation),
    blobs: blobsOf(state.blobs, invocation),
    clock: { now, elapsed: () => world.scheduler.time },
    ids: { fresh: (label) => `${label}_${freshText(world, invocation)}` },
    http: httpOf(state, invocation, now),
    secrets: {
      get: (name) =>
        invocation.call(`secret ${name}`, { kind: 'read' }, () => {
          const text = secrets.get(name);
          return text === undefined ? undefined : new Secret(text);
        }),
    },
  };
}

/** 22 base64url characters from the seed. At a gate each invocation has chance of its own: orders that nobody could tell apart then end alike to the letter. */
function freshText(world: CoreWorld, invocation: Invocation): string {
  const random = world.random(world.gate === undefined ? 'ids' : `ids ${invocation.label}`);
  return Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255))).toString('base64url');
}

/** Which of several sent things were refused: some, when throttled. */
function refused(world: CoreWorld, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter(() => world.random('partial').chance(0.5));
}

function queueOf(queue: QueueState, invocation: Invocation, world: CoreWorld): Queue {
  return {
    async send(messages) {
      for (const message of messages) checkMessage(message);
      const sendAll = (skip: readonly number[]): readonly number[] => {
        for (const [i, message] of messages.entries()) if (!skip.includes(i)) queue.send(message);
        return skip;
      };
      const throttled = (): readonly number[] => sendAll(refused(world, messages.length));
      return invocation.call(`send ${queue.name} ${messages.length}`, { kind: 'write', throttled }, () => sendAll([]));
    },
  };
}

function deadLettersOf(queue: QueueState, invocation: Invocation): DeadLetters {
  return {
    list: (limit) => invocation.call(`dead ${queue.name}`, { kind: 'read' }, () => queue.dead.slice(0, limit)),
    redrive: (id) => invocation.call(`redrive ${id}`, { kind: 'write' }, () => queue.redrive(id)),
    remove: (id) => invocation.call(`remove ${id}`, { kind: 'write' }, () => queue.remove(id)),
  };
}

function busOf(state: SimState, invocation: Invocation): Bus {
  const { world, queues, busRules } = state;
  return {
    async publish(packs) {
      for (const pack of packs) checkPack(pack);
      const publishAll = (skip: readonly number[]): readonly number[] => {
        for (const [i, pack] of packs.entries()) {
          if (skip.includes(i)) continue;
          for (const name of queuesFor(busRules, pack)) queues.get(name)?.send(messageOf(pack));
        }
        return skip;
      };
      const throttled = (): readonly number[] => publishAll(refused(world, packs.length));
      return invocation.call(`publish ${packs.length}`, { kind: 'write', throttled }, () => publishAll([]));
    },
  };
}

function blobsOf(blobs: Map<string, Uint8Array>, invocation: Invocation): Blobs {
  return {
    async put(workspace, path, bytes) {
      checkBlobPath(path);
      checkBlob(bytes);
      const copy = Uint8Array.from(bytes);
      await invocation.call(`blob put ${path}`, { kind: 'write' }, () => blobs.set(`${workspace}/${path}`, copy));
    },
    get: (workspace, path) => invocation.call(`blob get ${path}`, { kind: 'read' }, () => copyOf(blobs.get(`${workspace}/${path}`))),
    async delete(workspace, path) {
      await invocation.call(`blob delete ${path}`, { kind: 'write' }, () => blobs.delete(`${workspace}/${path}`));
    },
    list: (workspace, prefix) =>
      invocation.call(`blob list ${prefix}`, { kind: 'read' }, () => {
        const root = `${workspace}/`;
        const paths = [...blobs.keys()].filter((path) => path.startsWith(root + prefix)).map((path) => path.slice(root.length));
        return paths.sort(compareBytes);
      }),
  };
}

const copyOf = (bytes: Uint8Array | undefined): Uint8Array | undefined => (bytes === undefined ? undefined : Uint8Array.from(bytes));

/** Requests go to the fake vendor of their host; a lost or timed-out one rejects when its time is over. */
function httpOf(state: SimState, invocation: Invocation, now: () => number): Http {
  const { world, vendors } = state;
  return {
    async request(request) {
      const { host } = new URL(request.url);
      const vendor = vendors.get(host);
      const what = `${request.method} ${request.url}`;
      const outcome = await invocation.call(what, { kind: 'plain' }, async () => {
        if (vendor === undefined) return new HttpError('name', false);
        if (world.strikes('httpLost', what)) return new HttpError('timeout', true);
        const response = await vendor(request, now());
        return world.strikes('httpTimeoutAfter', what) ? new HttpError('timeout', true) : response;
      });
      if (!(outcome instanceof HttpError)) return outcome;
      if (outcome.reason === 'timeout') await invocation.wait(request.timeoutMs);
      throw outcome;
    },
  };
}
