import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { known, look } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { JsonObject } from '../model/json.ts';
import type { Entity } from './entity.ts';
import { fold } from './fold.ts';
import { signatureIn } from './gone-signature.ts';
import type { SourceRecord } from './record.ts';
import { readEntity, readRecord, writeRecord } from './store.ts';
import { freedToJoin } from './to-compare.ts';

const shown = { name: 'Acme', mail: 'info@acme.example', phone: '', city: '', note: '', tags: '' };
const one = known(shown, 'crm/customers/1');
const two: SourceRecord = { ...known({ ...shown, phone: '+49 30 1111111' }, 'erp/customers/7'), entity: one.entity };

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  for (const rec of [one, two]) await store(rec);
});
afterEach(() => w.store.close());

async function store(rec: SourceRecord): Promise<Entity> {
  const version = (await readRecord(w.world, rec.ref))?.version ?? 0;
  expect(await writeRecord(w.world, rec, version)).toBe('ok');
  await fold(w.world, { value: rec, version: version + 1 });
  return (await readEntity(w.world, one.entity))?.value as Entity;
}
const edit = (rec: SourceRecord, fields: JsonObject): Promise<Entity> => store(look(rec, { ...shown, ...fields }, 10).record);
const die = (rec: SourceRecord): Promise<Entity> => store({ ...rec, state: 'gone', goneBy: 'human', deletedAt: { at: 1, ref: rec.ref }, seq: rec.seq + 1 });

describe('a record that is gone is compared by', () => {
  it('what it showed, where no other says anything else', async () => {
    const before = await die(two);
    expect(signatureIn(w.world, before, two.ref)).toMatchObject({ n: ['acme'], e: ['info@acme.example'], t: ['+49301111111'] });
    expect(signatureIn(w.world, before, two.ref)).toBe(before.members[two.ref]?.signature);
  });

  it('nothing that somebody has cleared elsewhere since', async () => {
    await die(two);
    const now = await edit(one, { mail: '' });
    expect(signatureIn(w.world, now, two.ref)).toEqual({ k: 'o', n: ['acme'], t: ['+49301111111'] });
  });

  it('the name that somebody has corrected elsewhere since', async () => {
    await die(two);
    expect(signatureIn(w.world, await edit(one, { name: 'Acme Tools' }), two.ref)).toMatchObject({ n: ['acme tools'], e: ['info@acme.example'], t: ['+49301111111'] });
  });

  it('its own words again, where the other is gone, too', async () => {
    await die(two);
    const edited = look(one, { ...shown, name: 'Acme Tools' }, 10).record;
    await store(edited);
    const now = await die(edited);
    expect(signatureIn(w.world, now, two.ref)).toBe(now.members[two.ref]?.signature);
  });
});

it('a record that still shows what was cleared elsewhere is compared by it as long as it lives', async () => {
  const now = await edit(one, { mail: '' });
  expect(signatureIn(w.world, now, two.ref)).toMatchObject({ e: ['info@acme.example'] });
});

it('and when it goes, whom it may have kept out is looked for', async () => {
  const before = await edit(one, { mail: '', phone: '+49 30 2222222' });
  expect(freedToJoin(w.world, before, await die(two))).toEqual([one.ref]);
});
