import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { exactResolver } from '../identity/exact.ts';
import { workspace } from '../model/ids.ts';
import { minuteMs } from '../model/time.ts';
import type { DeadLetters } from '../ports/queue.ts';
import type { WorkspaceConfig } from '../sync/config.ts';
import { closeFailure, reportFailure } from '../sync/failure.ts';
import { block, unblock } from '../sync/health.ts';
import { moveRoute, pauseForBrake } from '../sync/route-state.ts';
import { changeStreamState } from '../sync/stream-state.ts';
import type { World } from '../sync/world.ts';
import type { AlertFact } from './fact.ts';
import { lookAt, overdueMs } from './look.ts';
import { survey } from './react.ts';
import { reactionsOf } from './reactions-of.ts';
import { listed, todoKey } from './rows.ts';

const ws = workspace('main');
const route = {
  name: 'crm-to-erp',
  type: 'organization',
  from: [],
  to: { connection: 'erp', stream: 'parties' },
  create: true,
  golive: 'manual',
  onSourceDelete: 'keep',
  patienceMs: 0,
} as const;
const config: WorkspaceConfig = {
  workspace: ws,
  zone: 'Europe/Zurich',
  country: 'CH',
  connections: [
    { name: 'erp', connector: 'tryton', zone: 'Europe/Zurich', config: {}, secrets: {}, streams: [{ name: 'parties', mapping: 'm', schedule: '*/10 * * * *', enabled: true }] },
  ],
  routes: [route],
  policies: {},
  alerts: { to: [] },
};

let store: EmbeddedStore;
let world: World;
let now: number;

beforeEach(() => {
  now = Date.UTC(2026, 5, 1, 8, 0, 30);
  store = openEmbedded({ file: ':memory:', clock: { now: () => now } });
  const outside = (): never => {
    throw new TypeError('alerts look at the table only');
  };
  world = {
    table: store.tables.in(ws),
    config,
    clock: store.clock,
    ids: store.ids,
    bus: store.bus,
    blobs: store.blobs,
    resolver: exactResolver,
    queue: (name) => store.queues[name],
    mapping: () => undefined,
    stream: outside,
    context: outside,
    explain: outside,
    clockOffsetMs: () => 0,
  };
});
afterEach(() => store.close());

const raised = async (): Promise<AlertFact[]> => (await lookAt(world, {})('everything')).filter((f) => f.raised);
const report = { what: 'blank', field: 'taxId', count: 80, limit: 50, of: 1000, samples: [] } as const;
const failure = (record: string, cause = 'read.date.format') => ({
  connection: 'erp',
  stream: 'parties',
  record,
  cause,
  kind: 'parked' as const,
  reason: { en: 'No date.', zh: '不是日期。' },
});

describe('what is raised', () => {
  test('is nothing in a workspace where all is well', async () => {
    expect(await raised()).toEqual([]);
  });

  test('is a route that a brake paused, with the numbers; not one that a person paused', async () => {
    await moveRoute(world, route.name, { state: 'paused', by: 'p_1', why: 'person' });
    expect(await raised()).toEqual([]);
    await moveRoute(world, route.name, { state: 'observing', by: 'p_1' });
    await pauseForBrake(world, [route], report, 'pass');
    expect(await raised()).toMatchObject([
      { about: 'route', route: 'crm-to-erp', reason: { en: '80 of 1000 records would lose their taxId; the limit is 50. Nothing was written.' } },
    ]);
  });

  test('is a stream whose pass a brake stopped', async () => {
    await changeStreamState(world, 'erp', 'parties', (s) => ({
      ...s,
      lastEndedAt: now,
      paused: { why: 'brake', by: 'system', at: now, report: { ...report, what: 'missing', count: 500, limit: 50 } },
    }));
    expect(await raised()).toMatchObject([{ about: 'stream', reason: { zh: '1000 条记录中有 500 条在来源系统中缺失，上限为 50。尚未写入任何内容。' } }]);
  });

  test('is a blocked connection with its fault, until it answers again', async () => {
    await block(world, 'erp', { kind: 'auth', code: '401', message: { en: 'Refused.', zh: '被拒绝。' } });
    expect(await raised()).toMatchObject([{ about: 'connection', connection: 'erp', fault: 'auth', since: now, reason: { en: 'Refused.' } }]);
    await unblock(world, 'erp');
    expect(await raised()).toEqual([]);
  });

  test('is each cause of failures with its count and reason, until the last one is closed', async () => {
    for (let i = 0; i < 40; i += 1) await reportFailure(world, failure(`r${i}`));
    await reportFailure(world, failure('r1', 'write.invalid.tax#id'));
    expect(await raised()).toMatchObject([
      { about: 'failure', failure: 'read.date.format', level: 40, reason: { en: 'No date.' } },
      { about: 'failure', failure: 'write.invalid.tax#id', level: 1 },
    ]);
    for (let i = 0; i < 40; i += 1) await closeFailure(world, 'erp', 'parties', `r${i}`, 'read.date.format');
    expect(await raised()).toMatchObject([{ failure: 'write.invalid.tax#id' }]);
  });

  test('is a stream that is overdue, unless its connection is blocked: then that is the cause', async () => {
    await changeStreamState(world, 'erp', 'parties', (s) => ({ ...s, lastStartedAt: now, lastEndedAt: now }));
    now += 60 * minuteMs;
    expect(await raised()).toMatchObject([{ about: 'freshness', stream: 'parties', lateMs: 50.5 * minuteMs }]);
    await block(world, 'erp', { kind: 'transient', code: '503', message: { en: 'Away.', zh: '离线。' } });
    expect((await raised()).map((f) => f.about)).toEqual(['connection']);
  });

  test('is a queue with dead letters', async () => {
    const letters: DeadLetters = {
      list: async () => [{ messageId: '1', body: '', group: '', receives: 5, sentAt: 0, deadAt: 0 }],
      redrive: async () => false,
      remove: async () => false,
    };
    expect((await lookAt(world, { inbound: letters })('everything')).filter((f) => f.raised)).toMatchObject([{ about: 'dead-letters', queue: 'inbound', level: 1 }]);
  });

  test('is the last audit when it repaired something', async () => {
    const audit = (id: string, at: number, incidents: number) =>
      world.table.write([
        {
          op: 'put',
          item: { pk: `AUDIT#${id}`, sk: '@', kind: 'audit', body: { id, state: 'done', incidents, samples: [] }, index: { lpk: 'AUDIT', lsk: String(at).padStart(15, '0') } },
          when: 'any',
        },
      ]);
    await audit('a1', 1, 3);
    expect(await raised()).toMatchObject([{ about: 'audit', level: 3 }]);
    await audit('a2', 2, 0);
    expect(await raised()).toEqual([]);
  });

  test('for named subjects is read by key', async () => {
    expect(
      await lookAt(
        world,
        {},
      )([
        { about: 'route', route: 'crm-to-erp' },
        { about: 'connection', connection: 'erp' },
      ]),
    ).toMatchObject([
      { about: 'route', raised: false },
      { about: 'connection', raised: false },
    ]);
  });
});

describe('overdue', () => {
  const daily = { schedule: '0 6 * * *' };
  const zone = { zone: 'Asia/Shanghai' };
  const at = (iso: string) => Date.parse(iso);
  test.each([
    ['a daily stream two hours late', '2026-06-01T22:05:00Z', '2026-06-03T00:00:00Z', 0],
    ['a daily stream three days late', '2026-06-01T22:05:00Z', '2026-06-05T00:00:00Z', 50 * 60 * minuteMs],
    ['a stream that never ran', '1970-01-01T00:00:00Z', '2026-06-05T00:00:00Z', 0],
  ])('%s', (_, ended, when, lateMs) => {
    expect(overdueMs(zone, daily, { lastStartedAt: 0, lastEndedAt: at(ended) }, at(when))).toBe(lateMs);
  });
});

test('a survey of a workspace without receivers keeps alerts as rows, by role, and ends them', async () => {
  await block(world, 'erp', { kind: 'auth', code: '401', message: { en: 'Refused.', zh: '被拒绝。' } });
  await reportFailure(world, failure('r1'));
  await survey(reactionsOf(world));
  const rows = async (role: 'it' | 'ops', state: 'open' | 'resolved') => (await listed(world.table, todoKey(role, state), 10)).map((i) => i.body['cause']);
  expect([await rows('it', 'open'), await rows('ops', 'open')]).toEqual([['connection:erp'], ['failure:erp:read.date.format']]);
  await unblock(world, 'erp');
  await closeFailure(world, 'erp', 'parties', 'r1', 'read.date.format');
  await survey(reactionsOf(world));
  expect([await rows('it', 'open'), await rows('ops', 'open'), await rows('it', 'resolved'), await rows('ops', 'resolved')]).toEqual([
    [],
    [],
    ['connection:erp'],
    ['failure:erp:read.date.format'],
  ]);
});
