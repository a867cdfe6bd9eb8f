import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import type { WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import type { Http } from '../../core/ports/world.ts';
import { type FakeTryton, fakeTryton } from './fake.ts';
import { parties } from './read.ts';
import type { Context } from './rpc.ts';
import type { Party } from './schema.ts';
import { testContext } from './testContext.ts';

async function push(ctx: Context, ...ops: WriteOp[]): Promise<readonly WriteOutcome<Party>[]> {
  return (await parties.write?.push(ctx, ops)) ?? [];
}

const create = (n: number, fields: JsonObject = {}): WriteOp => ({ key: `k${n}`, externalId: `sl-${n}`, action: 'create', fields: { name: `New ${n}`, ...fields } });

async function party(fake: FakeTryton, ctx: Context): Promise<Party> {
  const ids = await fake.stream('parties').add(1);
  const [found] = (await parties.fetch?.(ctx, ids)) ?? [];
  if (found === undefined) throw new Error('the party is not there');
  return found;
}

const update = (base: Party, fields: JsonObject): WriteOp => ({ key: 'u', action: 'update', id: base.id, fields, base: { revision: base.meta.revision } });

function mechanisms(fake: FakeTryton, id: string): readonly JsonObject[] {
  return [...fake.server.tables.of('party.contact_mechanism').values()].filter((row) => row['party'] === Number(id));
}

/** Counts calls by method and lets a test act just before one of them. */
function watching(fake: FakeTryton, before: (method: string) => void = () => undefined): Http & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    async request(request) {
      const method = String((JSON.parse(String(request.body)) as { method: string }).method);
      seen.push(method);
      before(method);
      return fake.server.request(request);
    },
  };
}

describe('writing parties', () => {
  test('a corrected number keeps its row and its kind; a further one becomes a new row', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const base = await party(fake, ctx);
    const [mobile] = mechanisms(fake, base.id).filter((row) => row['type'] === 'mobile');
    const [outcome] = await push(ctx, update(base, { phones: ['+49 30 999', '+49 30 1000'] }));
    expect(outcome).toMatchObject({ state: 'applied', record: { phones: ['+49 30 999', '+49 30 1000'], emails: base.emails } });
    expect(mechanisms(fake, base.id).map((row) => [row['id'], row['type'], row['value']])).toContainEqual([mobile?.['id'], 'mobile', '+49 30 999']);
  });

  test('an archived number is taken back into use instead of being made twice', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const base = await party(fake, ctx);
    const [mail] = mechanisms(fake, base.id).filter((row) => row['type'] === 'email');
    fake.server.tables.transaction(() => fake.server.tables.update('party.contact_mechanism', Number(mail?.['id']), { active: 0 }, 1));
    const [now] = (await parties.fetch?.(ctx, [base.id])) ?? [];
    await push(ctx, update(now as Party, { emails: base.emails as string[] }));
    expect(mechanisms(fake, base.id).filter((row) => row['type'] === 'email')).toHaveLength(1);
  });

  test('party, parts and guard go in one call, so that all of it happens or nothing', async () => {
    const fake = fakeTryton();
    const http = watching(fake);
    const ctx = testContext(fake, { http });
    const base = await party(fake, ctx);
    http.seen.length = 0;
    await push(ctx, update(base, { name: 'x', emails: [], taxId: 'T', address: { city: 'Kiel', country: 'CN', region: null } }));
    expect(http.seen.filter((m) => /write|create|delete/.test(m))).toEqual(['model.party.party.write']);
  });

  test('whatever the list was, it becomes what was asked, other kinds stay, and asking again does nothing', async () => {
    const value = fc.constantFrom('a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'é@x.test');
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 6 }), fc.array(value, { maxLength: 6 }), async (before, wanted) => {
        const fake = fakeTryton();
        const ctx = testContext(fake);
        const base = await party(fake, ctx);
        const [set] = await push(ctx, update(base, { emails: before }));
        const now = set?.state === 'applied' || set?.state === 'unchanged' ? set.record : undefined;
        const [outcome] = await push(ctx, update(now as Party, { emails: wanted }));
        const record = outcome?.state === 'applied' || outcome?.state === 'unchanged' ? outcome.record : undefined;
        expect([...(record?.emails ?? ['none'])].sort()).toEqual([...new Set(wanted)].sort());
        expect(record?.phones).toEqual(base.phones);
        expect((await push(ctx, update(record as Party, { emails: wanted })))[0]?.state).toBe('unchanged');
      }),
      { numRuns: 40 },
    );
  });

  test('a server that is away before anything was written is a fault of the push, not of its rows', async () => {
    const fake = fakeTryton();
    const base = await party(fake, testContext(fake));
    const http = watching(fake, (method) => {
      if (/\.(write|create)$/.test(method)) fake.inject('reset', 10);
    });
    const ctx = testContext(fake, { http });
    await expect(push(ctx, update(base, { name: 'a' }))).rejects.toThrow(/transient/);
    await expect(push(ctx, create(1), create(2))).rejects.toThrow(/transient/);
    expect(fake.effects()).toBe(0);
  });

  test('a look that cannot tell fields is still a look by our code', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    await push(ctx, create(1));
    const found = await parties.write?.find(ctx, [create(1, { emails: 'no list' }), create(2, { emails: 'no list' })]);
    expect(found?.map((list) => list.length)).toEqual([1, 0]);
  });

  test("somebody's edit between our look and our write is refused by the server", async () => {
    const fake = fakeTryton();
    const base = await party(fake, testContext(fake));
    const [mail] = mechanisms(fake, base.id);
    const http = watching(fake, (method) => {
      if (method.endsWith('.write'))
        fake.server.tables.transaction(() => fake.server.tables.update('party.contact_mechanism', Number(mail?.['id']), { value: 'person@example.test' }, 1));
    });
    const [outcome] = await push(testContext(fake, { http }), update(base, { emails: ['we@example.test'] }));
    expect(outcome?.state).toBe('conflict');
    expect(mechanisms(fake, base.id)[0]?.['value']).toBe('person@example.test');
  });

  test("somebody's edit between our write and our look is not shown as what we wrote", async () => {
    const fake = fakeTryton();
    const base = await party(fake, testContext(fake));
    let written = false;
    const http = watching(fake, (method) => {
      if (written && method.endsWith('.search_read')) fake.server.tables.transaction(() => fake.server.tables.update('party.party', Number(base.id), { name: 'person' }, 1));
      written ||= method.endsWith('.write');
    });
    const [outcome] = await push(testContext(fake, { http }), update(base, { name: 'we' }));
    expect(outcome).toEqual({ state: 'applied', id: base.id });
  });

  test('a repeated create whose party a person has edited meanwhile gives the id but not the record', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const [first] = await push(ctx, create(1));
    const id = first?.state === 'applied' ? first.id : '';
    fake.server.tables.transaction(() => fake.server.tables.update('party.party', Number(id), { name: 'person' }, 1));
    expect(await push(ctx, create(1))).toEqual([{ state: 'applied', id }]);
  });

  test('a batch is created in one call; with one bad row each is tried alone', async () => {
    const fake = fakeTryton();
    const http = watching(fake);
    const ctx = testContext(fake, { http });
    expect((await push(ctx, create(1), create(2), create(3))).map((o) => o.state)).toEqual(['applied', 'applied', 'applied']);
    expect(http.seen.filter((m) => m.endsWith('.create'))).toHaveLength(1);
    const states = (await push(ctx, create(4), create(5, { name: 'two\nlines' }), create(1), create(6))).map((o) => o.state);
    expect(states).toEqual(['applied', 'rejected', 'applied', 'applied']);
    expect(await fake.stream('parties').size()).toBe(5);
  });

  test.each(['lost-answer', 'unavailable', 'garbled'] as const)('a write that met %s is unsure and is not repeated', async (fault) => {
    const fake = fakeTryton();
    const ctx = testContext(fake, { http: whileWriting(fake, fault) });
    const base = await party(fake, ctx);
    const [outcome] = await push(ctx, update(base, { name: 'we' }));
    expect(outcome?.state).toBe('unsure');
    expect(fake.effects()).toBeLessThanOrEqual(1);
    expect((await push(ctx, create(1)))[0]?.state).toBe('applied');
  });

  test('a server that stays away after the first write leaves the others rejected as transient, none thrown', async () => {
    const fake = fakeTryton();
    const base = await party(fake, testContext(fake));
    const other = await party(fake, testContext(fake));
    let writes = 0;
    const http = watching(fake, (method) => {
      if (!method.endsWith('.write')) return;
      writes += 1;
      if (writes === 2) fake.inject('reset', 10);
    });
    const outcomes = await push(testContext(fake, { http }), update(base, { name: 'a' }), update(other, { name: 'b' }), create(9));
    expect(outcomes.map((o) => o.state)).toEqual(['applied', 'rejected', 'rejected']);
  });

  test('an expired session is renewed once for all who meet it', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    await parties.count?.(ctx);
    fake.server.expireSessions();
    await Promise.all(Array.from({ length: 5 }, () => parties.count?.(ctx)));
    expect(fake.server.logins).toBe(2);
  });

  test.each([
    [{ nickname: 'x' }, 'nickname'],
    [{ emails: 'not a list' }, 'emails'],
    [{ address: { planet: 'Mars' } }, 'address.planet'],
    [{ address: { country: 'XX' } }, 'address.country'],
    [{ language: 'tlh' }, 'language'],
  ])('%j is refused by the name of the field, without a call that writes', async (fields, field) => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const base = await party(fake, ctx);
    expect(await push(ctx, update(base, fields as JsonObject), create(1, fields as JsonObject))).toMatchObject([
      { state: 'rejected', fault: { kind: 'invalid', field } },
      { state: 'rejected', fault: { kind: 'invalid', field } },
    ]);
    expect(fake.effects()).toBe(0);
  });

  test('two writes of one party in one push: the second is a conflict, not a write on a guess', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const base = await party(fake, ctx);
    expect((await push(ctx, update(base, { name: 'a' }), update(base, { name: 'b' }))).map((o) => o.state)).toEqual(['applied', 'conflict']);
  });
});

function whileWriting(fake: FakeTryton, fault: 'lost-answer' | 'unavailable' | 'garbled'): Http {
  let done = false;
  return watching(fake, (method) => {
    if (done || !/\.(write|create)$/.test(method)) return;
    done = true;
    fake.inject(fault, 1);
  });
}
