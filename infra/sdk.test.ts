import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { leanSdk } from './sdk.ts';

const root = join(import.meta.dirname, '..');
const clients = ['client-dynamodb', 'client-eventbridge', 'client-s3', 'client-secrets-manager', 'client-sqs'];

/** What a module of the SDK exports when it is bundled, as text: what its schemas refer to by functions is told by the functions' own texts. */
async function bundled(contents: string, lean: boolean): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
    plugins: lean ? [leanSdk] : [],
  });
  const module = { exports: {} as Record<string, unknown> };
  new Function('module', 'require', outputFiles[0]?.text ?? '')(module, createRequire(import.meta.url));
  return JSON.stringify(Object.entries(module.exports), (_, value) => (typeof value === 'function' ? String(value) : value));
}

test.each(clients)('%s: its schemas are the same with their keys written out', async (client) => {
  const schemas = `export * from './node_modules/@aws-sdk/${client}/dist-es/schemas/schemas_0.js'`;
  const whole = await bundled(schemas, false);
  expect(whole.length).toBeGreaterThan(1_000);
  expect(await bundled(schemas, true)).toBe(whole);
});

test('a bundle that sends one command holds the schemas of no other', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "import { GetObjectCommand } from '@aws-sdk/client-s3'; console.log(GetObjectCommand);", resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    write: false,
    minifySyntax: true,
    plugins: [leanSdk],
  });
  const text = outputFiles[0]?.text ?? '';
  expect(text).toContain('GetObjectRequest$ =');
  expect(text).not.toContain('RestoreObjectRequest$ =');
});
