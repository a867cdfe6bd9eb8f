import type { JsonObject } from '../../core/model/json.ts';
import { hourMs } from '../../core/model/time.ts';
import type { Stream } from '../../core/ports/connector.ts';
import { defineConnector, defineStream } from '../kit/define.ts';
import { explainHttp } from '../kit/explain.ts';
import { instantIn } from '../kit/instant.ts';
import { keyOf, valueAt } from '../kit/rowKey.ts';
import { checkServer } from './check.ts';
import { fetchByKey, read } from './read.ts';
import { addressesOf, type RestConfig, type RestCursor, type RestStreamConfig, restConfig, restCursor, restRecord } from './schema.ts';
import { hooks } from './webhook.ts';

function streamOf(name: string, stream: RestStreamConfig): Stream<JsonObject, RestCursor, RestConfig> {
  const { modified, revision } = stream;
  return defineStream<JsonObject, RestCursor, RestConfig>({
    name,
    record: restRecord,
    cursor: restCursor,
    key: (record) => keyOf(record, stream.key),
    revision: revision === undefined ? undefined : (record) => textOf(record, revision),
    modifiedAt: modified === undefined ? undefined : (record) => instantIn(valueAt(record, modified)),
    money: stream.money,
    progress: { by: 'snapshot' },
    deletes: { by: 'sweep', everyMs: hourMs },
    traits: { revision: revision === undefined ? 'none' : 'opaque', returnsBody: false, maxInFlightMs: 0, searchLagMs: 0 },
    read: (ctx, from) => read(ctx, stream, from),
    fetch: (ctx, ids) => fetchByKey(ctx, stream, ids),
  });
}

function textOf(record: JsonObject, path: string): string | undefined {
  const value = valueAt(record, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Lists of JSON objects behind an HTTP address, with webhooks that say when to look. */
export const connector = defineConnector<RestConfig>({
  id: 'rest',
  version: '1.0.0',
  config: restConfig,
  secrets: [
    { name: 'token', required: false, about: 'Token that the server asks for' },
    { name: 'signing', required: false, about: 'Key that webhooks are signed with (whsec_… or text)' },
    { name: 'signingNext', required: false, about: 'The next one, while it is being changed' },
  ],
  egress: ({ streams }) => {
    const servers = new Map(addressesOf(streams).map((text) => [new URL(text).origin, new URL(text)]));
    return [...servers.values()].map(({ hostname, port, protocol }) => ({ host: hostname, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) }));
  },
  // What small servers stand; one that wants less says so with 429 and is obeyed.
  budgets: [{ name: 'minute', calls: 300, perMs: 60_000 }],
  streams: (config) => Object.entries(config.streams).map(([name, stream]) => streamOf(name, stream)),
  hooks,
  check: checkServer,
  explain: explainHttp,
});
