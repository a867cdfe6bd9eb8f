import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../adapters/embedded/open.ts';
import { startRunner } from '../../adapters/embedded/runner.ts';
import { secretsOf } from '../../cli/compose/secrets.ts';
import type { Fake, HookHarness } from '../../connectors/kit/conformance/harness.ts';
import { reference } from '../../connectors/kit/conformance/reference.ts';
import { referenceHarness } from '../../connectors/kit/conformance/referenceVendor.ts';
import { workspace } from '../../core/model/ids.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { Http } from '../../core/ports/world.ts';
import { createFinance } from '../../core/receivables/create-service.ts';
import { isSettled, queueDepths } from '../../core/sync/answers/backlog.ts';
import { createService } from '../../core/sync/create-service.ts';
import type { SyncService } from '../../core/sync/service.ts';
import type { World } from '../../core/sync/world.ts';
import { createApi } from '../../functions/api/app.ts';
import { openApiDocument } from '../../functions/api/openapi.ts';
import type { Api } from '../../functions/api/router.ts';
import type { ReadyWorkspace } from '../../functions/compose/ready.ts';
import { worldOver } from '../../functions/compose/world.ts';
import { createHandlers } from '../../functions/handlers.ts';
import { takeHook } from '../../functions/hooks/take.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';

/** Secrets that the vendor signs with: the one in use and, during a rotation, the next. */
export const signing = { now: 'signing-key-0001', next: 'signing-key-0002' } as const;

/** How the vendor signs. */
export const vendorHooks = referenceHarness.hooks as HookHarness;

/** A workspace whose one system sends webhooks, with everything of the product behind its API. */
export interface HookWorkspace {
  readonly api: Api;
  readonly world: World;
  readonly service: SyncService;
  readonly vendor: Fake;
  readonly logged: string[];
  /** Delivers a body as the vendor would, signed with a secret at a time; headers are overruled by `more`. */
  deliver(body: string, more?: { secret?: string; at?: number; headers?: Record<string, string>; path?: string }): Promise<Response>;
  /** Items of the workspace whose key begins so. */
  items(prefix: string): Promise<number>;
  quiet(): Promise<void>;
  close(): Promise<void>;
}

const things = { name: 'things', mapping: 'shop/things', schedule: '0 0 1 1 *', enabled: true };

/** Opens it. `set`: the signing secrets that have a value. */
export async function openHooks(set: readonly (keyof typeof signing)[] = ['now', 'next'], connector: AnyConnector = reference as AnyConnector): Promise<HookWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-'));
  const vendor = await referenceHarness.fake();
  const env = { SHOP_PASSWORD: vendor.secrets['password'] ?? '', ...Object.fromEntries(set.map((key) => [`SHOP_${key.toUpperCase()}`, signing[key]])) };
  const store = openEmbedded({ file: join(folder, 'store.db'), env });
  const secrets = secretsOf(store.secrets, env);
  const ready = readyWith(connector);
  const world = worldOver({ ports: { ...store, http: vendor.http as Http, secrets }, ready, files: () => assertNever(), incarnation: store.ids.fresh('life') });
  const service = createService(world, { version: 'test' });
  const logged: string[] = [];
  const runner = startRunner({ store, tickMs: 0, handlers: createHandlers(worldsOf(world), () => [world]), onError: (where, error) => logged.push(`${where} ${String(error)}`) });
  const api = createApi({
    version: 'test',
    open: async (name) => (name === 'main' ? { name, service, finance: createFinance(world), table: world.table } : undefined),
    takeHook: (name, incoming) => takeHook(name === 'main' ? { world, ready, secrets } : undefined, incoming),
    now: () => store.clock.now(),
    fresh: (label) => store.ids.fresh(label),
    random: (bytes) => randomBytes(bytes),
    description: async (app) => openApiDocument(app, 'test'),
    log: (event, error) => logged.push(`${event} ${String(error)}`),
  });
  return {
    api,
    world,
    service,
    vendor,
    logged,
    async deliver(body, { secret = signing.now, at = store.clock.now(), headers = {}, path = '/hooks/main/shop' } = {}) {
      const signed = vendorHooks.sign(body, secret, at);
      return api.request(path, { method: 'POST', body: Uint8Array.from(signed.raw), headers: { ...signed.headers, ...headers } });
    },
    async items(prefix) {
      const found: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await world.table.scan(0, 1, after);
        found.push(...page.items.map(({ pk }) => pk));
        if (page.next === undefined) return found.filter((pk) => pk.startsWith(prefix)).length;
        after = page.next;
      }
    },
    async quiet() {
      do await runner.idle();
      while (!(await isSettled(world, await queueDepths(world))));
    },
    async close() {
      await runner.stop();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function worldsOf(world: World) {
  return (name: string): World | undefined => (name === 'main' ? world : undefined);
}

function readyWith(connector: AnyConnector): ReadyWorkspace {
  const compiled = compileMapping({
    text: 'name: shop/things\ntype: organization\nconnector: reference\nstream: things\nfields:\n  name: name\n',
    file: 'things.yaml',
    country: 'DE',
    zone: 'UTC',
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const secrets = { password: 'SHOP_PASSWORD', signing: 'SHOP_NOW', signingNext: 'SHOP_NEXT' };
  const shop = { name: 'shop', connector: 'reference', zone: 'UTC', config: { host: 'vendor.example' }, secrets, streams: [things] };
  return {
    config: { workspace: workspace('main'), zone: 'UTC', country: 'DE', connections: [shop], routes: [], policies: {}, alerts: { to: [] } },
    connectors: new Map([['reference', connector]]),
    mappings: new Map([['shop/things', compiled.value]]),
  };
}

function assertNever(): never {
  throw new Error('this connection has no folder');
}
