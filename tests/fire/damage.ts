import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbedded } from '../../adapters/embedded/open.ts';
import { SynclineError } from '../../core/model/error.ts';
import { type Found, readAll } from './damage-load.ts';
import { startNode } from './process.ts';
import { reportOf, type Trial } from './report.ts';

/** Disks go bad by sectors; files are cut by sectors, too. */
const blockBytes = 4_096;
/** The last write that the load acknowledges. */
const written = 40;

/** What happens to the bytes of a file, at a place of it between 0 and 1. */
const kinds: Readonly<Record<string, (bytes: Buffer, at: number) => Buffer>> = {
  'a block of noise': (bytes, at) => over(bytes, at, () => Math.floor(Math.random() * 256)),
  'a block of zeros': (bytes, at) => over(bytes, at, () => 0),
  'cut off': (bytes, at) => bytes.subarray(0, Math.floor(at * bytes.length)),
};

function over(bytes: Buffer, at: number, byte: () => number): Buffer {
  const damaged = Buffer.from(bytes);
  const from = Math.floor((at * bytes.length) / blockBytes) * blockBytes;
  for (let i = from; i < Math.min(from + blockBytes, bytes.length); i += 1) damaged[i] = byte();
  return damaged;
}

/**
 * The files of a store are damaged, after a clean end and after a kill. Whatever is read afterwards is what was written, or
 * is refused in words that say what to do; nothing is made up, and nothing is missing without a word. One loss nobody can
 * see: commits behind the end of a log that was cut off, and a last one that is damaged, look as if they had never been
 * finished. They go whole.
 */
export const damage: Trial = {
  name: 'a damaged file: blocks of noise, of zeros, cut off',
  rounds: { quick: 12, long: 120 },
  async run(rounds) {
    const stores = [await loaded('close'), await loaded('kill')];
    const results: Round[] = [];
    try {
      for (let n = 0; n < rounds; n += 1) results.push(await round(stores[n % 2] as string, n));
    } finally {
      for (const folder of stores) rmSync(folder, { recursive: true, force: true });
    }
    const ended = (how: Round['how']): number => results.filter((r) => r.how === how).length;
    const note = `${ended('refused')} refused, ${ended('unharmed')} unharmed, ${ended('shorter')} ended at an earlier commit because their log was cut`;
    return reportOf(
      results.map((r) => r.wrong),
      note,
    );
  },
};

interface Round {
  readonly wrong: readonly string[];
  readonly how: 'refused' | 'unharmed' | 'shorter' | 'wrong';
}

/** A store with a known content, closed or killed. */
async function loaded(end: 'close' | 'kill'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-damage-'));
  const child = startNode([fileURLToPath(new URL('./damage-load.ts', import.meta.url)), join(folder, 'store.db'), end]);
  await child.says(`\n${written}\n`);
  if (end === 'kill') child.child.kill('SIGKILL');
  await child.ended;
  return folder;
}

async function round(folder: string, n: number): Promise<Round> {
  const copy = mkdtempSync(join(tmpdir(), 'syncline-damage-'));
  cpSync(folder, copy, { recursive: true });
  const files = readdirSync(copy).filter((name) => !/owner|key|secrets|shm/.test(name));
  const sized = files.filter((name) => readFileSync(join(copy, name)).length > 0);
  const file = join(copy, sized[Math.floor(n / 2) % sized.length] as string);
  const [kind, change] = Object.entries(kinds)[Math.floor(n / 2 / sized.length) % Object.keys(kinds).length] as [string, (bytes: Buffer, at: number) => Buffer];
  const at = Math.random();
  const bytes = readFileSync(file);
  writeFileSync(file, change(bytes, at));
  const isLog = basename(file) !== 'store.db';
  try {
    const found = await whatIsLeft(join(copy, 'store.db'));
    const wrong = verdict(found, !isLog ? written : kind === 'cut off' ? 0 : written - 1);
    const what = `${basename(file)} of ${bytes.length} bytes, ${kind} at ${Math.floor(at * bytes.length)}: `;
    const how = wrong.length > 0 ? 'wrong' : found.some(isRefused) ? 'refused' : found.every((one) => one === written) ? 'unharmed' : 'shorter';
    return { how, wrong: wrong.map((line) => what + line) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function whatIsLeft(file: string): Promise<readonly Found[]> {
  let store: ReturnType<typeof openEmbedded>;
  try {
    store = openEmbedded({ file, env: {} });
  } catch (thrown) {
    return [{ thrown }];
  }
  const found = await readAll(store);
  await store.close().catch(() => undefined);
  return found;
}

const isRefused = (one: Found): one is { readonly thrown: unknown } => typeof one === 'object';

/** `least`: the write that must be there at least, all of it. */
function verdict(found: readonly Found[], least: number): readonly string[] {
  const wrong = new Set<string>();
  const writes = new Set<number>();
  for (const one of found) {
    if (one === 'wrong') wrong.add('something is not what was written');
    else if (isRefused(one) && !isClear(one.thrown)) wrong.add(`threw ${one.thrown instanceof Error ? one.thrown.message : String(one.thrown)}`);
    else if (!isRefused(one)) writes.add(one === 'missing' ? 0 : one);
  }
  if (writes.size > 1) wrong.add(`writes ${[...writes].join(', ')} are there by half`);
  if (writes.size === 1 && Math.min(...writes) < least) wrong.add(`write ${[...writes][0]} is there, ${written} was acknowledged`);
  return [...wrong];
}

/** Says in both languages what is the matter and what to do. */
function isClear(thrown: unknown): boolean {
  if (!(thrown instanceof SynclineError)) return false;
  const { en, zh } = thrown.safeMessage;
  return ['STORE_DAMAGED', 'STORE_UNUSABLE'].includes(thrown.code) && /backup|Name another file|permissions/.test(en) && /\p{Script=Han}/u.test(zh);
}
