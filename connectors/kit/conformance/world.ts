import assert from 'node:assert/strict';
import type { JsonObject } from '../../../core/model/json.ts';
import { Secret } from '../../../core/model/secret.ts';
import type { AnyConnector, AnyStream, ConnectorContext } from '../../../core/ports/connector.ts';
import type { Purpose } from '../bucket.ts';
import { createContext } from '../context.ts';
import type { Fake, FakeStream, Harness } from './harness.ts';

/** A fresh vendor, a connector and a clock that only sleeping moves; what left the connector is kept for looking at. */
export interface World {
  readonly connector: AnyConnector;
  readonly harness: Harness;
  readonly fake: Fake;
  readonly config: unknown;
  /** Everything logged and recorded, as text. */
  readonly traces: string[];
  stream(name: string): AnyStream;
  vendor(name: string): FakeStream;
  /** A new context; contexts of one world share the memo unless `forgetful`. */
  ctx(more?: { readonly purpose?: Purpose; readonly signal?: AbortSignal; readonly forgetful?: true }): ConnectorContext;
  advance(ms: number): void;
  now(): number;
}

/** When worlds begin: any fixed moment will do. */
const beginning = Date.UTC(2026, 0, 5, 8, 0, 0);

/** Makes a world around a fresh fake. */
export async function worldOf(connector: AnyConnector, harness: Harness): Promise<World> {
  const fake = await harness.fake();
  const config = connector.config.parse(fake.config);
  const secrets = Object.fromEntries(Object.entries(fake.secrets).map(([name, text]) => [name, new Secret(text)]));
  const traces: string[] = [];
  const memo = new Map<string, unknown>();
  let now = beginning;
  return {
    connector,
    harness,
    fake,
    config,
    traces,
    stream(name) {
      const found = connector.streams(config).find((s) => s.name === name);
      assert.ok(found !== undefined, `the connector has no stream ${name} under the fake's configuration`);
      return found;
    },
    vendor: (name) => fake.stream(name),
    ctx: (more = {}) =>
      createContext({
        connector,
        connection: 'proved',
        config: config as JsonObject,
        secrets,
        http: fake.http,
        files: fake.files,
        clock: { now: () => now },
        sleep: async (ms) => {
          now += ms;
        },
        memo: more.forgetful ? new Map() : memo,
        signal: more.signal,
        purpose: more.purpose ?? 'pull',
        reach: fake.reach ?? { plainHttp: 'allow', privateAddresses: 'allow' },
        log: (event, data) => traces.push(`${event} ${JSON.stringify(data)}`),
        record: (exchange) => traces.push(JSON.stringify(exchange)),
      }),
    advance(ms) {
      now += ms;
    },
    now: () => now,
  };
}
