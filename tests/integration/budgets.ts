import { fileURLToPath } from 'node:url';
import type { UnitReport } from '../../adapters/units.ts';
import { mergeEntities } from '../../core/sync/merge.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from './harness.ts';
import { csv, rowsOf } from './two-systems.ts';

/** What something costs beside what it may: read and write units of one record, without what a pass costs however many records it has. */
export interface Budget {
  readonly what: string;
  readonly unit: 'read' | 'write';
  readonly units: number;
  readonly bar: number;
}

/** Records of one measurement. */
const size = 40;
/** Rows of a pass, a route or a connection: one or a few however many records move. */
const overhead = new Set(['cursor', 'pass', 'pack', 'tally', 'window', 'route', 'health', 'advance', 'waiting', 'alert', 'ledger', 'index', 'absent']);

const header = 'Id,Company,Legal name,Tax id,E-mail,Phone,Mobile,Street,City,Postal code,Country,Tags,Status,Note,Changed';

const heads = ['Nordlicht', 'Zimtstern', 'Polarfuchs', 'Bergquell', 'Kornblume', 'Ahornblatt', 'Seeadler', 'Wacholder'] as const;
const trades = ['Teehandel', 'Werkzeugbau', 'Gerberei', 'Druckerei', 'Optik'] as const;

/** Forty names that nobody takes for one another: two alike in all but a number would be asked about, and a question to a person is no part of what a record costs. */
function nameOf(i: number): string {
  return `${heads[i % heads.length]} ${trades[Math.floor(i / heads.length)]}`;
}

/** One customer as a trading company has it, with five identity keys (two addresses of one domain, two numbers) and no registration number. */
function row(i: number, set: { note?: string; changed?: string; taxId?: string } = {}): string {
  const name = nameOf(i);
  const domain = `${nameOf(i).toLowerCase().replace(' ', '-')}.example`;
  const cells = [
    `K${i}`,
    name,
    `${name} GmbH`,
    set.taxId ?? '',
    `einkauf@${domain};buchhaltung@${domain}`,
    `+49 40 ${3_690_000 + i}`,
    `+49 170 ${3_690_000 + i}`,
    `Speicherstraße ${i}`,
    'Hamburg',
    String(20_000 + i),
    'DE',
    'vip;tea',
    'active',
    set.note ?? 'Pays within 14 days',
    set.changed ?? '2026-09-14T09:12:00+08:00',
  ];
  return cells.join(',');
}

/** A German VAT number with its check digit (ISO 7064, mod 11,10). */
function vatNumber(stem: number): string {
  let product = 10;
  for (const digit of String(stem)) product = (2 * ((Number(digit) + product) % 10 || 10)) % 11;
  return `DE${stem}${(11 - product) % 10}`;
}

const rows = (set?: Parameters<typeof row>[1]): string =>
  csv(
    header,
    Array.from({ length: size }, (_, i) => row(i, set)),
  );

async function open(targets: number, set?: Parameters<typeof row>[1]): Promise<TestWorkspace> {
  const names = ['crm', ...Array.from({ length: targets }, (_, i) => `target${i}`)];
  const connection = (name: string): string =>
    `  ${name}: { connector: file, config: { folder: ${name}, streams: { customers: { files: customers.csv, key: Id, writable: true${name === 'crm' ? '' : ', newKey: number, externalId: Ref'} } } }, streams: { customers: { mapping: file/customers } } }`;
  const route = (name: string): string => `  to-${name}: { type: organization, from: [crm], to: ${name}.customers, golive: automatic }`;
  const yaml = `workspace: main\nzone: Europe/Berlin\ncountry: DE\nconnections:\n${names.map(connection).join('\n')}\nroutes:${targets === 0 ? ' {}' : ''}\n${names.slice(1).map(route).join('\n')}\n`;
  const files = Object.fromEntries(names.map((name) => [`${name}/customers.csv`, name === 'crm' ? rows(set) : csv(`${header},Ref`, [])]));
  return openTestWorkspace(workspaceFolder({ 'syncline.yaml': yaml, ...files }), { metered: true });
}

/** Units per record of what `work` does. */
async function cost(w: TestWorkspace, unit: 'read' | 'write', work: () => Promise<unknown>): Promise<number> {
  w.store.meter?.reset();
  await work();
  return perRecord(w.store.meter?.report() as UnitReport, unit);
}

function perRecord(report: UnitReport, unit: 'read' | 'write'): number {
  const kinds = Object.entries(report.by).filter(([label]) => !overhead.has(label.slice(label.indexOf(' ') + 1)));
  return kinds.reduce((sum, [, units]) => sum + units[unit], 0) / size;
}

interface Life {
  readonly create: number;
  readonly update: number;
  readonly echo: number;
  readonly same: number;
  readonly unchangedReads: number;
  readonly unchangedWrites: number;
}

/** The life of records with so many targets: made, left alone, edited in a field that all carry, in one that nobody carries, and seen again. */
async function life(targets: number, set?: Parameters<typeof row>[1]): Promise<Life> {
  const w = await open(targets, set);
  try {
    const create = await cost(w, 'write', () => w.sync());
    const made = Array.from({ length: targets }, (_, i) => rowsOf(w.read(`target${i}/customers.csv`)).length);
    if (made.some((n) => n !== size)) throw new Error(`${made.join(', ')} records were made instead of ${size}`);
    await w.sync();
    const pullAll = async (): Promise<void> => {
      await w.world.queue('jobs').send([{ body: JSON.stringify({ v: 1, workspace: 'main', job: 'pull', connection: 'crm', stream: 'customers', full: true }), group: 'main/crm' }]);
      await w.quiet();
    };
    const unchangedReads = await cost(w, 'read', pullAll);
    const unchangedWrites = await cost(w, 'write', pullAll);
    w.write('crm/customers.csv', rows({ ...set, note: 'Pays within 30 days' }));
    const update = await cost(w, 'write', () => w.sync('crm.customers'));
    const echo = await cost(w, 'write', () => w.sync());
    w.write('crm/customers.csv', rows({ ...set, note: 'Pays within 30 days', changed: '2026-10-01T10:00:00+08:00' }));
    const same = await cost(w, 'write', () => w.sync());
    return { create, update, echo, same, unchangedReads, unchangedWrites };
  } finally {
    await w.close();
  }
}

/** Write units of a merge of two entities with so many links each. */
async function merge(targets: number): Promise<number> {
  const w = await open(targets);
  try {
    await w.sync();
    const ids = await Promise.all(Array.from({ length: size }, async (_, i) => (await w.service.record(`crm/customers/K${i}`))?.id as string));
    const all = await cost(w, 'write', async () => {
      for (let i = 0; i + 1 < ids.length; i += 2) await mergeEntities(w.world, ids[i] as string, ids[i + 1] as string);
    });
    return all * 2;
  } finally {
    await w.close();
  }
}

/** Measures every budget of the table's layout. */
export async function budgets(): Promise<readonly Budget[]> {
  const [none, one, two] = [await life(0), await life(1), await life(2)];
  const claimed = (await open(0, {}).then(async (w) => {
    w.write(
      'crm/customers.csv',
      csv(
        header,
        Array.from({ length: size }, (_, i) => row(i, { taxId: vatNumber(10_000_000 + i) })),
      ),
    );
    const units = await cost(w, 'write', () => w.sync());
    await w.close();
    return units;
  })) as number;
  const w = (what: string, units: number, bar: number): Budget => ({ what, unit: 'write', units, bar });
  return [
    { what: 'unchanged', unit: 'read', units: one.unchangedReads, bar: 0.5 },
    w('unchanged', one.unchangedWrites, 0),
    w('update, one target', one.update, 5),
    w('update, each further target', two.update - one.update, 2),
    w('changed, golden the same', none.same, 2),
    w('create, five identity keys', none.create, 13),
    w('create, each claim', claimed - none.create, 2),
    w('create, each record made in a target', one.create - none.create, 6),
    w('merge of two entities with 2 links', await merge(0), 9 + 4 * 2),
    w('merge of two entities with 4 links', await merge(1), 9 + 4 * 4),
    w('echo', one.echo, 0),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const table = await budgets();
  for (const b of table) console.log(`${b.units <= b.bar ? '  ' : '! '}${b.what.padEnd(40)} ${b.units.toFixed(2).padStart(6)} ${b.unit} units   ≤ ${b.bar}`);
  process.exitCode = table.every((b) => b.units <= b.bar) ? 0 : 1;
}
