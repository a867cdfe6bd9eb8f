import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { bundleAll, bundleFolder } from './bundle.ts';
import { SynclineStack } from './stack.ts';
import { stages } from './stage.ts';

/** `node infra/app.ts` bundles the functions and writes the templates of every stage to `cdk.out`, without network, account or Docker. */
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

await bundleAll();
const app = new App({ outdir: process.env['CDK_OUTDIR'] ?? join(root, 'cdk.out') });
for (const stage of Object.values(stages)) new SynclineStack(app, { stage, version, codeOf: (name) => join(bundleFolder, 'bundled', name) });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
