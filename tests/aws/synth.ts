import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { SynclineStack } from '../../infra/stack.ts';
import { type Stage, stages } from '../../infra/stage.ts';

/** What cdk-nag says of a synthesized app. */
export interface NagReport {
  readonly packs: readonly string[];
  /** `<rule> <path>` of every finding that is not acknowledged. */
  readonly findings: readonly string[];
}

/** The template of a stage, with a stand-in for the bundles. */
export function templateOf(stage: Stage): Template {
  return Template.fromStack(stackIn(new App({ outdir: folder() }), stage));
}

/** Runs both rule packs over both stages, after `spoil` has changed one of them. */
export function nagReport(spoil: (stack: Stack) => void = () => undefined): NagReport {
  const outdir = folder();
  const app = new App({ outdir });
  const [first] = Object.values(stages).map((stage) => stackIn(app, stage));
  spoil(first as Stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const silent = console.error;
  console.error = () => undefined; // the report is read from its file
  try {
    app.synth();
  } catch (error) {
    if (!String(error).includes('validation-report.json')) throw error;
  } finally {
    console.error = silent;
  }
  return reportIn(outdir);
}

function reportIn(outdir: string): NagReport {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { pluginName: string; violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
  };
  const findings = pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`)),
  );
  return { packs: pluginReports.map(({ pluginName }) => pluginName), findings };
}

function stackIn(app: App, stage: Stage): SynclineStack {
  const code = folder();
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => undefined;');
  return new SynclineStack(app, { stage, version: '0.0.0', codeOf: () => code });
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'syncline-synth-'));
  mkdirSync(made, { recursive: true });
  return made;
}
