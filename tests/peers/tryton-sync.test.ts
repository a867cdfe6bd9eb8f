import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { killedAfter } from '../fire/killed-after.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, tester, workspaceFolder } from '../integration/harness.ts';
import { rowsOf } from '../integration/two-systems.ts';
import { type MailServer, startMail, whyNoMail } from './mailServer.ts';
import { startTryton, type TrytonServer, whyNoTryton } from './trytonServer.ts';
import { trytonTestPort } from './trytonWorld.ts';

const why = whyNoTryton() ?? whyNoMail();
if (why !== undefined) console.log(`SKIPPED tests/peers/tryton-sync: ${why}`);

const mailPort = 18_245;
/** Kills of the running process; each is printed. */
const kills = Number(process.env['SYNCLINE_KILLS'] ?? 20);
/** Names of this run: the server keeps what earlier runs made. */
const run = Date.now().toString(36);
/** Our names of records that we make derive from it: an earlier run's workspace is somebody else's. */
const workspaceName = `main-${run}`;
const crmFile = 'crm/customers.csv';
const header = 'Id,Company,E-mail,Phone,City,Tax id';

const yaml = (tryton: TrytonServer, mail: MailServer): string => `
workspace: ${workspaceName}
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        contacts: { files: contacts.csv, key: Id, writable: true, columns: [Id, Name, E-mail] }
        invoices: { files: invoices.csv, key: Id, writable: true, columns: [Id, Number, Customer, Total, Currency, Status] }
    streams:
      customers: { mapping: file/customers }
      contacts: { mapping: crm/contacts }
      invoices: { mapping: crm/invoices }
  erp:
    connector: tryton
    reach: inside
    config: { url: '${tryton.url}', database: ${tryton.database}, user: ${tryton.user} }
    secrets: { password: TRYTON_PASSWORD }
    streams: { parties: { mapping: tryton/parties }, invoices: { mapping: tryton/invoices } }
  mailbox:
    connector: imap
    reach: inside
    config: { host: ${mail.host}, port: ${mail.imapPort}, tls: none, user: ${mail.sales.address}, folders: [INBOX], own: [example.test] }
    secrets: { password: MAILBOX_PASSWORD }
    streams: { people: { mapping: imap/people } }
  post:
    connector: smtp
    reach: inside
    config: { host: ${mail.host}, port: ${mail.smtpPort}, tls: none, user: ${mail.finance.address}, from: ${mail.finance.address} }
    secrets: { password: POST_PASSWORD }
    streams: {}
routes:
  to-erp: { type: organization, from: [crm], to: erp.parties, golive: automatic }
  to-crm: { type: organization, from: [erp], to: crm.customers, golive: automatic }
  people-to-crm: { type: person, from: [mailbox], to: crm.contacts, golive: automatic }
  invoices-to-crm: { type: invoice, from: [erp], to: crm.invoices, golive: automatic, patience: 2d }
policies: { organization: { default: latest } }
alerts: { to: [${mail.finance.address}], connection: post }
`;
const document = (name: string, type: string, fields: string): string => `name: ${name}\ntype: ${type}\nconnector: file\nstream: ${name.slice(4)}\nfields:\n${fields}`;
const contacts = document('crm/contacts', 'person', '  name: Name\n  emails: E-mail\n');
const invoices = document(
  'crm/invoices',
  'invoice',
  '  number: Number\n  customer: { path: Customer, reference: customers }\n  total: { path: [Total, Currency], as: money }\n  status: Status\n',
);

interface PartyRow {
  readonly id: number;
  readonly name: string;
}

describe.skipIf(why !== undefined)('a CRM file, a mailbox and a real Tryton in one workspace', () => {
  let tryton: TrytonServer;
  let mail: MailServer;
  let w: TestWorkspace;
  let clock: TestClock;
  let env: Record<string, string>;

  beforeAll(async () => {
    [tryton, mail] = await Promise.all([startTryton({ port: trytonTestPort }), startMail({ port: mailPort })]);
    await mail.send({ from: `Anna ${run} <anna-${run}@tianxing.example>`, to: mail.sales.address, subject: `Offer ${run}`, text: 'Please.' });
    await mail.arrived(mail.sales, `Offer ${run}`, 1);
    env = { TRYTON_PASSWORD: tryton.password, MAILBOX_PASSWORD: mail.sales.password, POST_PASSWORD: mail.finance.password };
    clock = testClock();
    w = await openTestWorkspace(folder([`1,Acme ${run} GmbH,info@acme-${run}.example,+49 30 1234567,Berlin,`, `2,天行${run}贸易有限公司,zhang@tianxing-${run}.example,,北京,`]), {
      env,
      clock,
    });
  }, 400_000);
  afterAll(async () => {
    await w?.close();
    await tryton?.stop();
    await mail?.stop();
  });

  const folder = (rows: readonly string[]): string => folderOf(workspaceName, rows);
  const folderOf = (name: string, rows: readonly string[]): string =>
    workspaceFolder({
      'syncline.yaml': yaml(tryton, mail).replace(`workspace: ${workspaceName}`, `workspace: ${name}`),
      'mappings/a.yaml': contacts,
      'mappings/b.yaml': invoices,
      [crmFile]: `${[header, ...rows].join('\n')}\n`,
    });
  const named = async (name: string): Promise<readonly PartyRow[]> =>
    (await tryton.rpc('party.party', 'search_read', [['name', 'like', `%${name}%`]], 0, null, null, ['name'])) as readonly PartyRow[];
  const mechanisms = async (party: number): Promise<readonly string[]> =>
    ((await tryton.rpc('party.contact_mechanism', 'search_read', [['party', '=', party]], 0, null, null, ['value'])) as readonly { value: string }[]).map((m) => m.value);
  const count = (name: string): number => rowsOf(w.read(crmFile)).filter((row) => row.includes(name)).length;
  /** Everything that can tell of a write, outside of our own counters. */
  const marks = (): unknown => [tryton.tables(), tryton.proxy.writes(), w.read(crmFile), w.read('crm/contacts.csv'), w.read('crm/invoices.csv')];
  const nothingMoves = async (): Promise<void> => {
    tryton.proxy.reset();
    const before = marks();
    await w.sync();
    await w.sync();
    expect(marks()).toEqual(before);
    expect(tryton.proxy.writes()).toBe(0);
  };

  test('invoices wait for customers that are not in the CRM yet', async () => {
    await w.service.pause({ kind: 'route', route: 'to-crm' }, 'first the invoices', tester);
    await w.sync();
    expect(rowsOf(w.read('crm/invoices.csv'))).toEqual([]);
    expect((await w.service.status()).routes.find((r) => r.name === 'invoices-to-crm')?.waiting).toBeGreaterThanOrEqual(4);
  });

  test('parties are there on both sides, each once, and the invoices name the CRM’s customers', async () => {
    await w.service.resume({ kind: 'route', route: 'to-crm' }, tester);
    await w.quiet();
    await w.sync();
    expect((await named(run)).map((p) => p.name).sort()).toEqual([`Acme ${run} GmbH`, `天行${run}贸易有限公司`]);
    expect(await mechanisms((await named(`Acme ${run}`))[0]?.id ?? 0)).toEqual(expect.arrayContaining([`info@acme-${run}.example`]));
    expect(count('北京天行贸易有限公司')).toBe(1);
    const ids = new Set(rowsOf(w.read(crmFile)).map((row) => row.split(',')[0]));
    const rows = rowsOf(w.read('crm/invoices.csv')).map((row) => row.split(','));
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.filter((row) => !ids.has(row[2]))).toEqual([]);
    expect(rows.map((row) => row[3])).toEqual(expect.arrayContaining(['1200.50', '250.00', '99.99']));
  });

  test('people of the mailbox are in the CRM’s contacts', () => {
    expect(rowsOf(w.read('crm/contacts.csv')).filter((row) => row.includes(`anna-${run}@tianxing.example`))).toHaveLength(1);
  });

  test('a second sync changes nothing: by Tryton’s tables and request log, and by the bytes of the files', nothingMoves);

  test('an edit in the CRM arrives in Tryton, without an echo', async () => {
    const [before] = await named(`Acme ${run}`);
    w.write(crmFile, w.read(crmFile).replace(`Acme ${run} GmbH,info@acme-${run}.example`, `Acme ${run} AG,office@acme-${run}.example`));
    await w.sync();
    expect(await named(`Acme ${run}`)).toMatchObject([{ id: before?.id, name: `Acme ${run} AG` }]);
    expect(await mechanisms(before?.id ?? 0)).toContain(`office@acme-${run}.example`);
    expect(await mechanisms(before?.id ?? 0)).not.toContain(`info@acme-${run}.example`);
    await nothingMoves();
  });

  test('an edit in Tryton arrives in the CRM, without an echo', async () => {
    const [party] = await named(`Acme ${run}`);
    await tryton.rpc('party.party', 'write', [party?.id], { name: `Acme ${run} Holding` });
    await w.sync();
    expect(count(`Acme ${run} Holding`)).toBe(1);
    expect(count(`Acme ${run} AG`)).toBe(0);
    await nothingMoves();
  });

  test('a brake pauses the route, writes nothing, and one mail tells it', async () => {
    const full = w.read(crmFile);
    const [first] = rowsOf(full);
    const told = (): readonly string[] => mail.inbox(mail.finance).filter((m) => m.includes('Reading crm.customers has stopped'));
    const earlier = told().length;
    tryton.proxy.reset();
    const before = tryton.tables();
    w.write(crmFile, `${full.split('\n')[0]}\n${first}\n`);
    await w.sync('crm.customers');
    expect((await w.service.status()).routes.find((r) => r.name === 'to-erp')).toMatchObject({ state: 'paused', brake: { kind: 'missing' } });
    expect([tryton.tables(), tryton.proxy.writes()]).toEqual([before, 0]);
    await mail.arrived(mail.finance, 'Reading crm.customers has stopped', earlier + 1);
    await w.runner.tick();
    await w.quiet();
    expect(told()).toHaveLength(earlier + 1);
    w.write(crmFile, full);
    expect(await w.service.release('to-erp', tester)).toMatchObject({ ok: true });
    await w.quiet();
    await w.sync();
    expect(await named(run)).toHaveLength(2);
    await nothingMoves();
  });

  test('killed at random moments, it loses nothing and doubles nothing', async () => {
    const size = 30;
    const row = (i: number, edition: number): string => `k${i},Kill ${run}-${i} GmbH,k${i}@kill-${run}.example,,Ulm ${edition},`;
    const own = folderOf(
      `kill-${run}`,
      Array.from({ length: size }, (_, i) => row(i, 0)),
    );
    const editions = Array.from({ length: size }, () => 0);
    const at: number[] = [];
    let movedMs = 0;
    for (let k = 0; k < kills; k += 1) {
      const afterMs = Math.round(Math.random() * (k === 0 ? 3_000 : 1_500));
      at.push(afterMs);
      await killedAfter(own, afterMs, { env, movedMs });
      movedMs += 200_000; // later than a write of the killed process can still land
      const i = (k * 7) % size;
      editions[i] = k + 1;
      edit(own, (text) => text.replace(new RegExp(`(Kill ${run}-${i} GmbH,[^,]*,[^,]*,)[^,]*`), `$1Ulm ${k + 1}`));
    }
    console.log(`killed after ${at.join(', ')} ms`);
    const later = testClock();
    later.move(movedMs);
    const after = await openTestWorkspace(own, { env, clock: later });
    try {
      await after.sync();
      await putBack(after);
      await after.sync();
      const parties = await named(`Kill ${run}-`);
      expect(parties.map((p) => p.name).sort()).toEqual(Array.from({ length: size }, (_, i) => `Kill ${run}-${i} GmbH`).sort());
      const wrong: unknown[] = [];
      for (const party of parties) {
        const i = Number(/-(\d+) GmbH/.exec(party.name)?.[1]);
        const [address] = (await tryton.rpc('party.address', 'search_read', [['party', '=', party.id]], 0, null, null, ['city'])) as readonly { city: string }[];
        const there = [await mechanisms(party.id), address?.city];
        const wanted = [[`k${i}@kill-${run}.example`], `Ulm ${editions[i]}`];
        if (isDeepStrictEqual(there, wanted)) continue;
        const row = rowsOf(after.read(crmFile)).find((line) => line.startsWith(`k${i},`));
        wrong.push({ there, wanted, row, why: await after.service.why(refOf('erp', 'parties', String(party.id))) });
      }
      expect(wrong, JSON.stringify(wrong, null, 1)).toEqual([]);
      const file = after.read(crmFile);
      expect(rowsOf(file).filter((line) => line.includes(`Kill ${run}-`))).toHaveLength(size);
      tryton.proxy.reset();
      const tables = tryton.tables();
      await after.sync();
      expect([tryton.tables(), tryton.proxy.writes(), after.read(crmFile)]).toEqual([tables, 0, file]);
    } finally {
      await after.close();
    }
  }, 900_000);
});

/** What took its process with it five times was put aside; a person sends it again, as the alert says. */
async function putBack(w: TestWorkspace): Promise<void> {
  const { groups } = await w.service.failures({});
  const aside = groups.filter((group) => group.kind === 'dead-lettered');
  console.log(`put aside: ${aside.map((group) => `${group.cause} ${group.count}`).join(', ') || 'nothing'}`);
  for (const { cause } of aside) expect(await w.service.retry({ cause }, tester)).toMatchObject({ ok: true });
  if (aside.length > 0) await w.quiet();
}

function edit(folder: string, change: (text: string) => string): void {
  const file = join(folder, crmFile);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
