import { openEmbedded } from '../../adapters/embedded/open.ts';
import { startRunner } from '../../adapters/embedded/runner.ts';
import { composeWorld } from '../../cli/compose/world.ts';
import { connector as fileConnector } from '../../connectors/file/index.ts';
import { workspace } from '../../core/model/ids.ts';
import type { WorkspaceConfig } from '../../core/sync/config.ts';
import { createHandlers } from '../../functions/handlers.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { connector as target } from './connector.ts';

/** One run of the product over the generated file: everything from the read to the acknowledged delivery. */
const [folder, databaseFile, port] = process.argv.slice(2) as [string, string, string];

const fields = {
  name: 'Name',
  givenName: 'First',
  familyName: 'Last',
  emails: 'E-mail',
  phones: 'Phone',
  street: 'Street',
  city: 'City',
  postalCode: 'Postal code',
  country: 'Country',
  title: 'Title',
  owner: 'Owner',
  note: 'Note',
};

function mapping(connectorId: string, path: (column: string) => string): ReturnType<typeof compileMapping> {
  const lines = Object.entries(fields).map(([field, column]) => `  ${field}: ${path(column)}`);
  return compileMapping({
    text: `name: bench/${connectorId}\ntype: person\nconnector: ${connectorId}\nstream: contacts\nfields:\n${lines.join('\n')}\n`,
    file: 'bench.yaml',
    country: 'DE',
    zone: 'UTC',
  });
}

const source = mapping('file', (c) => c);
const sink = mapping('bench-target', (c) => c.toLowerCase().replaceAll(/[ -]/g, '_'));
if (!source.ok || !sink.ok) throw new Error(JSON.stringify([source, sink]));

const connection = { zone: 'UTC', secrets: {} };
const stream = { name: 'contacts', schedule: '* * * * *', enabled: true };
const config: WorkspaceConfig = {
  workspace: workspace('main'),
  zone: 'UTC',
  country: 'DE',
  connections: [
    {
      ...connection,
      name: 'crm',
      connector: 'file',
      config: fileConnector.config.parse({ folder: '.', streams: { contacts: { files: 'contacts.csv', key: 'Id' } } }) as never,
      streams: [{ ...stream, mapping: 'bench/file' }],
    },
    {
      ...connection,
      name: 'target',
      connector: 'bench-target',
      reach: 'inside',
      config: { url: `http://127.0.0.1:${port}` },
      streams: [{ ...stream, mapping: 'bench/bench-target' }],
    },
  ],
  routes: [{ name: 'out', type: 'person', from: [], to: { connection: 'target', stream: 'contacts' }, create: true, golive: 'automatic', onSourceDelete: 'keep', patienceMs: 1e9 }],
  policies: {},
  alerts: { to: [] },
};

const store = openEmbedded({ file: databaseFile, http: { allowPrivate: () => true } });
const world = composeWorld(
  {
    folder,
    problems: [],
    config,
    connectors: new Map([
      ['file', fileConnector as never],
      ['bench-target', target as never],
    ]),
    mappings: new Map([
      ['crm/contacts', source.value],
      ['target/contacts', sink.value],
    ]),
  },
  store,
  {},
);
const runner = startRunner({
  store,
  handlers: createHandlers(
    () => world,
    () => [world],
  ),
  tickMs: 0,
  onError: (where, error) => console.error(where, error),
});

/** Seconds of CPU this process has used so far. */
const cpuSeconds = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

const startedAt = Date.now();
const startCpuSeconds = cpuSeconds();
const idleAt: number[] = [];
for (const c of config.connections) {
  await world.queue('jobs').send([{ body: JSON.stringify({ v: 1, workspace: 'main', job: 'pull', connection: c.name, stream: 'contacts' }), group: `main/${c.name}` }]);
}
for (;;) {
  const { nextDueInMs } = await runner.idle();
  idleAt.push(Date.now());
  if (nextDueInMs === undefined) break;
  await new Promise((wake) => setTimeout(wake, nextDueInMs + 1));
}
const used = { cpuSeconds: cpuSeconds() - startCpuSeconds, maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
const { lastWriteAt } = (await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as { lastWriteAt: number };
// Done = everything delivered and settled; checks that are put off on purpose (was everything folded?) come later and find nothing.
const doneAt = idleAt.find((at) => at >= lastWriteAt) ?? Date.now();
process.stdout.write(`${JSON.stringify({ seconds: (doneAt - startedAt) / 1000, quietSeconds: (Date.now() - startedAt) / 1000, startCpuSeconds, ...used })}\n`);
await runner.stop();
await store.close();
process.exit(0);
