import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { messageSchema } from '../../core/sync/messages.ts';
import { canonical, itemsOf } from '../aws/snapshot.ts';
import { openTestWorkspace, type TestWorkspace } from './harness.ts';
import { sampleFolder } from './sample-folder.ts';

let open: TestWorkspace | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Names and refs of all live entities. Which of two values without a date won may depend on who was read first. */
const namesOf = async (w: TestWorkspace): Promise<string[]> =>
  canonical(await itemsOf(w.store.tables, w.world.config.workspace))
    .map((line) => `${line.slice(0, line.indexOf(' '))} ${/"(?:name|number|subject)":"([^"]*)"/.exec(line)?.[1]} ${line.slice(line.lastIndexOf('}') + 1)}`)
    .sort();

/** The store of the sample company as a former release left it: stopped in the middle of its first pass, with the file's schema of that release (kept in `releases`, by its number). */
function leftByFormerRelease(folder: string): { readonly messages: number; readonly changes: number } {
  mkdirSync(join(folder, '.syncline'));
  const file = join(folder, '.syncline', 'store.db');
  writeFileSync(file, gunzipSync(readFileSync(join(import.meta.dirname, 'releases', 'schema-1.db.gz'))));
  const db = new DatabaseSync(file, { readOnly: true });
  const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  const left = { messages: count('message'), changes: count('feed') };
  db.close();
  return left;
}

test('what a former release left in its queues and its feed is finished by this one', { timeout: 60_000 }, async () => {
  const folder = sampleFolder();
  const left = leftByFormerRelease(folder);
  expect(left.messages).toBeGreaterThan(40);
  expect(left.changes).toBeGreaterThan(20);

  open = await openTestWorkspace(folder);
  for (let round = 0; round < 3; round += 1) await open.sync();

  expect(open.store.feed.size()).toBe(0);
  for (const letters of Object.values(open.store.deadLetters)) expect(await letters.list(10)).toEqual([]);
  const upgraded = await namesOf(open);
  await open.close();
  open = await openTestWorkspace(sampleFolder());
  for (let round = 0; round < 3; round += 1) await open.sync();
  expect(upgraded).toEqual(await namesOf(open));
});

test('a message of a later release is not guessed at: it waits among the dead letters until the later release is back', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(sampleFolder());
  const w = open;
  const message = { v: messageSchema + 1, workspace: w.world.config.workspace, job: 'pull', connection: 'crm', stream: 'contacts' };
  await w.store.queues.jobs.send([{ body: JSON.stringify(message), group: 'lotus-pine/crm' }]);
  for (let i = 0; i < 500 && (await w.store.deadLetters.jobs.list(10)).length === 0; i += 1) await new Promise((wake) => setTimeout(wake, 20));
  expect(await w.store.deadLetters.jobs.list(10)).toHaveLength(1);
  expect((await itemsOf(w.store.tables, w.world.config.workspace)).filter(({ kind }) => kind === 'record')).toEqual([]);
});
