import { isObject, type JsonObject, parseJson } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import type { DeadLetter, QueueName } from '../../ports/queue.ts';
import type { Failure } from '../failure.ts';
import { type FailureFilter, type FailuresView, failureSamplesMax } from '../views/failures.ts';
import type { World } from '../world.ts';
import { todoOf } from './failure-todo.ts';

type Group = FailuresView['groups'][number];

const queueNames: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];

/** Letters looked at per queue; more are found when these are gone. */
const lettersMax = 1_000;

/** A dead letter with what its body says it is about. */
export interface Letter {
  readonly queue: QueueName;
  readonly letter: DeadLetter;
  readonly connection: string;
  readonly stream: string;
  /** Record names; `connection/stream/new:<entity>` for deliveries, as failures name them. */
  readonly about: readonly string[];
}

/** Dead letters that a filter means. A filter by cause or record means none of them by itself. */
export async function deadLetters(world: World, filter: FailureFilter): Promise<readonly Letter[]> {
  const found: Letter[] = [];
  for (const queue of queueNames) {
    const letters = (await world.deadLetters?.(queue).list(lettersMax)) ?? [];
    for (const letter of letters) {
      const read = readLetter(queue, letter);
      if (filter.connection !== undefined && filter.connection !== read.connection) continue;
      if (filter.stream !== undefined && filter.stream !== read.stream) continue;
      if (filter.cause !== undefined && filter.cause !== causeOf(queue)) continue;
      if (filter.record !== undefined && !read.about.includes(filter.record)) continue;
      found.push(read);
    }
  }
  return found;
}

function causeOf(queue: QueueName): string {
  return `dead.${queue}`;
}

function readLetter(queue: QueueName, letter: DeadLetter): Letter {
  const body = bodyOf(letter.body);
  const connection = text(body['connection']) || letter.group.slice(letter.group.indexOf('/') + 1);
  const stream = text(body['stream']);
  const sightings = Array.isArray(body['sightings']) ? (body['sightings'] as JsonObject[]) : [];
  const entities = Array.isArray(body['entities']) ? (body['entities'] as unknown[]) : [];
  return {
    queue,
    letter,
    connection,
    stream,
    about: [...sightings.map((s) => `${connection}/${stream}/${text(s['id'])}`), ...entities.map((e) => `${connection}/${stream}/new:${String(e)}`)],
  };
}

function bodyOf(body: string): JsonObject {
  try {
    const value = parseJson(body);
    return isObject(value) ? value : {};
  } catch {
    return {}; // a poisoned body is a reason to be here
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Letters whose records have no failure of their own, by queue and connection. */
export async function deadGroups(world: World, filter: FailureFilter, known: readonly Failure[]): Promise<Group[]> {
  const told = new Set(known.filter((f) => f.kind === 'dead-lettered').map((f) => `${f.connection}/${f.stream}/${f.record}`));
  const silent = (await deadLetters(world, filter)).filter((l) => !l.about.some((a) => told.has(a)));
  return [...Map.groupBy(silent, (l) => `${l.queue}#${l.connection}`).values()].map(groupOf);
}

function groupOf(letters: readonly Letter[]): Group {
  const [first] = letters as [Letter];
  const cause = causeOf(first.queue);
  const reason = {
    en: `A message of the ${first.queue} queue failed ${first.letter.receives} times and was put aside.`,
    zh: `队列 ${first.queue} 中的消息失败 ${first.letter.receives} 次后被搁置。`,
  };
  return {
    cause,
    kind: 'dead-lettered',
    connection: first.connection,
    reason,
    todo: todoOf(cause, first.connection),
    count: letters.length,
    atRisk: [],
    since: isoOf(Math.min(...letters.map((l) => l.letter.deadAt))),
    latest: isoOf(Math.max(...letters.map((l) => l.letter.deadAt))),
    samples: letters.slice(0, failureSamplesMax).map(({ letter, about, connection, stream }) => ({
      record: about[0] ?? `${connection}/${stream}`,
      reason,
      since: isoOf(letter.deadAt),
      tries: letter.receives,
    })),
  };
}
