import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Page } from '../../core/ports/connector.ts';
import type { Http, HttpRequest } from '../../core/ports/world.ts';
import { createContext } from '../kit/context.ts';
import { connector } from './index.ts';
import type { RestCursor } from './schema.ts';

type Answer = { readonly status?: number; readonly text?: string; readonly body?: Json; readonly link?: string };

/** Reads a stream of a server that answers by path, and keeps what it was asked. */
async function readOf(stream: JsonObject, answers: Readonly<Record<string, Answer>>) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    async request(request) {
      asked.push(request);
      const { status = 200, body = {}, text = JSON.stringify(body), link } = answers[new URL(request.url).pathname + new URL(request.url).search] ?? { status: 404 };
      const headers: Record<string, string> = link === undefined ? {} : { link };
      return { status, headers, body: Buffer.from(text) };
    },
  };
  const config = connector.config.parse({ streams: { s: { url: 'https://a.example/list', key: 'id', ...stream } } });
  const ctx = createContext({ connector, connection: 'c', config, http, clock: { now: () => 0 }, sleep: async () => undefined });
  const [found] = connector.streams(config);
  const pages: Page<JsonObject, RestCursor>[] = [];
  for await (const page of found?.read(ctx, undefined) ?? []) pages.push(page);
  return { pages, asked, records: pages.flatMap((p) => p.records), rejected: pages.flatMap((p) => p.rejected ?? []), fetch: (ids: string[]) => found?.fetch?.(ctx, ids) };
}

const one = (stream: JsonObject, answer: Answer) => readOf(stream, { '/list': answer });

describe('a list behind an address', () => {
  it('is the answer, its only list, or where the configuration says', async () => {
    const rows = [{ id: 'a' }];
    expect((await one({}, { body: rows })).records).toEqual(rows);
    expect((await one({}, { body: { total: 1, items: rows } })).records).toEqual(rows);
    expect((await one({ list: 'data.items' }, { body: { other: [], data: { items: rows } } })).records).toEqual(rows);
  });

  it.each<[string, JsonObject, Answer, string]>([
    ['holds none', {}, { body: { error: 'x' } }, 'rest.list'],
    ['holds two', {}, { body: { a: [], b: [] } }, 'rest.list'],
    ['holds none there', { list: 'data' }, { body: [{ id: 'a' }] }, 'rest.list'],
    ['redirects', {}, { status: 302 }, 'rest.moved'],
    ['names itself as the next page', { next: 'next' }, { body: { items: [], next: '/list' } }, 'rest.loop'],
    ['leads to another server', { next: 'next' }, { body: { items: [], next: 'https://b.example/list' } }, 'egress.blocked'],
    ['leads away by Link', {}, { body: [], link: '<https://evil.example/>; rel=next' }, 'egress.blocked'],
  ])('that %s is a fault with its reason', async (_, stream, answer, code) => {
    await expect(one(stream, answer)).rejects.toMatchObject({ fault: { code } });
  });

  it('keeps numbers as they are written: amounts and long ids', async () => {
    const { records } = await one({}, { text: '[{"id":12345678901234567890,"total":12.50,"n":7}]' });
    expect(records).toEqual([{ id: '12345678901234567890', total: '12.50', n: 7 }]);
  });

  it('goes on in parts where the server gives more than a thousand at once, and ends complete', async () => {
    const rows = Array.from({ length: 2_001 }, (_, i) => ({ id: `r${i}` }));
    const { pages, records } = await one({}, { body: rows });
    expect([pages.map((p) => p.records.length), pages.at(-1)?.complete]).toEqual([[1_000, 1_000, 1], true]);
    expect(records).toEqual(rows);
  });

  it('with rows that have no key is read, but does not say that what it did not show is gone', async () => {
    const { pages, rejected } = await one(
      {},
      { body: [{ id: 'a' }, { id: '' }, 7, { id: 'a' }, { id: 'x'.repeat(201) }, { id: 'b', n: 'a\u0000' }, { id: 'c', t: 'x'.repeat(300_000) }] },
    );
    expect(rejected.map(({ id, fault }) => `${id} ${fault.code}`)).toEqual([
      'row 2 rest.no-key',
      'row 3 rest.row',
      'a rest.duplicate',
      'row 5 rest.no-key',
      'b text.control',
      'c rest.large-row',
    ]);
    expect(pages.at(-1)).toMatchObject({ last: true, complete: false });
  });

  it('asks for a record by its own address, wherever the answer keeps it', async () => {
    const answers = { '/list': { body: [] }, '/list/a%2F1': { body: { data: { id: 'a/1', name: 'x' } } }, '/list/b': { body: { data: { id: 'other' } } } };
    const { fetch } = await readOf({ item: { url: 'https://a.example/list/{id}', record: 'data' } }, answers);
    expect(await fetch(['a/1', 'none'])).toEqual([{ id: 'a/1', name: 'x' }]);
    await expect(fetch(['b'])).rejects.toMatchObject({ fault: { code: 'rest.item' } });
  });
});

describe('a configuration', () => {
  it.each<[string, JsonObject, string]>([
    ['with a password in an address', { url: 'https://u:p@a.example/' }, 'no user or password'],
    ['of a file', { url: 'file:///etc/passwd' }, 'Invalid URL'],
    ['with two servers', { item: 'https://b.example/{id}' }, 'one server'],
    ['whose address of a record has no place for the key', { item: 'https://a.example/x' }, '{id}'],
  ])('%s is refused', (_, stream, said) => {
    const checked = connector.config.safeParse({ streams: { s: { url: 'https://a.example/', key: 'id', ...stream } } });
    expect(JSON.stringify(checked.error?.issues)).toContain(said);
  });
});
