import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { canonical, itemsOf } from '../aws/snapshot.ts';
import { openTestWorkspace, type TestWorkspace, tester } from './harness.ts';
import { sampleFolder } from './sample-folder.ts';

let open: TestWorkspace | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Every line of every system's file, in order of the text. */
function systems(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.includes('.syncline') && /\.(csv|vcf)$/.test(path) && statSync(join(folder, path)).isFile(),
  );
  return files
    .flatMap((path) =>
      readFileSync(join(folder, path), 'latin1')
        .split(/\r?\n/)
        .map((line) => `${path}: ${line}`),
    )
    .sort();
}

const snapshotOf = async (w: TestWorkspace): Promise<readonly string[]> => canonical(await itemsOf(w.store.tables, w.world.config.workspace));

/** What people do between the copy and the accident: a new customer, a new contact, a correction, each carried to the other systems. */
function work(folder: string): void {
  const append = (path: string, line: string): void => writeFileSync(join(folder, path), `${readFileSync(join(folder, path), 'utf8').trimEnd()}\n${line}\n`);
  append('crm/contacts.csv', 'P-900,Ines,Okafor,Buyer,ines.okafor@newcomer.example,+49 40 555 0199,C-1001,Wang Lei,active,');
  const customers = readFileSync(join(folder, 'crm/customers.csv'), 'utf8').trimEnd().split('\n');
  const columns = (customers[0] as string).split(',').length;
  append('crm/customers.csv', ['C-9000', 'Newcomer Teahouse', ...Array.from({ length: columns - 2 }, () => '')].join(','));
  writeFileSync(join(folder, 'crm/contacts.csv'), readFileSync(join(folder, 'crm/contacts.csv'), 'utf8').replace('Vogel,Einkauf,', 'Vogel,Leitung Einkauf,'));
}

/** Restores a copy of the store and does what docs/operate.md says: every stream from the beginning, then an audit. */
async function restored(folder: string, copy: string): Promise<TestWorkspace> {
  rmSync(join(folder, '.syncline'), { recursive: true });
  cpSync(copy, join(folder, '.syncline'), { recursive: true });
  const w = await openTestWorkspace(folder);
  await w.quiet();
  for (let round = 0; round < 2; round += 1) {
    const run = await w.service.sync({ dryRun: false, full: true }, tester);
    if (!run.ok) throw new Error(run.error.message.en);
    await w.quiet();
    await w.sync();
  }
  const audit = await w.service.audit(tester);
  while ((await w.service.audited(audit.id))?.state !== 'done') await new Promise((wake) => setTimeout(wake, 20));
  await w.quiet();
  return w;
}

test('a store restored to an earlier moment converges to what was there, and makes nothing twice at the systems', { timeout: 90_000 }, async () => {
  const folder = sampleFolder();
  open = await openTestWorkspace(folder);
  await open.sync();
  await open.sync();
  await open.close('keep');
  const copy = mkdtempSync(join(tmpdir(), 'syncline-copy-'));
  cpSync(join(folder, '.syncline'), copy, { recursive: true });

  open = await openTestWorkspace(folder);
  work(folder);
  await open.sync();
  await open.sync();
  const [snapshot, lines] = [await snapshotOf(open), systems(folder)];
  expect(lines.join('\n')).toContain('Newcomer Teahouse');
  expect(lines.filter((line) => line.includes('Okafor')).length).toBeGreaterThan(1); // she was made in the address book
  await open.close('keep');

  open = await restored(folder, copy);
  expect(await snapshotOf(open)).toEqual(snapshot);
  expect(systems(folder)).toEqual(lines);
  rmSync(copy, { recursive: true });
});

test.each([4, 12, 25])('a copy taken in the middle of work, its messages with it, converges as well (after %i writes)', { timeout: 90_000 }, async (writes) => {
  const folder = sampleFolder();
  open = await openTestWorkspace(folder, { faults: [] });
  await open.sync();
  await open.sync();
  work(folder);
  const w = open;
  const { table } = w.world;
  const { write } = table;
  let count = 0;
  const stopped = new Promise<void>((resolve) => {
    table.write = (ops, options) => {
      count += 1;
      if (count <= writes) return write.call(table, ops, options);
      resolve();
      return Promise.reject(new Error('the machine stops'));
    };
  });
  void w.sync().catch(() => undefined);
  await stopped;
  await w.close('keep');
  const copy = mkdtempSync(join(tmpdir(), 'syncline-copy-'));
  cpSync(join(folder, '.syncline'), copy, { recursive: true });

  open = await openTestWorkspace(folder);
  for (let round = 0; round < 3; round += 1) await open.sync();
  const [snapshot, lines] = [await snapshotOf(open), systems(folder)];
  await open.close('keep');

  open = await restored(folder, copy);
  expect(await snapshotOf(open)).toEqual(snapshot);
  expect(systems(folder)).toEqual(lines);
  rmSync(copy, { recursive: true });
});
