import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type TestClock, type TestWorkspace, testClock } from './harness.ts';
import { crmHeader, csv, rowsOf, type TwoSystems, twoSystems } from './two-systems.ts';

const hourMs = 3_600_000;
const crmFile = 'crm/customers.csv';
const erpFile = 'erp/customers.csv';
let w: TestWorkspace;
let clock: TestClock;

async function start(set: TwoSystems): Promise<void> {
  clock = testClock();
  w = await twoSystems({ clock, ...set });
  await w.sync();
}
afterEach(() => w.close());

const crm = (): string[] => rowsOf(w.read(crmFile));
const erp = (): string[] => rowsOf(w.read(erpFile));
const edit = (file: string, from: string, to: string): void => {
  if (!w.read(file).includes(from)) throw new Error(`${file} does not hold ${from}`);
  w.write(file, w.read(file).replace(from, to));
};

/** Bytes and times of both files: what a write cannot leave as it was. */
function marks(): unknown {
  return [crmFile, erpFile].map((file) => [w.read(file), statSync(join(w.folder, file)).mtimeMs, statSync(join(w.folder, file)).ino]);
}

async function nothingMoves(): Promise<void> {
  const before = marks();
  const feed = JSON.stringify(await changes());
  await w.sync();
  await w.sync();
  expect(marks()).toEqual(before);
  expect(JSON.stringify(await changes())).toBe(feed);
}

/** Versions of every record and entity: each write moves one. */
async function changes(): Promise<readonly string[]> {
  const versions: string[] = [];
  let after: string | undefined;
  do {
    const page = await w.world.table.scan(0, 1, after);
    for (const item of page.items) if (item.kind === 'entity' || item.kind === 'record' || item.kind === 'history') versions.push(`${item.pk} ${item.sk} ${item.version}`);
    after = page.next;
  } while (after !== undefined);
  return versions.sort();
}

const acme = '1,Acme GmbH,info@acme.example,+49 30 1234567,BERLIN,vip;export,first';
const beta = '7;Beta AG;hello@beta.example;;HAMBURG;;';

describe('two file systems, both ways', () => {
  it('creates what the other lacks, once, and then nothing moves any more', async () => {
    await start({ crm: [acme], erp: [beta] });
    expect(erp()).toEqual([beta, expect.stringMatching(/^[^;]+;Acme GmbH;info@acme\.example;\+49301234567;BERLIN;vip\|export;first$/)]);
    expect(crm()).toEqual([acme, expect.stringMatching(/^[^,]+,Beta AG,hello@beta\.example,,HAMBURG,,$/)]);
    await nothingMoves();
  });

  it.each([
    ['the source it came from', crmFile, 'BERLIN', 'BREMEN', erpFile],
    ['the target that was created', erpFile, 'BERLIN', 'BREMEN', crmFile],
  ])('carries an edit in %s to the other side, without an echo', async (_, file, from, to, other) => {
    await start({ crm: [acme], erp: [beta] });
    edit(file, from, to);
    await w.sync();
    expect(w.read(other)).toContain(to);
    expect(w.read(other)).not.toContain(from);
    await nothingMoves();
  });

  it('clears a field on the other side when a person clears it, and does not fill it again', async () => {
    await start({ crm: [acme], erp: [] });
    edit(erpFile, ';first', ';');
    await w.sync();
    expect(crm()).toEqual(['1,Acme GmbH,info@acme.example,+49 30 1234567,BERLIN,vip;export,']);
    await nothingMoves();
  });

  it('adds and removes members of a set on either side', async () => {
    await start({ crm: [acme], erp: [] });
    edit(erpFile, 'vip|export', 'vip|wholesale');
    await w.sync();
    const tags = (crm()[0] as string).split(',')[5] as string;
    expect(tags.split(';').sort()).toEqual(['vip', 'wholesale']);
    edit(crmFile, 'info@acme.example', 'info@acme.example;anna@acme.example');
    await w.sync();
    expect(erp()[0]).toContain('info@acme.example|anna@acme.example');
    await nothingMoves();
  });

  it('loses neither of two edits of different fields that had not seen each other', async () => {
    await start({ crm: [acme], erp: [] });
    edit(crmFile, 'BERLIN', 'BREMEN');
    edit(erpFile, ';first', ';second');
    await w.sync();
    expect(crm()).toEqual([expect.stringMatching(/BREMEN,vip;export,second$/)]);
    expect(erp()).toEqual([expect.stringMatching(/BREMEN;vip\|export;second$/)]);
    await nothingMoves();
  });

  it('lets the owner of a field win, takes the other edit back, and logs it', async () => {
    await start({ crm: [acme], erp: [], policy: 'default: latest, fields: { city: { owner: crm } }' });
    edit(erpFile, 'BERLIN', 'MAINZ');
    await w.sync();
    expect(erp()[0]).toContain('BERLIN');
    const why = await w.service.why('crm/customers/1');
    expect(why?.conflicts).toMatchObject([{ field: 'city' }]);
    await nothingMoves();
  });
});

describe('a delete at a source', () => {
  const remove = async (): Promise<void> => {
    w.write(crmFile, csv(crmHeader, []));
    await w.sync();
    clock.move(2 * hourMs);
    await w.sync();
    await w.sync();
  };

  it('keeps the record at the target by default, and does not create it again at the source', async () => {
    await start({ crm: [acme], erp: [] });
    const before = erp();
    await remove();
    expect(erp()).toEqual(before);
    expect(crm()).toEqual([]);
    await nothingMoves();
  });

  it.each(['[crm]', '[]'])('deletes it at the target where the route from %s says so, after two looks an interval apart', async (from) => {
    await start({ crm: [acme], erp: [beta], onSourceDelete: 'delete', from });
    w.write(crmFile, w.read(crmFile).replace(`${acme}\n`, ''));
    await w.sync();
    expect(erp()).toHaveLength(2);
    clock.move(2 * hourMs);
    await w.sync();
    expect(erp()).toEqual([beta]);
    await nothingMoves();
  });

  it('brings a record back that a person restores, with the values it had', async () => {
    await start({ crm: [acme], erp: [beta], onSourceDelete: 'delete' });
    const full = w.read(crmFile);
    w.write(crmFile, full.replace(`${acme}\n`, ''));
    await w.sync();
    clock.move(2 * hourMs);
    await w.sync();
    w.write(crmFile, full);
    await w.sync();
    expect(erp().filter((row) => row.includes('Acme GmbH'))).toHaveLength(1);
    await nothingMoves();
  });

  it('is refused in the configuration where the target cannot do what the route says', async () => {
    await start({ crm: [acme], erp: [] });
    await expect(twoSystems({ onSourceDelete: 'archive' })).rejects.toThrow(/cannot archive records; it can: create, update, delete/);
  });
});
