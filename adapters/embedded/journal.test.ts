import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inScratch } from '../../tests/contract/scratch.ts';
import { Journal } from './journal.ts';
import { readJournal } from './journal-read.ts';

const commits = [[], ['["put"]', '{"n":1}'], ['["ack",1]'], ['["done",7]', '["claim",8,2]', `["long","${'長'.repeat(300)}"]`]];

async function written(file: string, folded = 0): Promise<Journal> {
  const journal = new Journal(file, folded);
  for (const lines of commits) await journal.append(lines);
  return journal;
}

test('commits are read again as they were written, and a journal that was never there holds none', () =>
  inScratch(async ({ file }) => {
    expect(readJournal(file, 0)).toEqual([]);
    const journal = await written(file);
    expect(readJournal(file, 0)).toEqual(commits);
    await journal.close('folded');
    expect(readJournal(file, 0)).toEqual([]);
  }));

test('wherever a crash cuts the file, the commits before the cut are read and the one that it cut is left out', () =>
  inScratch(async ({ file }) => {
    const ends: number[] = [];
    const journal = new Journal(file, 0);
    for (const lines of commits) {
      await journal.append(lines);
      ends.push(journal.size);
    }
    for (let size = ends.at(-1) as number; size >= 0; size -= 1) {
      truncateSync(file, size);
      expect(readJournal(file, 0)).toEqual(commits.filter((_, at) => (ends[at] as number) <= size));
    }
  }));

test('a commit that is not as it was written is told when a later one is whole, whichever of its bytes it is', () =>
  inScratch(async ({ file }) => {
    await written(file);
    const whole = readFileSync(file);
    const first = 40 + (commits[1] as string[]).join('\n').length;
    for (let at = 0; at < first; at += 1) {
      const wrong = at < 20 ? 1 : 2;
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x41;
      writeFileSync(file, bytes);
      expect(() => readJournal(file, 0)).toThrowError(`commit ${wrong} is not as it was written`);
    }
  }));

test('what an older generation left behind the newest commits is never read', () =>
  inScratch(async ({ file }) => {
    const journal = await written(file);
    journal.restart();
    expect(readJournal(file, 1)).toEqual([]);
    for (const lines of [['a'], ['["done",7]', 'b']]) {
      await journal.append(lines);
      expect(readJournal(file, 1).at(-1)).toEqual(lines);
    }
    expect(readJournal(file, 1)).toEqual([['a'], ['["done",7]', 'b']]);
  }));

test('tables that lack a fold which the commits follow are told', () =>
  inScratch(async ({ file }) => {
    const journal = await written(file);
    journal.restart();
    await journal.append(['after the fold']);
    expect(() => readJournal(file, 0)).toThrowError(/follows fold 1 of the store, which has only 0/);
  }));

test('commits after a fold that failed are read, whether its last step reached the disk or not', () =>
  inScratch(async ({ file }) => {
    const journal = new Journal(file, 4);
    await journal.append(['before']);
    journal.foldFailed();
    await journal.append(['after']);
    expect([readJournal(file, 4), readJournal(file, 5)]).toEqual([[['before'], ['after']], [['after']]]);
  }));

test('a commit that was given up is written over by the next', () =>
  inScratch(async ({ file }) => {
    const journal = new Journal(file, 0);
    await journal.append(['kept']);
    const refused = journal.append(['refused, and longer than what comes after it']);
    journal.giveUp();
    await refused;
    await journal.append(['next']);
    expect(readJournal(file, 0)).toEqual([['kept'], ['next']]);
  }));
