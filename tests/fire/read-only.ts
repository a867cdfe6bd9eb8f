import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Base, bases, copyOf, finished, removeBases } from './base.ts';
import { whyNoMounts, withReadOnly } from './own-mounts.ts';
import { startNode } from './process.ts';
import { reportOf, type Trial } from './report.ts';
import { differences } from './snapshot.ts';

/** Records of each system. */
const size = 6;
const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** What is read-only, which commands meet it, and what they must say. */
const cases: readonly (readonly [what: string, folder: string, argv: readonly string[], code: number, says: RegExp])[] = [
  ['the folder of the store', '.syncline', ['sync'], 1, /read-only|cannot be written/i],
  ['the folder of the store', '.syncline', ['up', '--port', '0'], 1, /read-only|cannot be written/i],
  ['the whole workspace', '.', ['status'], 1, /read-only|cannot be written/i],
  ['the folder of a target', 'erp', ['sync', '--json'], 0, /"state": ?"done"/],
];

/** A file system that is read-only: refused by name with what to do, nothing changed; a target that is read-only is its connection's fault alone and gets all once it can be written. */
export const readOnly: Trial = {
  name: 'a read-only file',
  rounds: { quick: 1, long: cases.length },
  async run(rounds) {
    const why = whyNoMounts();
    if (why !== undefined) return { rounds: 0, held: 0, wrong: [], skipped: why };
    const made = await bases(size);
    try {
      const wrong: (readonly string[])[] = [];
      for (const given of rounds < cases.length ? cases.slice(-rounds) : cases) wrong.push(await round(made[1] as Base, given));
      return reportOf(wrong);
    } finally {
      removeBases(made);
    }
  },
};

async function round(base: Base, [what, inside, argv, wanted, says]: (typeof cases)[number]): Promise<readonly string[]> {
  const folder = copyOf(base.folder);
  const before = copyOf(folder);
  try {
    const command = [main, ...argv, '--workspace', folder, '--lang', 'en'];
    const { code, out, err } = await startNode(command, withReadOnly(`${folder}/${inside}`)).ended;
    const place = `${what} read-only, ${argv.join(' ')}: `;
    const wrong: string[] = [];
    if (code !== wanted) wrong.push(`${place}ended with ${code} instead of ${wanted}: ${err}`);
    if (!says.test(out + err)) wrong.push(`${place}said ${JSON.stringify(out + err)}`);
    if (/\n\s+at /.test(err)) wrong.push(`${place}showed a stack`);
    if (readFileSync(`${folder}/erp/customers.csv`, 'utf8') !== readFileSync(`${before}/erp/customers.csv`, 'utf8')) wrong.push(`${place}changed the target`);
    return [...wrong, ...differences(base.undisturbed, await finished(folder)).map((difference) => `${place}writable again: ${difference}`)];
  } finally {
    rmSync(before, { recursive: true, force: true });
  }
}
