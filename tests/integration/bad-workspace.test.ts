import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import { startSmallCrm } from './crm/driver.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from './harness.ts';
import { rowsOf } from './two-systems.ts';

const yaml = (more = ''): string => `workspace: main
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { customers: { files: customers.csv, key: Id, writable: true } } }
    streams: { customers: { mapping: file/customers } }
${more}
routes:
  to-crm: { type: organization, to: crm.customers, golive: automatic }
`;
const files = { 'crm/customers.csv': 'Id,Company,E-mail\n1,Acme GmbH,info@acme.example\n' };

const tryton = (port: number): string =>
  `  erp: { connector: tryton, reach: inside, config: { url: 'http://127.0.0.1:${port}', database: d, user: u }, secrets: { password: TRYTON_PASSWORD }, streams: { parties: { mapping: tryton/parties } } }`;

/** What a command says of a workspace folder, on both channels. */
async function syncline(text: string, ...argv: string[]): Promise<{ code: number; said: string }> {
  const folder = workspaceFolder({ ...files, 'syncline.yaml': text });
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  try {
    const code = await run(argv, {
      env: {},
      cwd: folder,
      language: 'en',
      columns: undefined,
      self: 'syncline',
      paint: painter(false),
      out: say,
      err: say,
      live: false,
      now: () => Date.now(),
    });
    return { code, said: said.join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a workspace that is wrong', () => {
  it.each<[what: string, text: string, said: RegExp]>([
    ['broken YAML', yaml().replace('zone: Europe/Berlin', 'zone: [Europe/Berlin'), /syncline\.yaml:\d+/],
    ['another encoding', `\u0000w\u0000o${yaml()}`, /syncline\.yaml:1:1[\s\S]*UTF-8/],
    ['a tab for indentation', yaml().replace('  crm:', '\tcrm:'), /syncline\.yaml:5/],
    ['an unknown key', yaml().replace('golive:', 'goliv:'), /syncline\.yaml:1\d[\s\S]*goliv[\s\S]*golive/],
    ['an unknown connector', yaml().replace('connector: file', 'connector: flie'), /syncline\.yaml:6[\s\S]*flie[\s\S]*file/],
    ['an unknown mapping', yaml().replace('file/customers', 'file/custmers'), /syncline\.yaml:8[\s\S]*custmers[\s\S]*file\/customers/],
    ['a route to nowhere', yaml().replace('to: crm.customers', 'to: crm.customer'), /syncline\.yaml:11[\s\S]*customer/],
    ['a key twice', `${yaml()}zone: UTC\n`, /syncline\.yaml:1\d/],
    [
      'a secret inline',
      yaml(
        "  erp: { connector: tryton, reach: inside, config: { url: 'http://127.0.0.1:1', database: d, user: u }, secrets: { password: 'hunter2 with spaces' }, streams: { parties: { mapping: tryton/parties } } }",
      ),
      /secret/i,
    ],
    ['nothing at all', '', /syncline\.yaml/],
  ])('by %s is told with its line and what to do, and nothing is started', async (_, text, said) => {
    for (const command of [['check'], ['sync']]) {
      const told = await syncline(text, ...command);
      expect(told.said).toMatch(said);
      expect(told.code).toBeGreaterThan(0);
      expect(told.said).not.toContain('hunter2');
      expect(told.said).not.toMatch(/\n {4}at /);
    }
  });
});

it('a secret that is not set is told by check, with its name', async () => {
  const told = await syncline(yaml(tryton(1)), 'check');
  expect(told.said).toMatch(/syncline\.yaml:\d+[\s\S]*TRYTON_PASSWORD/);
});

describe('a system that cannot be reached', () => {
  let w: TestWorkspace | undefined;
  afterEach(() => w?.close());
  const erp = (port: number): string =>
    `${tryton(port)}
  other: { connector: file, config: { folder: other, streams: { customers: { files: customers.csv, key: Id } } }, streams: { customers: { mapping: file/customers } } }`;

  it.each<[what: string, env: Record<string, string>]>([
    ['is not there', { TRYTON_PASSWORD: 'x' }],
    ['has no secret', {}],
  ])('because it %s is blocked with its reason, and everybody else goes on', async (_, env) => {
    const folder = workspaceFolder({ ...files, 'other/customers.csv': 'Id,Company,E-mail\n9,Beta AG,hello@beta.example\n', 'syncline.yaml': yaml(erp(1)) });
    w = await openTestWorkspace(folder, { env });
    await w.sync();
    const status = await w.service.status();
    expect(status.connections.map((c) => [c.name, c.state])).toEqual([
      ['crm', 'ok'],
      ['erp', 'blocked'],
      ['other', 'ok'],
    ]);
    expect(status.connections[1]?.problem?.en).toMatch(env['TRYTON_PASSWORD'] === undefined ? /TRYTON_PASSWORD is not set/ : /\w+/);
    expect(status.types).toMatchObject([{ entities: 2 }]);
  });

  it('because its answers are no answers of such a system is blocked with its reason', async () => {
    const folder = workspaceFolder({ ...files, 'other/customers.csv': 'Id,Company\n', 'syncline.yaml': yaml(erp(1)) });
    const crm = await startSmallCrm(folder);
    try {
      w = await openTestWorkspace(workspaceFolder({ ...files, 'other/customers.csv': 'Id,Company\n', 'syncline.yaml': yaml(erp(crm.port)) }), {
        env: { TRYTON_PASSWORD: 'secret-word' },
      });
      await w.sync();
      const blocked = (await w.service.status()).connections.find((c) => c.name === 'erp');
      expect(blocked?.state).toBe('blocked');
      expect(blocked?.problem?.en.length).toBeGreaterThan(10);
      expect(JSON.stringify(await w.service.status())).not.toContain('secret-word');
      expect(rowsOf(w.read('crm/customers.csv'))).toHaveLength(1);
    } finally {
      await crm.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
