import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { Entity, GoldenField } from './entity.ts';
import { type HistoryRow, historyOf, historyOp } from './history.ts';
import { mendHistory, writeHistory } from './history-gap.ts';
import { foundEntity } from './recompute.ts';

const rec = known({ name: 'Acme' });
const golden = (value: GoldenField['value']): GoldenField => ({ value, ref: rec.ref, stamp: { at: at(3), ref: rec.ref }, rule: 'latest' });
const versionOf = (goldenVersion: number, fields: Readonly<Record<string, string>>): Entity => ({
  ...foundEntity(rec.entity, rec, at(0)),
  golden: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, golden(value)])),
  goldenVersion,
});
const first = versionOf(1, { name: 'Acme', city: 'Ulm' });
const second = versionOf(2, { name: 'Acme AG', city: 'Ulm' });
const third = versionOf(3, { name: 'Acme SE' });

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  await writeHistory(w.world, historyOp(undefined, first, at(10)));
});
afterEach(() => w.store.close());

async function rows(): Promise<HistoryRow[]> {
  return (await w.world.table.query(`ENT#${rec.entity}`, { prefix: 'HIST#' })).items.map(historyOf);
}
const told = async (): Promise<string[]> => (await rows()).flatMap(({ version, lines }) => lines.map((l) => `${version} ${l.field}: ${l.old} → ${l.new}`));

describe('a version that nobody announced', () => {
  it('is told as what differs from what history told last', async () => {
    expect(await mendHistory(w.world, third)).toBe(true);
    expect(await told()).toEqual(['1 city: null → Ulm', '1 name: null → Acme', '3 city: Ulm → null', '3 name: Acme → Acme SE']);
    expect(await mendHistory(w.world, third)).toBe(false);
  });

  it('is told exactly when its change comes after all: the feed was late, not lost', async () => {
    await mendHistory(w.world, third);
    await writeHistory(w.world, historyOp(first, second, at(20)));
    await writeHistory(w.world, historyOp(second, third, at(30)));
    expect(await told()).toEqual(['1 city: null → Ulm', '1 name: null → Acme', '2 name: Acme → Acme AG', '3 city: Ulm → null', '3 name: Acme AG → Acme SE']);
    expect((await rows()).map((row) => [row.at, row.repaired])).toEqual([
      [at(10), undefined],
      [at(20), undefined],
      [at(30), undefined],
    ]);
  });

  it('a change that comes again leaves its row as it is', async () => {
    await writeHistory(w.world, historyOp(undefined, first, at(99)));
    expect((await rows()).map((row) => row.at)).toEqual([at(10)]);
  });
});
