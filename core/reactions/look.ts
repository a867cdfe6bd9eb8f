import { Cron } from 'croner';
import type { Sentence } from '../model/error.ts';
import { minuteMs } from '../model/time.ts';
import type { DeadLetters } from '../ports/queue.ts';
import type { AuditState } from '../sync/audit-state.ts';
import type { ConnectionConfig, StreamConfig } from '../sync/config.ts';
import { readHealth } from '../sync/health.ts';
import { readRoute, type StreamName } from '../sync/route-state.ts';
import { readStreamState, type StreamState } from '../sync/stream-state.ts';
import type { World } from '../sync/world.ts';
import type { AlertFact, AlertSubject } from './fact.ts';
import { failureFacts } from './look-failures.ts';

/** A stream is late when its next pass is overdue by twice its period, and by at least this. */
const lateMsMin = 15 * minuteMs;
/** Dead letters counted per queue. */
const deadLettersMax = 100;

/** Reads how things stand: a few keys for named subjects, the whole workspace for `everything`. */
export function lookAt(world: World, deadLetters: Readonly<Record<string, DeadLetters>>): (subjects: readonly AlertSubject[] | 'everything') => Promise<AlertFact[]> {
  return async (subjects) => {
    if (subjects !== 'everything') return (await Promise.all(subjects.map((s) => factsAbout(world, s)))).flat();
    const { connections, routes } = world.config;
    const parts = await Promise.all([
      ...routes.map((r) => routeFact(world, r.name)),
      ...connections.map((c) => connectionFacts(world, c)),
      ...Object.entries(deadLetters).map(([queue, letters]) => deadLetterFact(queue, letters)),
      auditFact(world),
    ]);
    return parts.flat();
  };
}

const calm: Sentence = { en: '', zh: '' };

function factsAbout(world: World, subject: AlertSubject): Promise<AlertFact[]> {
  switch (subject.about) {
    case 'route':
      return routeFact(world, subject.route);
    case 'stream':
      return streamFact(world, subject);
    case 'connection':
      return connectionFact(world, subject.connection);
  }
}

/** A person who pauses a route knows it; a brake has to be told. One that a stream's pass pulled is told once, of the stream, however many routes it paused. */
async function routeFact(world: World, route: string): Promise<AlertFact[]> {
  const { state } = await readRoute(world, route);
  const braked = state.state === 'paused' && state.why === 'brake';
  const raised = braked && state.stream === undefined;
  const own: AlertFact = { about: 'route', route, raised, level: raised ? 1 : 0, reason: raised ? brakeSentence(state.report) : calm };
  return braked && state.stream !== undefined ? [own, ...(await streamFact(world, state.stream))] : [own];
}

async function streamFact(world: World, { connection, stream }: StreamName): Promise<AlertFact[]> {
  const { state } = await readStreamState(world, connection, stream);
  return [stoppedFact(world, { connection, stream }, state)];
}

function stoppedFact(world: World, { connection, stream }: StreamName, state: StreamState): AlertFact {
  const raised = state.paused?.why === 'brake';
  const type = world.mapping(connection, stream)?.type;
  const routes = world.config.routes.filter((r) => r.type === type).map((r) => r.name);
  return { about: 'stream', connection, stream, raised, level: raised ? 1 : 0, routes, reason: raised ? brakeSentence(state.paused?.report) : calm };
}

async function connectionFact(world: World, connection: string): Promise<AlertFact[]> {
  const { health } = await readHealth(world, connection);
  const raised = health.state === 'blocked' && health.fault !== undefined;
  return [{ about: 'connection', connection, raised, level: raised ? 1 : 0, fault: health.fault?.kind ?? 'unknown', since: health.since, reason: health.fault?.message ?? calm }];
}

/** What a blocked connection brings about is not told again: its streams are late because of it. */
async function connectionFacts(world: World, connection: ConnectionConfig): Promise<AlertFact[]> {
  const [[health], failures] = await Promise.all([connectionFact(world, connection.name), failureFacts(world, connection.name)]);
  const streams = await Promise.all(connection.streams.map((s) => streamFacts(world, connection, s, health?.raised === true)));
  return [...(health === undefined ? [] : [health]), ...failures, ...streams.flat()];
}

async function streamFacts(world: World, connection: ConnectionConfig, stream: StreamConfig, isBlocked: boolean): Promise<AlertFact[]> {
  const { state } = await readStreamState(world, connection.name, stream.name);
  const lateMs = isBlocked || state.paused !== undefined || !stream.enabled ? 0 : overdueMs(connection, stream, state, world.clock.now());
  const names = { connection: connection.name, stream: stream.name };
  return [stoppedFact(world, names, state), { about: 'freshness', ...names, raised: lateMs > 0, level: lateMs > 0 ? 1 : 0, lateMs }];
}

/** How long the stream is overdue, when that is too long; a stream that never ran has only just been configured. */
export function overdueMs(
  connection: Pick<ConnectionConfig, 'zone'>,
  stream: Pick<StreamConfig, 'schedule'>,
  state: Pick<StreamState, 'lastStartedAt' | 'lastEndedAt'>,
  now: number,
): number {
  const since = state.lastEndedAt > 0 ? state.lastEndedAt : state.lastStartedAt;
  if (since === 0) return 0;
  const cron = new Cron(stream.schedule, { timezone: connection.zone });
  const [due, next] = cron.nextRuns(2, new Date(since));
  if (due === undefined || next === undefined) return 0;
  const lateMs = now - due.getTime();
  return lateMs > Math.max(2 * (next.getTime() - due.getTime()), lateMsMin) ? lateMs : 0;
}

async function deadLetterFact(queue: string, letters: DeadLetters): Promise<AlertFact[]> {
  const level = (await letters.list(deadLettersMax)).length;
  return [{ about: 'dead-letters', queue, raised: level > 0, level }];
}

/** The audit that ended last. */
async function auditFact(world: World): Promise<AlertFact[]> {
  const page = await world.table.list('AUDIT', { reverse: true, limit: 2 });
  const items = await world.table.get(page.entries.map(({ pk, sk }) => ({ pk, sk })));
  const ended = items.map((i) => i?.body as unknown as AuditState | undefined).find((a) => a?.state === 'done');
  if (ended === undefined) return [];
  return [{ about: 'audit', raised: ended.incidents > 0, level: ended.incidents, samples: ended.samples.slice(0, 3).map((s) => s.reason) }];
}

/** Why a brake was pulled, in words. */
function brakeSentence(report: { readonly what: string; readonly field?: string; readonly count: number; readonly limit: number; readonly of: number } | undefined): Sentence {
  if (report === undefined) return { en: 'Too much would have changed at once.', zh: '一次性变更过多。' };
  const { what, field, count, limit, of } = report;
  const words: Readonly<Record<string, Sentence>> = {
    delete: { en: 'would be deleted', zh: '将被删除' },
    missing: { en: 'are missing at the source', zh: '在来源系统中缺失' },
    blank: { en: `would lose their ${field ?? 'value'}`, zh: `的 ${field ?? '字段'} 将被清空` },
    change: { en: 'would change', zh: '将被修改' },
  };
  const word = words[what] ?? { en: what, zh: what };
  return {
    en: `${count} of ${of} records ${word.en}; the limit is ${limit}. Nothing was written.`,
    zh: `${of} 条记录中有 ${count} 条${word.zh}，上限为 ${limit}。尚未写入任何内容。`,
  };
}
