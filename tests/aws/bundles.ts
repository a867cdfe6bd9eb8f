import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { queueNames } from '../../adapters/messages.ts';
import { type Bundle, bundleAll } from '../../infra/bundle.ts';

/** `npm run bundles`: bytes and import time of every function; exit 1 when one has grown over its limit. */

/** Bytes that a cold start may load. Most of them are tables (any-ascii, free mail domains, Chinese characters, public suffixes, telephone plans) that mapping and identity need as soon as a record comes. */
const startBytesMax = { external: 2_200_000, bundled: 2_700_000 } as const;

/** The API adds its router and the description of itself. */
const apiBytes = 560_000;

/** A chunk that one connector needs; what is over it is a library of the vendor's protocol or a table of characters. */
const chunkBytesMax = 100_000;
const largeChunks = /iconv-lite|encoding-japanese|nodemailer|imapflow|postal-mime/;

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

const external = new Map((await bundleAll('external')).map((bundle) => [bundle.name, bundle]));
const bundled = await bundleAll('bundled');
const over: string[] = [];
console.log('function    without SDK    with SDK   import ms');
for (const bundle of bundled) {
  const ours = external.get(bundle.name)?.startBytes ?? 0;
  const extra = bundle.name === 'api' ? apiBytes : 0;
  if (ours > startBytesMax.external + extra) over.push(`${bundle.name}: ${ours} bytes without the SDK`);
  if (bundle.startBytes > startBytesMax.bundled + extra) over.push(`${bundle.name}: ${bundle.startBytes} bytes with the SDK`);
  console.log(`${bundle.name.padEnd(10)} ${String(ours).padStart(12)} ${String(bundle.startBytes).padStart(11)} ${importMs(bundle).toFixed(0).padStart(11)}`);
}
console.log('\nchunks that are loaded when a connector needs them');
const [any] = external.values();
for (const { holds, bytes } of [...(any?.lazy ?? [])].sort((a, b) => b.bytes - a.bytes)) {
  console.log(`${String(bytes).padStart(9)}  ${holds}`);
  if (bytes > chunkBytesMax && !largeChunks.test(holds)) over.push(`chunk ${holds}: ${bytes} bytes`);
}
for (const line of over) console.log(`OVER ${line}`);
process.exit(over.length === 0 ? 0 : 1);
