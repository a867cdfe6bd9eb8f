import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { createContext } from '../../connectors/kit/context.ts';
import { connector as smtp } from '../../connectors/smtp/index.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { workspace } from '../../core/model/ids.ts';
import { Secret } from '../../core/model/secret.ts';
import type { AnyStream, ConnectorContext } from '../../core/ports/connector.ts';
import { survey } from '../../core/reactions/react.ts';
import { reactionsOf } from '../../core/reactions/reactions-of.ts';
import { listed, mailListKey, mailOfItem } from '../../core/reactions/rows.ts';
import type { RouteConfig, WorkspaceConfig } from '../../core/sync/config.ts';
import { block, unblock } from '../../core/sync/health.ts';
import { pauseForBrake } from '../../core/sync/route-state.ts';
import type { World } from '../../core/sync/world.ts';
import { type MailServer, startMail, whyNoMail } from './mailServer.ts';

const why = whyNoMail();
if (why !== undefined) console.log(`SKIPPED tests/peers/mail-alerts: ${why}`);

/** Not the port of a server that a person may have running. */
const port = 18_235;
const run = Date.now().toString(36);

describe.skipIf(why !== undefined)('alerts over a real mail server', () => {
  let server: MailServer;
  let store: EmbeddedStore;
  let now = Date.now();
  beforeAll(async () => {
    server = await startMail({ port });
  }, 180_000);
  afterAll(async () => {
    await server?.stop();
    await store?.close();
  });

  const route: RouteConfig = {
    name: `crm-to-erp-${run}`,
    type: 'organization',
    from: [],
    to: { connection: 'erp', stream: 'x' },
    create: true,
    golive: 'manual',
    onSourceDelete: 'keep',
    patienceMs: 0,
  };
  const worldTelling = (to: string): World => {
    store = openEmbedded({ file: ':memory:', clock: { now: () => now } });
    const ws = workspace('main');
    const settings = smtp.config.parse({ host: server.host, port: server.smtpPort, tls: 'none', user: server.finance.address, from: server.finance.address });
    const erp = { name: 'erp', connector: 'x', zone: 'UTC', config: {}, secrets: {}, streams: [] };
    const config: WorkspaceConfig = { workspace: ws, zone: 'UTC', country: 'CH', connections: [erp], routes: [route], policies: {}, alerts: { to: [to], connection: 'post' } };
    const memo = new Map<string, unknown>();
    const secrets = { password: new Secret(server.finance.password) };
    const clock = { now: () => now };
    return {
      table: store.tables.in(ws),
      config,
      clock: store.clock,
      ids: store.ids,
      bus: store.bus,
      blobs: store.blobs,
      resolver: exactResolver,
      queue: (name) => store.queues[name],
      mapping: () => undefined,
      stream: async () => smtp.streams(settings)[0] as AnyStream,
      context: async () =>
        createContext({
          connector: smtp,
          connection: 'post',
          config: settings,
          secrets,
          clock,
          sleep: async () => undefined,
          memo,
          reach: { plainHttp: 'allow', privateAddresses: 'allow' },
        }) as ConnectorContext,
      explain: async (_, error) => smtp.explain(error),
      clockOffsetMs: () => 0,
    };
  };
  const report = { what: 'delete', count: 700, limit: 10, of: 1000, samples: [] } as const;

  test('a braked route is in the mailbox once, in both languages, and its end is in the digest', async () => {
    const world = worldTelling(server.sales.address);
    await pauseForBrake(world, [route], report, 'pass');
    await survey(reactionsOf(world));
    await survey(reactionsOf(world));
    const [mail] = await server.arrived(server.sales, `release ${route.name}`, 1);
    expect(mail?.replace(/=\r?\n/g, '')).toContain(`Route ${route.name} is paused\n700 of 1000 records would be deleted; the limit is 10. Nothing was written.`);
    await block(world, 'erp', { kind: 'auth', code: '401', message: { en: `Refused ${run}.`, zh: '被拒绝。' } });
    await survey(reactionsOf(world));
    await server.arrived(server.sales, `Refused ${run}.`, 1);
    await unblock(world, 'erp');
    now += 3_600_000;
    await survey(reactionsOf(world));
    await server.arrived(server.sales, '- OVER Connection erp is blocked', 1);
    expect(server.inbox(server.sales).filter((m) => m.includes(`release ${route.name}`))).toHaveLength(1);
    expect(await listed(world.table, mailListKey('sent'), 10)).toHaveLength(3);
  });

  test('a receiver that does not exist is told in the list of mails, an outage is tried again', async () => {
    const refused = worldTelling('gone@example.test');
    await pauseForBrake(refused, [route], report, 'pass');
    await survey(reactionsOf(refused));
    const problems = (await listed(refused.table, mailListKey('refused'), 10)).map((i) => mailOfItem(i)).map((m) => `${m.kind} ${m.problem}`);
    expect(problems).toEqual(['alert smtp.550', 'digest smtp.550']); // the digest that names the refused mail meets the same; the next tries in an hour
    const world = worldTelling(server.finance.address);
    await pauseForBrake(world, [route], report, 'pass');
    await server.outage(async () => survey(reactionsOf(world)));
    expect(await listed(world.table, mailListKey('wanted'), 10)).toHaveLength(1);
    now += 3_600_000;
    await survey(reactionsOf(world));
    await server.arrived(server.finance, `release ${route.name}`, 1);
  });
});
