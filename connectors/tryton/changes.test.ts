import { describe, expect, test } from 'vitest';
import type { Stream } from '../../core/ports/connector.ts';
import type { HttpRequest } from '../../core/ports/world.ts';
import { lookbackMs, pageRows } from './changes.ts';
import { type FakeTryton, fakeTryton } from './fake.ts';
import { parties, payments } from './read.ts';
import type { Context } from './rpc.ts';
import type { Cursor, TrytonConfig } from './schema.ts';
import { testContext } from './testContext.ts';
import { wireDateTime } from './values.ts';

async function pass<R>(stream: Stream<R, Cursor, TrytonConfig>, ctx: Context, from?: Cursor) {
  const records: R[] = [];
  let cursor = from;
  let complete = false;
  for await (const page of stream.read(ctx, from)) {
    records.push(...page.records);
    cursor = page.resume;
    complete ||= page.complete === true;
  }
  return { records, cursor: cursor as Cursor, complete };
}

function editPart(fake: FakeTryton, model: string, party: string, values: Record<string, string>): void {
  const row = [...fake.server.tables.of(model).values()].find((r) => r['party'] === Number(party));
  fake.server.tables.transaction(() => fake.server.tables.update(model, Number(row?.['id']), values, 1));
}

/** Lets the fake's clock go past the look-back. */
function leaveLookback(fake: FakeTryton): void {
  for (let i = 0; i < lookbackMs / 1_000; i += 1) fake.server.tables.transaction(() => undefined);
}

describe('incremental reading', () => {
  test.each([
    ['party.address', { city: 'Hamburg' }],
    ['party.contact_mechanism', { value: 'new@example.test' }],
    ['party.identifier', { code: 'DE999' }],
  ])('an edit of a %s brings its party although only the part is stamped', async (model, values) => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const [, id] = await fake.stream('parties').add(3);
    const first = await pass(parties, ctx);
    leaveLookback(fake);
    editPart(fake, model, String(id), values);
    const second = await pass(parties, ctx, first.cursor);
    expect(JSON.stringify(second.records.find((r) => r.id === id))).toContain(Object.values(values)[0]);
  });

  test('a part that was deleted on its own leads to one full pass, and the next is incremental again', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const [id] = await fake.stream('parties').add(2);
    const first = await pass(parties, ctx);
    const mail = [...fake.server.tables.of('party.contact_mechanism').values()].find((r) => r['party'] === Number(id));
    fake.server.tables.of('party.contact_mechanism').delete(Number(mail?.['id']));
    const second = await pass(parties, ctx, first.cursor);
    expect(second.complete).toBe(true);
    expect(second.records.find((r) => r.id === id)?.emails).toEqual([]);
    expect((await pass(parties, ctx, second.cursor)).complete).toBe(false);
  });

  test('the watermark is the newest stamp of the server and never ours', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    await fake.stream('parties').add(pageRows);
    await fake.stream('parties').add(5);
    const first = await pass(parties, ctx);
    expect(first.cursor.since).toBe(fake.server.tables.now);
    expect((await pass(parties, ctx, first.cursor)).cursor).toEqual(first.cursor);
    expect(first.cursor.from).toBeLessThanOrEqual(first.cursor.since - lookbackMs * 1_000);
  });

  test('once the look-back has passed on the server, what was read is not read again', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    await fake.stream('parties').add(3);
    const [newest] = await fake.stream('parties').add(1);
    const first = await pass(parties, ctx);
    expect((await pass(parties, ctx, first.cursor)).records).toHaveLength(4);
    leaveLookback(fake);
    const settled = await pass(parties, ctx, first.cursor);
    expect(settled.cursor).toMatchObject({ since: first.cursor.since, from: first.cursor.since });
    expect((await pass(parties, ctx, settled.cursor)).records.map((r) => r.id)).toEqual([newest]);
  });

  test('a server that tells no time is asked for the whole look-back', async () => {
    const fake = fakeTryton();
    await fake.stream('parties').add(2);
    const timeless = { request: async (r: HttpRequest) => ({ ...(await fake.server.request(r)), headers: {} }) };
    const ctx = testContext(fake, { http: timeless });
    const first = await pass(parties, ctx);
    expect(first.cursor.from).toBe(first.cursor.since - lookbackMs * 1_000);
    expect((await pass(parties, ctx, first.cursor)).records).toHaveLength(2);
  });

  test('a cursor from the future does not move back', async () => {
    const fake = fakeTryton();
    await fake.stream('parties').add(2);
    const later = fake.server.tables.now + 86_400_000_000;
    const future = { since: later, from: later, census: {} };
    expect((await pass(parties, testContext(fake), future)).cursor.since).toBe(future.since);
  });

  test('a transaction that commits late is seen inside the look-back', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    await fake.stream('parties').add(1);
    const first = await pass(parties, ctx);
    const id = fake.server.tables.insert('party.party', { name: 'late', create_date: null }, 1);
    Object.assign(fake.server.tables.of('party.party').get(id) ?? {}, { create_date: wireDateTime(first.cursor.since - 60_000_000) });
    expect((await pass(parties, ctx, first.cursor)).records.map((r) => r.name)).toContain('late');
  });

  test('an edit made between the first page and the last is read by the next pass, however late the last page is', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const ids = await fake.stream('parties').add(pageRows + 1);
    let cursor: Cursor | undefined;
    let pages = 0;
    for await (const page of parties.read(ctx, undefined)) {
      pages += 1;
      cursor = page.resume;
      if (pages > 1) continue;
      await fake.stream('parties').edit(String(ids[0]));
      leaveLookback(fake);
      await fake.stream('parties').edit(String(ids.at(-1)));
    }
    const next = await pass(parties, ctx, cursor);
    expect(next.records.some((r) => r.id === ids[0] && r.emails[0]?.startsWith('edited'))).toBe(true);
  });

  test('archived parties are read, with their archived parts left aside', async () => {
    const fake = fakeTryton();
    const [id] = await fake.stream('parties').add(1);
    const tables = fake.server.tables;
    tables.transaction(() => {
      tables.update('party.party', Number(id), { active: 0 }, 1);
      for (const row of [...tables.of('party.contact_mechanism').values()].slice(0, 1)) tables.update('party.contact_mechanism', Number(row['id']), { active: 0 }, 1);
    });
    const { records } = await pass(parties, testContext(fake));
    expect(records[0]).toMatchObject({ active: false, emails: [], phones: ['+49 30 1'] });
  });

  test('members of the configured category are persons', async () => {
    const fake = fakeTryton();
    const [, id] = await fake.stream('parties').add(2);
    const tables = fake.server.tables;
    const category = tables.insert('party.category', { name: 'People' }, 1);
    tables.transaction(() => tables.update('party.party', Number(id), { categories: [category] }, 1));
    const { records } = await pass(parties, testContext(fake, { config: { personCategory: 'People' } }));
    expect(records.map((r) => r.kind)).toEqual(['organization', 'person']);
  });

  test('a payment is read again when it is reconciled', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const [id] = await fake.stream('payments').add(1);
    const first = await pass(payments, ctx);
    const tables = fake.server.tables;
    tables.transaction(() => {
      const reconciliation = tables.insert('account.move.reconciliation', {}, 1);
      tables.update('account.move.line', Number(id), { reconciliation }, 1);
    });
    const second = await pass(payments, ctx, first.cursor);
    expect([first.records[0]?.reconciled, second.records[0]?.reconciled]).toEqual([false, true]);
    expect(first.records[0]?.amount).toBe('1.50');
  });
});
