import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Ref } from '../../core/model/ids.ts';
import { readEntity, writeEntity } from '../../core/sync/store.ts';
import type { ErasureView } from '../../core/sync/views/erase.ts';
import { itemsOf } from '../aws/snapshot.ts';
import { openTestWorkspace, type TestWorkspace, tester } from './harness.ts';
import { sampleFolder } from './sample-folder.ts';

let open: TestWorkspace | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Everything that says who she is, in the forms in which it is stored. */
const canaries = ['Katrin', 'k.vogel@nordlicht.example', '3690 121', '+49403690121', 'CANARY-NOTE', 'KATRIN-ID', 'Einkaufsleitung Nord'] as const;
const her = 'crm/contacts/KATRIN-ID';

/** The sample company; Ms Vogel's record has an id that tells her name, and a remark. */
function folderWithHer(change: (config: string) => string = (same) => same): string {
  const folder = sampleFolder();
  edit(folder, 'crm/contacts.csv', (text) =>
    text.replace('P-1,Katrin,Vogel,Einkauf,', 'KATRIN-ID,Katrin,Vogel,Einkaufsleitung Nord,').replace('C-1001,Wang Lei,active,', 'C-1001,Wang Lei,active,CANARY-NOTE'),
  );
  edit(folder, 'syncline.yaml', change);
  return folder;
}

function edit(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
}

/** Canaries found in any file of the store: tables, log, journal. */
function traces({ folder }: TestWorkspace): string[] {
  const store = join(folder, '.syncline');
  return readdirSync(store).flatMap((name) => {
    if (!statSync(join(store, name)).isFile()) return [];
    const bytes = readFileSync(join(store, name));
    return canaries.filter((canary) => bytes.includes(canary)).map((canary) => `${name}: ${canary}`);
  });
}

async function erased({ service }: TestWorkspace, subject: string): Promise<ErasureView> {
  const begun = await service.erase(subject, 'request 2026-17', tester);
  if (!begun.ok) throw new Error(begun.error.message.en);
  for (;;) {
    const view = await service.erasure(begun.value.id);
    if (view?.state === 'done') return view;
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Rows that a person leaves all over a store: pins and their history, a dead letter with the whole record, a failure, a file. */
async function leaveTraces(w: TestWorkspace): Promise<void> {
  const { world, service, store } = w;
  await service.pin(her, 'title', 'Einkaufsleitung Nord', tester);
  await store.blobs.put(world.table.workspace, `${her}/0123`, Buffer.from('CANARY-NOTE'));
  const message = {
    v: 1,
    workspace: 'nobody-serves-this',
    connection: 'crm',
    stream: 'contacts',
    seen: [1, 1],
    readAt: 1,
    sightings: [{ id: 'KATRIN-ID', record: { Id: 'KATRIN-ID', Note: 'CANARY-NOTE' }, hash: 'x' }],
  };
  await store.queues.inbound.send([{ body: JSON.stringify(message), group: 'lotus-pine/crm' }]);
  for (let i = 0; i < 500 && (await store.deadLetters.inbound.list(10)).length === 0; i += 1) await new Promise((wake) => setTimeout(wake, 20));
  expect(await store.deadLetters.inbound.list(10)).toHaveLength(1);
}

test('after an erasure no file of the store holds a trace of the person, and the receipt says what went and what stays where', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(folderWithHer());
  const w = open;
  await w.sync();
  await w.sync();
  await leaveTraces(w);
  expect(new Set(traces(w).map((trace) => trace.split(': ')[1]))).toEqual(new Set(canaries)); // it would be seen
  const plan = await w.service.planErasure(her);
  if (!plan.ok) throw new Error(plan.error.message.en);
  expect(plan.value.records).toContain(her);

  const receipt = await erased(w, her);

  expect(traces(w)).toEqual([]);
  expect(JSON.stringify(receipt)).not.toMatch(/Katrin|vogel/i);
  expect(receipt.erased.map(({ what }) => what)).toEqual(expect.arrayContaining(['dead letter', 'entity', 'file', 'history', 'key', 'record']));
  expect(receipt.systems).toEqual(
    expect.arrayContaining([
      { connection: 'crm', stream: 'contacts', records: 1, did: 'kept' },
      { connection: 'addressbook', stream: 'people', records: 1, did: 'kept' },
    ]),
  );
  expect(receipt.remains.map(({ en }) => en).join()).toMatch(/Copies/);
  expect(w.read('crm/contacts.csv')).toContain('KATRIN-ID'); // the system's own

  // Read again from the beginning: her rows are still in the systems, and stay there.
  const before = await itemsOf(w.store.tables, w.world.config.workspace);
  for (const connection of ['crm', 'addressbook', 'mailbox']) await w.service.sync({ connection, dryRun: false, full: true }, tester);
  await w.quiet();
  await w.sync();
  const after = await itemsOf(w.store.tables, w.world.config.workspace);
  const kinds = (items: typeof after) => items.filter(({ kind }) => kind === 'entity' || kind === 'record').length;
  expect(kinds(after)).toBe(kinds(before));
  expect(traces(w)).toEqual([]);

  for (const subject of [her, plan.value.entity]) expect(await w.service.erase(subject, '', tester)).toMatchObject({ ok: false, error: { code: 'ERASE_DONE' } });
  expect(await w.service.erase('crm/customers/C-1001', '', tester)).toMatchObject({ ok: false, error: { code: 'ERASE_TYPE' } });
});

test('everybody else is as before', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(folderWithHer());
  const w = open;
  await w.sync();
  await w.sync();
  const entities = async () =>
    (await itemsOf(w.store.tables, w.world.config.workspace)).filter(({ kind }) => kind === 'entity').map(({ pk, body }) => `${pk} ${JSON.stringify(body)}`);
  const before = await entities();
  await erased(w, her);
  const after = new Set(await entities());
  const gone = before.filter((line) => !after.has(line));
  expect(gone.filter((line) => !/Katrin|k\.vogel|KATRIN-ID/.test(line))).toEqual([]);
  expect(gone.length).toBeGreaterThan(1); // she, and her mail
  expect(after.size).toBe(before.length - gone.length);
});

test('a target whose route says so deletes the person’s record as well', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(folderWithHer((config) => config.replace('to: addressbook.people,', 'to: addressbook.people, onSourceDelete: delete,')));
  const w = open;
  await w.sync();
  await w.sync();
  expect(w.read('addressbook/contacts.vcf')).toContain('Katrin');
  const receipt = await erased(w, her);
  expect(receipt.systems).toContainEqual({ connection: 'addressbook', stream: 'people', records: 1, did: 'deleted' });
  expect(receipt.systems).toContainEqual({ connection: 'crm', stream: 'contacts', records: 1, did: 'kept' });
  expect(w.read('addressbook/contacts.vcf')).not.toContain('Katrin');
  expect(w.read('crm/contacts.csv')).toContain('KATRIN-ID');
  expect(traces(w)).toEqual([]);
});

test('an edit and a delete that waited for a person hold up no erasure: nobody would be left to ask', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(folderWithHer((config) => config.replace('to: addressbook.people,', 'to: addressbook.people, onSourceDelete: delete,')));
  const w = open;
  await w.sync();
  await w.sync();
  const plan = await w.service.planErasure(her);
  if (!plan.ok) throw new Error(plan.error.message.en);
  const read = await readEntity(w.world, plan.value.entity);
  const theirs = plan.value.records.find((ref) => ref.startsWith('addressbook/'));
  const member = theirs === undefined ? undefined : read?.value.members[theirs];
  if (read === undefined || theirs === undefined || member === undefined) throw new Error('she is in no address book');
  const deleted = { stamp: { at: 1, ref: her as Ref }, by: her, action: 'delete' } as const;
  await writeEntity(w.world, { ...read.value, deleted, members: { ...read.value.members, [theirs]: { ...member, held: true } } }, read.version);
  const receipt = await erased(w, her);
  expect(receipt.systems).toContainEqual({ connection: 'addressbook', stream: 'people', records: 1, did: 'deleted' });
  expect(w.read('addressbook/contacts.vcf')).not.toContain('Katrin');
});

test.each([1, 3, 8, 20, 40])('a worker that dies at write %i of an erasure is followed by one that ends it', { timeout: 60_000 }, async (at) => {
  open = await openTestWorkspace(folderWithHer(), { faults: [] });
  const w = open;
  await w.sync();
  await w.sync();
  const begun = await w.service.erase(her, '', tester);
  if (!begun.ok) throw new Error('refused');
  const { table } = w.world;
  const { write } = table;
  let writes = 0;
  table.write = (ops, options) => {
    writes += 1;
    if (writes === at) throw new Error('the worker dies');
    return write.call(table, ops, options);
  };
  while ((await w.service.erasure(begun.value.id))?.state !== 'done') await new Promise((wake) => setTimeout(wake, 20));
  expect(traces(w)).toEqual([]);
});
