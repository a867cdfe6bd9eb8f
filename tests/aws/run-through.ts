import { readFileSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AwsPorts, awsPorts } from '../../adapters/aws/open.ts';
import { queueNames } from '../../adapters/messages.ts';
import { workspace } from '../../core/model/ids.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import { workspaceHeader } from '../../functions/api/workspace-header.ts';
import { publishedPath } from '../../functions/compose/published-path.ts';
import { publishedFolder } from '../../infra/published.ts';
import { type ShopServer, shopWorkspace } from '../factories/shop-server.ts';
import { workspaceFolder } from '../integration/harness.ts';
import { callApi } from './api-call.ts';
import type { Deployed } from './deploy.ts';
import { copyOf, restoreTable } from './drills.ts';
import { firstOrder, type Outcome, sortedLines } from './embedded-run.ts';
import { hookRun } from './hook-run.ts';
import { depthOf } from './pumps.ts';
import { canonical, itemsOf } from './snapshot.ts';
import type { Issuer } from './token.ts';
import type { Wire } from './wire.ts';

/** What a run-through works on. */
export interface RunParts {
  readonly endpoint: string;
  readonly wire: Wire;
  readonly deployed: Deployed;
  /** Folder of the sample workspace. */
  readonly sample: string;
  readonly expected: Outcome;
  readonly issuer: Issuer;
  /** A system that sends webhooks. */
  readonly server: ShopServer;
  say(text: string): void;
}

/** Nothing may take longer. */
const settleMs = 180_000;

/** Runs the sample workspace through a deployed installation; resolves to how many checks failed. */
export async function runThrough(parts: RunParts): Promise<number> {
  const { endpoint, wire, deployed, sample, expected, issuer, server, say } = parts;
  const urls = urlsOf(deployed);
  const ports = portsOf(endpoint, deployed, urls);
  const sqs = new SQSClient({ endpoint });
  let failed = 0;
  const check = (what: string, holds: boolean, more = ''): void => {
    if (!holds) failed += 1;
    say(`${holds ? 'ok    ' : 'FAILED'} ${what}${more === '' ? '' : `: ${more}`}`);
  };
  await stopClock(wire, deployed);
  const { config, documents, files } = await publishedFolder(sample);
  for (const { path, source } of files.toSorted((a, b) => statSync(a.source).mtimeMs - statSync(b.source).mtimeMs)) {
    await ports.blobs.put(config.workspace, path, readFileSync(source));
    await sleep(1_100); // S3 tells times in whole seconds
  }
  await ports.blobs.put(config.workspace, publishedPath, new TextEncoder().encode(JSON.stringify(documents)));
  await publishShop(ports, endpoint, server);
  say(`published: ${config.connections.length} connections, ${files.length} files; a shop that sends webhooks`);

  const apiId = deployed.resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')?.physical ?? '';
  const api = (method: string, path: string, token?: string) => callApi({ endpoint, apiId, method, path, token });
  const audience = 'syncline-dev';
  const ops = issuer.token({ role: 'ops', workspaces: config.workspace, audience });
  check('API: health answers everybody', (await api('GET', '/health')).status === 200);
  check('API: no token, no answer', (await api('GET', '/status')).status === 401);
  check('API: a token of another workspace opens nothing', (await api('GET', '/status', issuer.token({ role: 'owner', workspaces: 'others', audience }))).status === 401);
  check('API: a viewer may not start a sync', (await api('POST', '/syncs', issuer.token({ role: 'viewer', workspaces: config.workspace, audience }))).status === 403);
  const shopkeeper = issuer.token({ role: 'ops', workspaces: shopWorkspace, audience });
  await hookRun({
    server,
    check,
    settled: () => settled(sqs, urls),
    post: async (path, body, headers) => (await callApi({ endpoint, apiId, method: 'POST', path, body, headers })).status,
    get: (path) => callApi({ endpoint, apiId, method: 'GET', path, token: shopkeeper, headers: { [workspaceHeader]: shopWorkspace } }),
  });
  for (const name of firstOrder) {
    const [connection, stream] = name.split('.') as [string, string];
    await ports.queues.jobs.send([{ body: JSON.stringify({ v: 1, workspace: config.workspace, job: 'pull', connection, stream }), group: `${config.workspace}/${connection}` }]);
    await settled(sqs, urls, 'due now'); // routes look again later whether all their streams were read
  }
  say('first passes: pull → inbound → unify → stream → relay → outbound → deliver');
  for (let round = 0; round < 2; round += 1) {
    const run = await api('POST', '/syncs', ops);
    check('API → jobs: a sync is started', run.status === 202, `${run.status}`);
    await settled(sqs, urls);
  }
  const items = await itemsOf(ports.tables, config.workspace);
  const snapshot = canonical(items);
  check('snapshot equals the embedded run', isDeepStrictEqual(snapshot, expected.snapshot), `${snapshot.length} entities${differences(expected.snapshot, snapshot)}`);
  for (const [path, lines] of Object.entries(expected.files)) {
    const bytes = await ports.blobs.get(config.workspace, path);
    const mine = sortedLines(bytes ?? new Uint8Array());
    check(`${path} equals the embedded run’s`, isDeepStrictEqual(mine, lines), `${mine.length} lines${differences(lines, mine)}`);
  }
  check(
    'stream → relay: every version has its history row',
    items.some((item) => item.kind === 'history'),
  );
  check('bus → react: facts were taken off the queue', (await depthOf(sqs, urls.queues.reactions)) === 0 && (await depthOf(sqs, urls.dead.reactions)) === 0);
  check('tick: runs', await tickOnce(wire, deployed));
  await deadLetters(sqs, ports, urls, check);
  const sync = async (): Promise<void> => {
    await callApi({ endpoint, apiId, method: 'POST', path: '/syncs', token: ops, body: '{"full":true}' });
    await settled(sqs, urls);
  };
  await restoreDrill(parts, { ports, sqs, urls, sync, check });
  const it = issuer.token({ role: 'it', workspaces: config.workspace, audience });
  const ask = async (method: string, path: string, body?: string) => callApi({ endpoint, apiId, method, path, token: it, body });
  await eraseDrill(ask, check);
  return failed;
}

/** Publishes the shop's workspace, and its secrets where functions look for them. */
async function publishShop(ports: AwsPorts, endpoint: string, { documents, secrets }: ShopServer): Promise<void> {
  const folder = workspaceFolder(documents);
  const published = await publishedFolder(folder);
  rmSync(folder, { recursive: true });
  await ports.blobs.put(workspace(shopWorkspace), publishedPath, new TextEncoder().encode(JSON.stringify(published.documents)));
  const client = new SecretsManagerClient({ endpoint });
  for (const [name, SecretString] of Object.entries(secrets)) await client.send(new CreateSecretCommand({ Name: `syncline-dev/${name}`, SecretString }));
}

type Check = (what: string, holds: boolean, more?: string) => void;

/** A customer and a correction after a copy of the table, carried to the other systems; then the copy is put back and everything is read again. */
async function restoreDrill(
  { endpoint, deployed, expected }: RunParts,
  { ports, sqs, urls, sync, check }: { ports: AwsPorts; sqs: SQSClient; urls: Urls; sync: () => Promise<void>; check: Check },
): Promise<void> {
  const table = deployed.outputs['TableName'] ?? '';
  const ws = workspace('lotus-pine');
  const copy = await copyOf(endpoint, table);
  const path = 'files/crm/contacts.csv';
  const before = Buffer.from((await ports.blobs.get(ws, path)) ?? []).toString('utf8');
  await ports.blobs.put(ws, path, Buffer.from(`${before.trimEnd()}\nP-900,Ines,Okafor,Buyer,ines.okafor@newcomer.example,+49 40 555 0199,C-1001,Wang Lei,active,\n`));
  const outcome = async () => ({
    snapshot: canonical(await itemsOf(ports.tables, ws)),
    files: await Promise.all(Object.keys(expected.files).map(async (file) => sortedLines((await ports.blobs.get(ws, file)) ?? new Uint8Array()))),
  });
  for (let round = 0; round < 2; round += 1) await sync();
  const then = await outcome();
  check('restore: there is work after the copy, carried to the address book', then.files.flat().filter((line) => line.includes('Okafor')).length > 1);
  await restoreTable(endpoint, table, copy, { sqs, urls: Object.values(urls.queues) });
  for (let round = 0; round < 2; round += 1) await sync();
  const now = await outcome();
  check('restore: the same snapshot', isDeepStrictEqual(now.snapshot, then.snapshot), `${now.snapshot.length} entities${differences(then.snapshot, now.snapshot)}`);
  check('restore: nothing twice at the systems', isDeepStrictEqual(now.files, then.files), differences(then.files.flat(), now.files.flat()));
}

/** A person goes from the table within a minute; that nothing comes back is looked at a quarter of an hour later, which is not waited for here. */
async function eraseDrill(ask: (method: string, path: string, body?: string) => Promise<{ readonly status: number; readonly body: string }>, check: Check): Promise<void> {
  const subject = 'crm/contacts/P-900';
  const plan = await ask('POST', '/erasures/plan', JSON.stringify({ subject }));
  check('erase: tells what would go', plan.status === 200 && plan.body.includes('addressbook/people/'));
  const begun = await ask('POST', '/erasures', JSON.stringify({ subject, reason: 'drill' }));
  check('erase: begun', begun.status === 202, `${begun.status}`);
  const { id } = JSON.parse(begun.body) as { id: string };
  const again = async () => ask('POST', '/erasures', JSON.stringify({ subject }));
  check('erase: gone from the table', await until(async () => (await again()).body.includes('ERASE_DONE')));
  const receipt = async () => (await ask('GET', `/erasures/${id}`)).body;
  // What went is counted when the step that took it has ended.
  check('erase: the receipt counts', await until(async () => (await receipt()).includes('"record"')));
  check('erase: the receipt does not name', !(await receipt()).includes('Okafor'));
}

/** The schedule would start passes whenever a minute begins; both runs must start them alike. */
async function stopClock(wire: Wire, deployed: Deployed): Promise<void> {
  const schedule = deployed.resources.find(({ type }) => type === 'AWS::Scheduler::Schedule')?.physical ?? '';
  const { ok, status } = await wire.rest('scheduler', 'DELETE', `/schedules/${schedule}`);
  if (!ok) throw new Error(`the schedule ${schedule} could not be stopped: ${status}`);
}

/** Calls the tick as its schedule does. */
async function tickOnce(wire: Wire, deployed: Deployed): Promise<boolean> {
  const name = deployed.resources.find(({ logical, type }) => type === 'AWS::Lambda::Function' && logical.startsWith('tick'))?.physical ?? '';
  const answer = await wire.rest('lambda', 'POST', `/2015-03-31/functions/${name}/invocations`, {});
  return answer.ok && answer.headers.get('x-amz-function-error') === null;
}

/** A message that cannot be handled dies, is seen, and is sent again. */
async function deadLetters(sqs: SQSClient, ports: AwsPorts, urls: Urls, check: (what: string, holds: boolean, more?: string) => void): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: urls.queues.jobs, Attributes: { VisibilityTimeout: '1' } })); // five receives would take hours
  await ports.queues.jobs.send([{ body: JSON.stringify({ v: 1, workspace: 'nobody', job: 'pull', connection: 'x', stream: 'y' }), group: 'nobody/x' }]);
  const dead = await until(async () => (await depthOf(sqs, urls.dead.jobs)) === 1);
  check('dead letter: after five receives', dead);
  const [letter] = await ports.deadLetters.jobs.list(10);
  check('redrive: it is back in its queue', letter !== undefined && (await ports.deadLetters.jobs.redrive(letter.messageId)));
  check('redrive: it dies again, alone', await until(async () => (await depthOf(sqs, urls.dead.jobs)) === 1));
}

interface Urls {
  readonly queues: Readonly<Record<QueueName, string>>;
  readonly dead: Readonly<Record<QueueName, string>>;
}

function urlsOf(deployed: Deployed): Urls {
  const of = (prefix: string): string =>
    deployed.resources.find(({ logical, type }) => type === 'AWS::SQS::Queue' && new RegExp(`^Queues${prefix}[0-9A-F]{8}$`).test(logical))?.physical ?? '';
  const each = (suffix: string) => Object.fromEntries(queueNames.map((name) => [name, of(`${name}${suffix}`)])) as Record<QueueName, string>;
  return { queues: each(''), dead: each('dead') };
}

function portsOf(endpoint: string, deployed: Deployed, { queues, dead }: Urls): AwsPorts {
  const bus = deployed.resources.find(({ type }) => type === 'AWS::Events::EventBus')?.physical ?? '';
  const names = { table: deployed.outputs['TableName'] ?? '', bus, bucket: deployed.outputs['DataBucket'] ?? '', secretPrefix: 'syncline-dev', queueUrls: queues, deadUrls: dead };
  return awsPorts({ names, endpoint });
}

/** Waits until every queue has been empty for some seconds: the stream has no depth, but what it causes has. */
async function settled(sqs: SQSClient, { queues }: Urls, delayed: 'with delayed' | 'due now' = 'with delayed'): Promise<void> {
  const started = performance.now();
  for (let calm = 0; calm < 4; ) {
    const depths = await Promise.all(queueNames.map((name) => depthOf(sqs, queues[name], delayed)));
    calm = depths.every((depth) => depth === 0) ? calm + 1 : 0;
    if (performance.now() - started > settleMs) throw new Error(`not settled: ${queueNames.map((name, i) => `${name} ${depths[i]}`).join(', ')}`);
    await sleep(1_000);
  }
}

async function until(holds: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 60; i += 1) {
    if (await holds()) return true;
    await sleep(1_000);
  }
  return false;
}

/** What differs, a few lines of it. */
function differences(expected: readonly string[], actual: readonly string[]): string {
  const [a, b] = [new Set(expected), new Set(actual)];
  const lines = [...expected.filter((line) => !b.has(line)).map((line) => `- ${line}`), ...actual.filter((line) => !a.has(line)).map((line) => `+ ${line}`)];
  return lines.length === 0 ? '' : `, ${lines.length} differ\n${lines.slice(0, 8).join('\n')}`;
}
