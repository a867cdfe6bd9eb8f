import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UsableWorkspace } from '../../cli/load.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { connector } from './crm/connector.ts';
import { type SmallCrm, startSmallCrm } from './crm/driver.ts';
import { customers } from './customers.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, workspaceFolder } from './harness.ts';
import { crmHeader, csv } from './two-systems.ts';

const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  sales:
    connector: file
    config: { folder: sales, streams: { customers: { files: customers.csv, key: Id } } }
    streams: { customers: { mapping: sales/customers } }
routes: {}
`;
const fields = (path: (name: string) => string): string =>
  ['name: Company', 'city: City', 'note: Note'].map((f) => `  ${f.replace(/: (.*)$/, (_, p) => `: ${path(p)}`)}`).join('\n');
const mapping = (name: string, connectorId: string, path: (name: string) => string): string =>
  `name: ${name}\ntype: organization\nconnector: ${connectorId}\nstream: customers\nfields:\n${fields(path)}\n`;

let folder: string;
let crm: SmallCrm;
let w: TestWorkspace;
let clock: TestClock;

beforeEach(async () => {
  folder = workspaceFolder({ 'syncline.yaml': yaml, 'mappings/sales.yaml': mapping('sales/customers', 'file', (p) => p), 'sales/customers.csv': csv(crmHeader, []) });
  crm = await startSmallCrm(folder);
  clock = testClock();
  w = await open();
  await w.sync();
});
afterEach(async () => {
  await crm.kill();
  await w.close();
});

/** Adds the small CRM as the target of all organizations. */
function withCrm(loaded: UsableWorkspace): UsableWorkspace {
  const compiled = compileMapping({ text: mapping('crm/customers', 'small-crm', (p) => `fields.${p}`), file: 'crm.yaml', country: 'DE', zone: 'UTC' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const stream = { name: 'customers', mapping: 'crm/customers', schedule: '0 0 1 1 *', enabled: true };
  const target = { name: 'crm', connector: 'small-crm', zone: 'UTC', reach: 'inside' as const, config: { url: crm.url }, secrets: { token: 'CRM_TOKEN' }, streams: [stream] };
  const route = {
    name: 'to-crm',
    type: 'organization',
    from: [],
    to: { connection: 'crm', stream: 'customers' },
    create: true,
    golive: 'automatic',
    onSourceDelete: 'keep',
    patienceMs: 3_600_000,
  } as const;
  return {
    ...loaded,
    config: { ...loaded.config, connections: [...loaded.config.connections, target], routes: [route] },
    connectors: new Map([...loaded.connectors, ['small-crm', connector as never]]),
    mappings: new Map([...loaded.mappings, ['crm/customers', compiled.value]]),
  };
}

const open = (): Promise<TestWorkspace> => openTestWorkspace(folder, { clock, env: { CRM_TOKEN: 'open-sesame' }, adapt: withCrm });

/** What waits in a queue waits by a clock that only a restart can move. */
async function restartLater(ms: number): Promise<void> {
  await w.close('keep');
  clock.move(ms);
  w = await open();
  await w.quiet();
}

const rows = (n: number): void =>
  w.write(
    'sales/customers.csv',
    csv(
      crmHeader,
      customers(n).map((c) => c.crm),
    ),
  );
const state = async () => (await w.service.status()).connections.find((c) => c.name === 'crm');
/** External ids of the records that the server made, in its own order. */
const made = (): string[] => crm.log().flatMap((line) => (line.path === '/create' && (line.status === 200 || line.status === 0) ? line.keys : []));

/** Lets time pass until nothing waits for the connection any more. */
async function recover(stepMs: number, steps = 12): Promise<void> {
  for (let i = 0; i < steps; i += 1) {
    clock.move(stepMs);
    await w.runner.tick();
    await w.quiet();
    if ((await state())?.state === 'ok' && (await w.service.status()).routes[0]?.waiting === 0) return;
  }
}

/** All there, each once: by the server's records and by its log. */
function expectOnce(n: number): void {
  expect(crm.rows()).toHaveLength(n);
  expect(new Set(crm.rows().map((row) => row.fields['Company'])).size).toBe(n);
  expect(made()).toHaveLength(n);
  expect(new Set(made()).size).toBe(n);
}

describe('a target that is down', () => {
  it('gets 1,000 rows after it came back, none twice, by its own log', async () => {
    await crm.kill();
    rows(1_000);
    await w.sync('sales.customers');
    expect(await state()).toMatchObject({ state: 'blocked', problem: { en: expect.any(String) } });
    expect((await w.service.status()).routes[0]?.waiting).toBe(1_000);
    await crm.start();
    await recover(10_000);
    expectOnce(1_000);
    const asked = crm.log().length;
    await w.sync();
    expect(
      crm
        .log()
        .slice(asked)
        .filter((line) => line.path === '/create' || line.path === '/update'),
    ).toEqual([]);
    expect((await w.service.status()).failures.open).toBe(0);
  }, 60_000);

  it('asks little of it while it is down: one canary per wait', async () => {
    await crm.mode('throttle');
    rows(200);
    await w.sync('sales.customers');
    const before = crm.log().length;
    await w.runner.tick();
    await w.quiet();
    expect(crm.log().length).toBe(before);
    expect(crm.log().every((line) => line.status !== 429 || line.path === '/find')).toBe(true);
    await crm.mode('ok');
    await recover(21_000);
    expectOnce(200);
  }, 60_000);

  it('waits as long as it says with Retry-After', async () => {
    await crm.mode('throttle');
    rows(3);
    await w.sync('sales.customers');
    const until = Date.parse((await state())?.blockedUntil ?? '');
    expect(until - clock.now()).toBeGreaterThan(15_000);
    expect(until - clock.now()).toBeLessThanOrEqual(20_000);
    await crm.mode('ok');
    await recover(21_000);
    expectOnce(3);
  }, 60_000);

  it('with a dead grant is told to a person at once, and goes on when the login works again', async () => {
    await crm.mode('unauthorized');
    rows(20);
    await w.sync('sales.customers');
    expect(await state()).toMatchObject({ state: 'blocked' });
    await crm.mode('ok');
    await recover(16 * 60_000);
    expectOnce(20);
  }, 60_000);

  it('that loses its answers gets nothing twice: it is asked what it has before anything is repeated', async () => {
    await crm.mode('lose');
    rows(120);
    await w.sync('sales.customers');
    await crm.mode('ok');
    await recover(10_000);
    expect((await w.service.status()).types).toMatchObject([{ entities: 120, records: 120 }]);
    await restartLater(45_000);
    expect((await w.service.status()).types).toMatchObject([{ entities: 120, records: 240 }]);
    expectOnce(120);
    w.write('sales/customers.csv', w.read('sales/customers.csv').replaceAll('BERLIN', 'BREMEN'));
    await crm.mode('lose');
    await w.sync('sales.customers');
    await crm.mode('ok');
    await restartLater(45_000);
    expect(crm.rows().filter((row) => row.fields['City'] === 'BERLIN')).toEqual([]);
    expectOnce(120);
  }, 60_000);

  it('that is killed in the middle of its work gets all, none twice', async () => {
    rows(600);
    const done = w.sync('sales.customers');
    for (let i = 0; i < 4_000 && made().length < 100; i += 1) await new Promise((wake) => setTimeout(wake, 5));
    await crm.kill();
    await done;
    await crm.start();
    await recover(10_000);
    await restartLater(45_000);
    expectOnce(600);
  }, 60_000);
});
