import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { type FunctionName, functionNames } from './functions.ts';

const root = join(import.meta.dirname, '..');

/** Where bundles lie until they are deployed. */
export const bundleFolder = join(root, '.cache', 'aws', 'bundles');

/** `bundled`: with the SDK, what is deployed. `external`: without it, what is ours. */
export type SdkMode = 'bundled' | 'external';

/** A bundled function. */
export interface Bundle {
  readonly name: FunctionName;
  readonly folder: string;
  /** Bytes of what every cold start loads: the entry and the chunks it imports at once. */
  readonly startBytes: number;
  /** Chunks that are loaded when a connector or a transform needs them. */
  readonly lazy: readonly { readonly chunk: string; readonly bytes: number; readonly holds: string }[];
}

/** Bundles every function into a folder of its own: ESM, minified, connectors as chunks that are loaded when a workspace uses them. */
export async function bundleAll(sdk: SdkMode = 'bundled'): Promise<readonly Bundle[]> {
  return Promise.all(functionNames.map((name) => bundleOne(name, sdk)));
}

async function bundleOne(name: FunctionName, sdk: SdkMode): Promise<Bundle> {
  const folder = join(bundleFolder, sdk, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = await build({
    entryPoints: { index: join(root, 'functions', 'aws', 'entries', `${name}.ts`) },
    outdir: folder,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    external: sdk === 'external' ? ['@aws-sdk/*', '@smithy/*'] : [],
    // Libraries written for CommonJS ask for `require` at run time.
    banner: { js: "import{createRequire as synclineCreateRequire}from'node:module';const require=synclineCreateRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const outputs = Object.fromEntries(Object.entries(result.metafile.outputs).map(([path, output]) => [basename(path), output]));
  const start = new Set<string>();
  const visit = (file: string): void => {
    if (start.has(file)) return;
    start.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement' && outputs[basename(path)] !== undefined) visit(basename(path));
  };
  visit('index.mjs');
  const size = (file: string): number => statSync(join(folder, file)).size;
  const lazy = readdirSync(folder).filter((file) => file.endsWith('.mjs') && !start.has(file));
  return {
    name,
    folder,
    startBytes: [...start].reduce((sum, file) => sum + size(file), 0),
    lazy: lazy.map((chunk) => ({ chunk, bytes: size(chunk), holds: largestInput(outputs[chunk]?.inputs ?? {}) })),
  };
}

/** The source that takes most of a chunk, which tells what the chunk is. */
function largestInput(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): string {
  const [largest] = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  return (largest?.[0] ?? '').replace('node_modules/', '');
}
