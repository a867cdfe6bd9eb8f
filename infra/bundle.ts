import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { createApi } from '../functions/api/app.ts';
import type { ApiDeps } from '../functions/api/deps.ts';
import { openApiDocument } from '../functions/api/openapi.ts';
import { type FunctionName, functionNames } from './functions.ts';
import { filesBelow, lazyLibraries, lazyLibrariesIn, packLibraries, placeLibraries } from './libraries/lazy-libraries.ts';
import { leanSdk } from './sdk.ts';
import { leanZod } from './zod.ts';

const root = join(import.meta.dirname, '..');

/** Where bundles lie until they are deployed. */
export const bundleFolder = join(root, '.cache', 'aws', 'bundles');

/** `bundled`: with the SDK, what is deployed. `external`: without it, what is ours. */
export type SdkMode = 'bundled' | 'external';

/** A file that is loaded when something asks for it. */
export interface Chunk {
  readonly file: string;
  readonly bytes: number;
  /** The source that takes most of it. */
  readonly holds: string;
}

/** A bundled function. */
export interface Bundle {
  readonly name: FunctionName;
  readonly folder: string;
  /** Bytes of what every cold start loads before anything is asked for: the entry and the chunks it imports at once. */
  readonly startBytes: number;
  /** Everything else, the largest first. */
  readonly lazy: readonly Chunk[];
}

/** Bundles every function into a folder of its own: ESM, minified, connectors and tables as files that are loaded when something asks for them. */
export async function bundleAll(sdk: SdkMode = 'bundled'): Promise<readonly Bundle[]> {
  const packed = join(bundleFolder, sdk, 'libraries');
  await packLibraries(packed);
  return Promise.all(functionNames.map((name) => bundleOne(name, sdk, packed)));
}

async function bundleOne(name: FunctionName, sdk: SdkMode, packed: string): Promise<Bundle> {
  const folder = join(bundleFolder, sdk, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
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
    charset: 'utf8',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    external: [...Object.keys(lazyLibraries), ...(sdk === 'external' ? ['@aws-sdk/*', '@smithy/*'] : [])],
    // Libraries written for CommonJS ask for `require` at run time.
    banner: { js: "import{createRequire as synclineCreateRequire}from'node:module';const require=synclineCreateRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'error',
    plugins: [leanSdk, leanZod],
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const sources = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules'));
  askedLazily(metafile, sources);
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
  if (name === 'api') await describeApi(folder);
  placeLibraries(
    lazyLibrariesIn(
      sources.map((file) => resolve(root, file)),
      imported,
    ),
    packed,
    folder,
  );
  return { name, folder, ...weigh(folder, metafile) };
}

/** Throws when a source of ours imports a library that every start would then load. */
function askedLazily({ inputs }: Metafile, sources: readonly string[]): void {
  for (const file of sources) {
    const found = inputs[file]?.imports.find(({ path, kind }) => kind === 'import-statement' && Object.hasOwn(lazyLibraries, path));
    if (found !== undefined) throw new Error(`${file} imports ${found.path}: ask for it with lazily() of core/model/lazily.ts, so that only those who need it load it`);
  }
}

/** Writes the description of the API beside the function that serves it. */
async function describeApi(folder: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const text = JSON.stringify(openApiDocument(createApi({} as ApiDeps), version)); // no request is made, so the API needs nothing
  writeFileSync(join(folder, 'openapi.json.br'), brotliCompressSync(text));
}

function weigh(folder: string, { outputs }: Metafile): Pick<Bundle, 'startBytes' | 'lazy'> {
  const byName = Object.fromEntries(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const start = new Set<string>();
  const visit = (file: string): void => {
    if (start.has(file)) return;
    start.add(file);
    for (const { path, kind } of byName[file]?.imports ?? []) if (kind === 'import-statement' && byName[basename(path)] !== undefined) visit(basename(path));
  };
  visit('index.mjs');
  const files = filesBelow(folder).map(({ path, bytes }) => ({ file: relative(folder, path), bytes }));
  const lazy = files.filter(({ file }) => !start.has(file) && !file.endsWith('package.json'));
  return {
    startBytes: files.filter(({ file }) => start.has(file)).reduce((sum, { bytes }) => sum + bytes, 0),
    lazy: lazy.map((chunk) => ({ ...chunk, holds: largestInput(byName[chunk.file]?.inputs ?? {}) ?? chunk.file })).sort((a, b) => b.bytes - a.bytes),
  };
}

function largestInput(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): string | undefined {
  const [largest] = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  return largest?.[0].replace('node_modules/', '');
}
