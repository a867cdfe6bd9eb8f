import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleAll, bundleFolder } from '../../infra/bundle.ts';
import { SynclineStack } from '../../infra/stack.ts';
import { stages } from '../../infra/stage.ts';
import { shopWorkspace, startShop } from '../factories/shop-server.ts';
import { deploy } from './deploy.ts';
import { embeddedRun } from './embedded-run.ts';
import { startEmulator } from './emulator.ts';
import { readyOrSkip } from './ready.ts';
import { runThrough } from './run-through.ts';
import { startIssuer } from './token.ts';
import { Wire } from './wire.ts';

/** `npm run aws:local`: bundles, synthesizes and deploys the installation on an emulator, runs the sample workspace through it, and compares the outcome with the embedded run. Exit 1 when a step fails. */
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'syncline-aws-'));

/** Where two systems disagree and neither says when, the newer file wins: both runs must see the files in one order of age. */
function age(workspace: string): void {
  const first = Math.floor(Date.now() / 1_000) - 60;
  for (const [i, path] of ['crm/customers.csv', 'crm/contacts.csv', 'erp/customers.csv', 'erp/invoices.csv', 'addressbook/contacts.vcf', 'mailbox/inbox.mbox'].entries()) {
    utimesSync(join(workspace, path), first + i, first + i);
  }
}

const started = performance.now();
const lines: string[] = [];
const say = (text: string): void => {
  const line = `${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${text}`;
  lines.push(line);
  console.log(line);
};

readyOrSkip('ministack');
const sample = join(folder, 'sample');
cpSync(join(root, 'samples', 'trading-company'), sample, { recursive: true, filter: (path) => !path.includes('.syncline') });
age(sample);
const issuer = await startIssuer();
const server = await startShop();
const emulator = await startEmulator();
Object.assign(process.env, emulator.env);
let failed = 0;
try {
  await bundleAll();
  say('functions bundled');
  const stage = { ...stages.dev, workspaces: ['lotus-pine', shopWorkspace], jwt: { issuer: issuer.url, audience: ['syncline-dev'] } };
  const app = new App({ outdir: join(folder, 'out') });
  new SynclineStack(app, { stage, version: '0.1.0', codeOf: (name) => join(bundleFolder, 'bundled', name) });
  app.synth();
  say('template synthesized');
  const wire = new Wire(emulator.endpoint);
  const deployed = await deploy(wire, emulator.endpoint, join(folder, 'out'), 'Syncline-dev');
  say(`deployed: ${deployed.resources.length} resources`);
  const expected = await embeddedRun(sample, join(folder, 'embedded'));
  say(`embedded run: ${expected.snapshot.length} entities`);
  failed = await runThrough({ endpoint: emulator.endpoint, wire, deployed, sample, expected, issuer, server, say });
} catch (error) {
  failed = 1;
  say(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
} finally {
  await emulator.stop();
  issuer.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
say(failed === 0 ? 'torn down; everything held' : `torn down; ${failed} failed`);
writeFileSync(join(root, '.cache', 'aws', 'local.log'), `${lines.join('\n')}\n`);
process.exit(failed === 0 ? 0 : 1);
