import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { queueNames } from '../../adapters/messages.ts';
import { type Bundle, bundleAll, type Chunk } from '../../infra/bundle.ts';

/** `npm run bundles`: what every function loads at a cold start, in bytes and ms, and every file that it may load later; exit 1 when one is over its bar. `--json` for programs. */

/** Bytes that a cold start may load before anything is asked for. */
const startBytesMax = { external: 150_000, bundled: 500_000 } as const;

/** Bytes of a file that is loaded later. */
const chunkBytesMax = 100_000;

/** Protocol libraries of vendors: one file each, as they are made. */
const protocolLibraries: Readonly<Record<string, string>> = { imap: 'imapflow with libmime and nodemailer', smtp: 'nodemailer' };

const environment = {
  AWS_REGION: 'eu-central-1',
  SYNCLINE_TABLE: 't',
  SYNCLINE_BUS: 'b',
  SYNCLINE_BUCKET: 'b',
  SYNCLINE_SECRETS: 's',
  SYNCLINE_WORKSPACES: 'main',
  SYNCLINE_VERSION: '0',
  ...Object.fromEntries(queueNames.flatMap((name) => ['QUEUE', 'DEAD'].map((kind) => [`SYNCLINE_${name.toUpperCase()}_${kind}`, 'u']))),
};

/** Milliseconds that a fresh process takes to import a bundle, the least of three. */
function importMs({ folder }: Bundle): number {
  const script = `const t=performance.now();await import(${JSON.stringify(join(folder, 'index.mjs'))});console.log(performance.now()-t)`;
  const times = [1, 2, 3].map(() => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...environment } });
    if (status !== 0) throw new Error(`${folder} cannot be imported: ${stderr.slice(0, 500)}`);
    return Number(stdout);
  });
  return Math.min(...times);
}

const protocolOf = (file: string): string | undefined => protocolLibraries[/^(\w+)-[A-Z0-9]{8}\.mjs$/.exec(file)?.[1] ?? ''];

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const external = await bundleAll('external');
const bundled = new Map((await bundleAll('bundled')).map((bundle) => [bundle.name, bundle]));
const rows = external.map((ours) => {
  const whole = bundled.get(ours.name) as Bundle;
  const chunks = ours.lazy.filter(({ file }) => protocolOf(file) === undefined);
  return {
    name: ours.name,
    external: ours.startBytes,
    bundled: whole.startBytes,
    chunks: chunks.length,
    largestChunk: chunks[0]?.bytes ?? 0,
    importMs: Math.round(importMs(whole)),
  };
});
const over = rows.flatMap(({ name, ...row }) => [
  ...(row.external > startBytesMax.external ? [`${name}: ${row.external} bytes without the SDK`] : []),
  ...(row.bundled > startBytesMax.bundled ? [`${name}: ${row.bundled} bytes with the SDK`] : []),
]);
const chunks = new Map<string, Chunk>();
for (const chunk of external.flatMap(({ lazy }) => lazy)) if (chunk.bytes > (chunks.get(chunk.holds)?.bytes ?? 0)) chunks.set(chunk.holds, chunk); // the largest of its kind
const large = [...chunks.values()].filter(({ bytes }) => bytes > chunkBytesMax);
over.push(...large.filter(({ file }) => protocolOf(file) === undefined).map(({ holds, bytes }) => `chunk ${holds}: ${bytes} bytes`));

if (values.json) console.log(JSON.stringify({ bars: { ...startBytesMax, chunk: chunkBytesMax }, functions: rows, over }, null, 2));
else print();
process.exit(over.length === 0 ? 0 : 1);

function print(): void {
  console.log(`bytes at a cold start; bars: ${startBytesMax.external} without the SDK, ${startBytesMax.bundled} with it, ${chunkBytesMax} for what is loaded later`);
  console.log('function    without SDK    with SDK   chunks  largest chunk   import ms');
  for (const row of rows) {
    const cells = [
      String(row.external).padStart(12),
      String(row.bundled).padStart(11),
      String(row.chunks).padStart(8),
      String(row.largestChunk).padStart(14),
      String(row.importMs).padStart(11),
    ];
    console.log(`${row.name.padEnd(10)} ${cells.join(' ')}`);
  }
  console.log('\nloaded when something asks for them (over 10 kB)');
  for (const { file, holds, bytes } of [...chunks.values()].sort((a, b) => b.bytes - a.bytes)) {
    if (bytes < 10_000) continue;
    const library = protocolOf(file);
    console.log(`${String(bytes).padStart(9)}  ${holds}${library !== undefined && bytes > chunkBytesMax ? `  (${library}: ${bytes - chunkBytesMax} over, protocol library)` : ''}`);
  }
  for (const line of over) console.log(`OVER ${line}`);
}
